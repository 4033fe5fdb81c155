using System.Text.Json;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Tests.Host.Cli;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Training;

public sealed class TrainFormationVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_prints_its_figures_and_leaves_options_theta_and_experience()
    {
        var run = await CliRun.Of("train", "formation", "--samples", "150", "--seed", "3", "--runs", folder, "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        foreach (var key in new[] { "stage_cost_first_1000", "stage_cost_last_1000", "violation_rate_last_1000",
            "td_error_abs_mean_last_1000", "seconds" })
            Assert.Equal(JsonValueKind.Number, run.Json.GetProperty(key).ValueKind);
        Assert.Equal(3, run.Json.GetProperty("coupling_error_abs_mean_m").GetArrayLength());
        foreach (var who in new[] { "no_learning", "learned", "oracle" })
        {
            var figures = run.Json.GetProperty("evaluation").GetProperty(who);
            Assert.InRange(figures.GetProperty("violation_rate").GetDouble(), 0.0, 1.0);
            Assert.Equal(3, figures.GetProperty("coupling_error_abs_mean_m").GetArrayLength());
        }

        // Who knows the truth does better than who learned nothing, and 150 samples do no great harm.
        double Cost(string who) => run.Json.GetProperty("evaluation").GetProperty(who).GetProperty("stage_cost_mean").GetDouble();
        Assert.InRange(Cost("oracle"), 0.01, Cost("no_learning") / 2);
        Assert.InRange(Cost("learned"), Cost("oracle"), 2 * Cost("no_learning"));

        var runFolder = run.Json.GetProperty("run_dir").GetString()!;
        Assert.Equal(
            151, (await File.ReadAllLinesAsync(Path.Combine(runFolder, "experience.csv"), TestContext.Current.CancellationToken)).Length);
        using var document = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(runFolder, "run.json"), TestContext.Current.CancellationToken));
        Assert.Equal("completed", document.RootElement.GetProperty("state").GetString());
        Assert.Equal(3, document.RootElement.GetProperty("options").GetProperty("seed").GetInt32());
        using var theta = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(runFolder, "theta.json"), TestContext.Current.CancellationToken));
        Assert.True(theta.RootElement.GetProperty("agent_1").TryGetProperty("ModelOffset[0]", out _));
    }

    [Fact]
    public async Task What_is_no_run_to_go_on_with_is_said()
    {
        Assert.Equal((ExitCode.Configuration, "MAE510"), await FailureOf("--resume", folder));
        await File.WriteAllTextAsync(Path.Combine(folder, "run.json"), "{ damaged", TestContext.Current.CancellationToken);
        Assert.Equal((ExitCode.Configuration, "MAE510"), await FailureOf("--resume", folder));

        var run = (await CliRun.Of("train", "formation", "--samples", "100", "--runs", folder, "--json")).Json
            .GetProperty("run_dir")
            .GetString()!;
        Assert.Equal((ExitCode.Configuration, "MAE511"), await FailureOf("--resume", run));
        var document = Path.Combine(run, "run.json");
        var text = (await File.ReadAllTextAsync(document, TestContext.Current.CancellationToken)).Replace(
            "\"completed\"", "\"running\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(document, text, TestContext.Current.CancellationToken);
        Assert.Equal((ExitCode.Usage, "MAE514"), await FailureOf("--resume", run, "--seed", "9"));
        Assert.Equal(text, await File.ReadAllTextAsync(document, TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(Path.Combine(run, "checkpoint.bin"), "no checkpoint", TestContext.Current.CancellationToken);
        Assert.Equal((ExitCode.Rejected, "MAE513"), await FailureOf("--resume", run));
        await File.WriteAllTextAsync(
            document, text.Replace("\"fit_weight\": 0.1", "\"fit_weight\": 0.2", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        Assert.Equal((ExitCode.Rejected, "MAE515"), await FailureOf("--resume", run));
        using var held = new FileStream(Path.Combine(run, ".held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal((ExitCode.Rejected, "MAE572"), await FailureOf("--resume", run));
    }

    [Fact]
    public async Task Stopped_it_leaves_a_checkpoint_and_goes_on()
    {
        using var source = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = MaeApp.RunAsync(["train", "formation", "--samples", "100000", "--runs", folder, "--json"], output, error, source.Token);
        var limit = DateTime.UtcNow.AddMinutes(1);
        while (Directory.GetFiles(folder, "checkpoint.bin", SearchOption.AllDirectories).Length == 0 && DateTime.UtcNow < limit)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await source.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, await code);
        var run = Directory.GetDirectories(folder).Single();
        Assert.Contains($"--resume {run}", error.ToString(), StringComparison.Ordinal);
        using var said = JsonDocument.Parse(output.ToString());
        Assert.EndsWith(
            $"mae train formation --resume {run}", said.RootElement.GetProperty("error").GetProperty("next").GetString(),
            StringComparison.Ordinal);
        using var document = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(run, "run.json"), TestContext.Current.CancellationToken));
        Assert.Equal("stopped", document.RootElement.GetProperty("state").GetString());
        // The checkpoint is of the last row: nothing was lost.
        var rows = (await File.ReadAllLinesAsync(Path.Combine(run, "experience.csv"), TestContext.Current.CancellationToken)).Length - 1;
        Assert.Equal(0, rows % 100);
        Assert.Contains(
            "was stopped before its end",
            await File.ReadAllTextAsync(Path.Combine(run, "report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Error)> FailureOf(params string[] args)
    {
        var run = await CliRun.Of(["train", "formation", .. args, "--json"]);
        return (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()!);
    }

    [Fact]
    public async Task No_samples_is_a_usage_error() =>
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("train", "formation", "--samples", "0", "--runs", folder)).Code);
}
