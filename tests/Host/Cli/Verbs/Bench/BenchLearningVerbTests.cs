using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Bench;

public sealed class BenchLearningVerbTests
{
    [Fact]
    public async Task It_measures_updates_environment_steps_and_inferences()
    {
        var run = await CliRun.Of("bench", "learning", "--seconds", "0.05", "--actor-units", "8", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        double Of(string key) => run.Json.GetProperty(key).GetDouble();
        // Some three hundred multiply-adds take a nanosecond at the very least, and on any machine less than a millisecond: a figure in
        // another unit lies outside.
        Assert.InRange(Of("actor_inference_ns"), 1, 1e6);
        Assert.InRange(Of("actor_int8_inference_ns"), 1, 1e6);
        // An update goes over a whole batch, an environment step over a few agents.
        Assert.InRange(Of("updates_per_s"), 0.1, Of("env_steps_per_s"));
        Assert.InRange(Of("env_steps_per_s"), 100, 1e9);
        Assert.Equal(0.0, run.Json.GetProperty("actor_inference_allocated_bytes").GetDouble());
    }
}
