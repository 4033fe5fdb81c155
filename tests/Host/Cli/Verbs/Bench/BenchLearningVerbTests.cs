using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Bench;

public sealed class BenchLearningVerbTests
{
    [Fact]
    public async Task It_measures_updates_environment_steps_and_inferences()
    {
        var run = await CliRun.Of("bench", "learning", "--seconds", "0.05", "--actor-units", "8", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.True(run.Json.GetProperty("updates_per_s").GetDouble() > 0.0);
        Assert.True(run.Json.GetProperty("env_steps_per_s").GetDouble() > 0.0);
        Assert.True(run.Json.GetProperty("actor_inference_ns").GetDouble() > 0.0);
        Assert.True(run.Json.GetProperty("actor_int8_inference_ns").GetDouble() > 0.0);
        Assert.Equal(0.0, run.Json.GetProperty("actor_inference_allocated_bytes").GetDouble());
    }
}
