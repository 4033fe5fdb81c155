using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli.Verbs.Bench;

public sealed class BenchWorldVerbTests
{
    [Fact]
    public async Task It_replays_a_trace_file()
    {
        var run = await CliRun.Of(
            "bench", "world", "--traces", Path.Combine(AppContext.BaseDirectory, "Worlds", "Particles", "simple_spread_excerpt.json"),
            "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal(16, run.Json.GetProperty("steps").GetInt32());
        Assert.Equal("openai", run.Json.GetProperty("variants")[0].GetString());
        foreach (var key in new[] { "position_error_max", "velocity_error_max", "observation_error_max", "reward_error_max" })
            Assert.InRange(run.Json.GetProperty(key).GetDouble(), 0.0, 1e-12);
    }

    [Theory]
    [InlineData("nowhere.json", "There is no file nowhere.json.")]
    [InlineData(".", ". is a folder, not a file.")]
    public async Task A_file_that_is_no_trace_is_refused_by_its_code(string path, string what)
    {
        var run = await CliRun.Of("bench", "world", "--traces", path, "--json");
        Assert.Equal(ExitCode.Configuration, run.Code);
        Assert.Equal(what, run.Json.GetProperty("error").GetProperty("what").GetString());
        Assert.Equal("MAE520", run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("--traces", "x.json", "--agents", "5")]
    [InlineData("--variant", "mpe2", "--seconds", "0.05")]
    public async Task Options_of_the_other_use_are_not_silently_left_out(params string[] options)
    {
        var run = await CliRun.Of(["bench", "world", .. options, "--json"]);
        Assert.Equal((ExitCode.Usage, "MAE525"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Without_a_file_it_measures()
    {
        var run = await CliRun.Of("bench", "world", "--seconds", "0.05", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        // Sorting is more work on top of a step, and never a hundred times as much; the rest is what any machine does in a second.
        var (plain, sorted) = (run.Json.GetProperty("env_steps_per_s").GetDouble(),
            run.Json.GetProperty("env_steps_sorted_per_s").GetDouble());
        Assert.InRange(plain, 100, 1e9);
        Assert.InRange(sorted, plain / 100, plain * 2);
    }
}
