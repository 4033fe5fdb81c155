using System.Text.Json;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary><c>run formation --learn</c> as a person starts it, stops it and goes on with it.</summary>
public sealed class LearnFormationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae learn ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_run_that_is_stopped_goes_on_where_it_last_pushed()
    {
        using var stop = new CancellationTokenSource();
        var stopped = CliRun.Of(
            stop.Token, "run", "formation", "--learn", "--in-process", "--json", "--samples", "100000", "--push-every", "150", "--runs",
            folder);
        string? run = null;
        for (var waited = 0; run is null || !File.Exists(Path.Combine(run, "checkpoint.bin")); waited++)
        {
            Assert.True(waited < 1200, "no checkpoint within a minute");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            run = Directory.GetDirectories(folder).SingleOrDefault();
        }

        await stop.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, (await stopped).Code);
        var document = Path.Combine(run, "run.json");
        Assert.Equal("stopped", Read(document).GetProperty("state").GetString());

        // The rest of a hundred thousand periods is too long for a test: the folder is told that it was begun with fewer.
        var text = await File.ReadAllTextAsync(document, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            document, text.Replace("\"samples\": 100000", "\"samples\": 800", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        var other = await CliRun.Of("run", "formation", "--learn", "--resume", run, "--seed", "2", "--json");
        Assert.Equal(ExitCode.Usage, other.Code);
        var resumed = await CliRun.Of("run", "formation", "--learn", "--resume", run, "--json");
        Assert.True(resumed.Code == ExitCode.Ok, resumed.Error);

        var json = resumed.Json;
        var learned = json.GetProperty("samples_learned").GetInt32();
        Assert.Equal(learned + 1, File.ReadLines(Path.Combine(run, "experience.csv")).Count());
        var versions = json.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("version").GetInt32()).ToList();
        Assert.Equal(versions.Order(), versions);
        Assert.Equal(versions.Distinct(), versions);
        var evaluation = json.GetProperty("evaluation");
        Assert.True(Cost(evaluation, "learned") < 0.1 * Cost(evaluation, "no_learning"));
        Assert.Equal("completed", Read(document).GetProperty("state").GetString());
        Assert.Contains(
            "figure 4", await File.ReadAllTextAsync(Path.Combine(run, "report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(run, "*.maep").Length);
    }

    [Fact]
    public async Task Options_of_a_run_that_learns_are_refused_without_it()
    {
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("run", "formation", "--samples", "600", "--json")).Code);
        Assert.Equal(ExitCode.Usage, (await CliRun.Of("run", "formation", "--learn", "--periods", "600", "--runs", folder, "--json")).Code);
    }

    private static double Cost(JsonElement evaluation, string name) =>
        evaluation.GetProperty(name).GetProperty("stage_cost_mean").GetDouble();

    private static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;
}
