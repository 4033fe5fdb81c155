using System.Text.Json;
using MultiAgentEdge.Host.Cli;

namespace MultiAgentEdge.Host.Tests.Cli;

public sealed class TrainFormationVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_prints_its_figures_and_leaves_options_theta_and_experience()
    {
        var run = await CliRun.Of("train", "formation", "--samples", "150", "--seed", "3", "--runs", folder, "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        foreach (var key in new[] { "stage_cost_first_1000", "stage_cost_last_1000", "violation_rate_last_1000", "td_error_abs_mean_last_1000", "seconds" })
            Assert.Equal(JsonValueKind.Number, run.Json.GetProperty(key).ValueKind);
        Assert.Equal(3, run.Json.GetProperty("coupling_error_abs_mean_m").GetArrayLength());
        foreach (var who in new[] { "no_learning", "learned", "oracle" })
        {
            var figures = run.Json.GetProperty("evaluation").GetProperty(who);
            Assert.True(figures.GetProperty("stage_cost_mean").GetDouble() > 0.0);
            Assert.InRange(figures.GetProperty("violation_rate").GetDouble(), 0.0, 1.0);
            Assert.Equal(3, figures.GetProperty("coupling_error_abs_mean_m").GetArrayLength());
        }

        var runFolder = run.Json.GetProperty("run_dir").GetString()!;
        Assert.Equal(151, (await File.ReadAllLinesAsync(Path.Combine(runFolder, "experience.csv"), TestContext.Current.CancellationToken)).Length);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(runFolder, "run.json"), TestContext.Current.CancellationToken));
        Assert.Equal("completed", document.RootElement.GetProperty("state").GetString());
        Assert.Equal(3, document.RootElement.GetProperty("options").GetProperty("seed").GetInt32());
        using var theta = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(runFolder, "theta.json"), TestContext.Current.CancellationToken));
        Assert.True(theta.RootElement.GetProperty("agent_1").TryGetProperty("ModelOffset[0]", out _));
    }

    [Fact]
    public async Task No_samples_is_a_usage_error() =>
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("train", "formation", "--samples", "0", "--runs", folder)).Code);
}
