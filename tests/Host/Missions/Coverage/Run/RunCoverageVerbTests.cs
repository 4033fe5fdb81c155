using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Tests.Host.Cli;
using MultiAgentEdge.Tests.Host.Missions.Coverage.Coordination;

namespace MultiAgentEdge.Tests.Host.Missions.Coverage.Run;

public sealed class RunCoverageVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    private string Actor
    {
        get
        {
            var file = Path.Combine(folder, "actor.set");
            File.WriteAllBytes(file, CoverageParameterSet.Build(CoverageParameterSetTests.Policy(seed: 5), [0, 0], 1));
            return file;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_prints_its_figures_and_leaves_signals_set_and_report()
    {
        var run = await Run(
            "--policy", Actor, "--agents", "5", "--seconds", "6", "--join", "1s", "--leave", "rover-2@2.5s", "--silent", "rover-3@1s..2s",
            "--int8", "--in-process", "--json");

        Assert.Equal(ExitCode.Ok, run.Code);
        foreach (var key in new[] { "return_mean", "return_first_episode", "landmark_distance_mean_m", "covered_share", "collisions" })
            Assert.Equal(JsonValueKind.Number, run.Json.GetProperty(key).ValueKind);
        foreach (var (key, expected) in new[] { ("agents", 5), ("agents_end", 5), ("landmarks", 5), ("periods", 60), ("joins", 1),
            ("leaves", 1), ("silences", 1), ("deadline_misses", 0) })
            Assert.Equal(expected, run.Json.GetProperty(key).GetInt32());
        Assert.True(run.Json.GetProperty("int8").GetBoolean());
        Assert.Equal([1], run.Json.GetProperty("versions").EnumerateArray().Select(version => version.GetInt32()));
        var left = run.Json.GetProperty("run_dir").GetString()!;
        var rows = await File.ReadAllLinesAsync(Path.Combine(left, "coverage.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(62, rows.Length);
        Assert.All(rows, row => Assert.Equal(rows[0].Count(c => c == ','), row.Count(c => c == ',')));
        Assert.Equal(
            "completed", JsonDocument.Parse(File.ReadAllText(Path.Combine(left, "run.json"))).RootElement.GetProperty("state").GetString());
        Assert.Contains("rover-6", File.ReadAllText(Path.Combine(left, "report.html")), StringComparison.Ordinal);
        Assert.True(CoverageParameterSet.Read(File.ReadAllBytes(Path.Combine(left, "rovers.v1.maep"))).Policy.IsQuantised);
    }

    [Fact]
    public async Task What_cannot_be_run_is_said_and_nothing_is_left_behind()
    {
        Assert.Equal((ExitCode.Configuration, "MAE540"), await FailureOf());
        Assert.Equal((ExitCode.Configuration, "MAE521"), await FailureOf("--policy", Path.Combine(folder, "nowhere")));
        Assert.Equal((ExitCode.Configuration, "MAE522"), await FailureOf("--policy", folder));
        var whole = File.ReadAllBytes(Actor);
        var damaged = Path.Combine(folder, "damaged.set");
        File.WriteAllBytes(damaged, whole[..(whole.Length / 2)]);
        Assert.Equal((ExitCode.Rejected, "MAE541"), await FailureOf("--policy", damaged));
        var large = Path.Combine(folder, "large.set");
        File.WriteAllBytes(large, CoverageParameterSet.Build(CoverageParameterSetTests.Policy(128), [0, 0], 1));
        Assert.Equal((ExitCode.Rejected, "MAE545"), await FailureOf("--policy", large));
        Assert.Equal((ExitCode.Usage, "MAE304"), await FailureOf("--policy", Actor, "--leave", "rover-9@2s"));
        Assert.Equal((ExitCode.Usage, "MAE544"), await FailureOf("--policy", Actor, "--join", "50s", "--seconds", "20"));
        Assert.Equal((ExitCode.Usage, "MAE544"), await FailureOf("--policy", Actor, "--agents", "64", "--join", "5s"));
        Assert.Equal((ExitCode.Usage, "MAE544"), await FailureOf("--policy", Actor, "--landmarks", "2", "--landmark", "0,0"));
        foreach (var bad in new[] { "--landmark 0", "--landmark 0,here", "--agents 0", "--agents 65", "--range 0", "--join soon",
            "--silent 5s..6s", "--silent rover-1@6s..5s", "--leave rover-1@1s..2s", "--memory maybe" })
            Assert.Equal(ExitCode.Usage, (await Run(["--policy", Actor, .. bad.Split(' ')])).Code);
        Assert.Empty(Directory.EnumerateDirectories(folder));
    }

    [Fact]
    public async Task A_run_shorter_than_an_episode_has_no_return_and_says_so()
    {
        var run = await Run("--policy", Actor, "--agents", "2", "--seconds", "1", "--in-process");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("no return, as an episode takes 25 periods", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "NaN",
            run.Output
                + await File.ReadAllTextAsync(
                    Path.Combine(Directory.GetDirectories(folder).Single(), "report.html"), TestContext.Current.CancellationToken),
                    StringComparison.Ordinal);
    }

    private Task<CliRun> Run(params string[] args) => CliRun.Of(["run", "coverage", "--runs", folder, .. args]);

    private async Task<(int Code, string? Error)> FailureOf(params string[] args)
    {
        var run = await Run([.. args, "--json"]);
        return (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString());
    }
}
