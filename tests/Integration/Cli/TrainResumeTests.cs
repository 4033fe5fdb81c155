using System.Diagnostics;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>The real command in a process of its own, killed without warning at any moment, against a run that nobody disturbed.</summary>
public sealed class TrainResumeTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly string[] Learn = ["run", "formation", "--learn"];
    private static readonly string[] LearnInProcess = [.. Learn, "--in-process"];

    private readonly string folder = Directory.CreateTempSubdirectory("mae kill ").FullName;

    public static bool IsLong => Environment.GetEnvironmentVariable("MAE_LONG") == "1";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public Task A_run_killed_now_and_then_leaves_the_same_files() => KillTrainingAsync(kills: 3, samples: 2_000);

    [Fact(Skip = "long lane: set MAE_LONG=1", SkipUnless = nameof(IsLong))]
    public Task A_run_killed_twenty_times_leaves_the_same_files() => KillTrainingAsync(kills: 20, samples: 8_000);

    [Fact]
    public Task A_run_that_learns_while_it_drives_leaves_the_same_files_after_kills() =>
        KillAsync(LearnInProcess, [], kills: 3, samples: 900);

    [Fact]
    public Task So_does_one_over_a_broker()
    {
        Lanes.RequireMosquitto();
        return KillAsync(Learn, [], kills: 2, samples: 600);
    }

    [Fact(Skip = "long lane: set MAE_LONG=1", SkipUnless = nameof(IsLong))]
    public Task A_run_that_learns_while_it_drives_leaves_the_same_files_after_twelve_kills() =>
        KillAsync(LearnInProcess, [], kills: 12, samples: 3_000);

    private Task KillTrainingAsync(int kills, int samples) =>
        KillAsync(["train", "formation"], ["--checkpoint-every", "100"], kills, samples);

    private async Task KillAsync(string[] verb, string[] begin, int kills, int samples)
    {
        string[] options = ["--samples", samples.ToString(null, null), "--seed", "5", .. begin, "--json"];
        string[] resume = [.. verb.Where(word => word != "--in-process"), "--resume"];
        var whole = await CliRun.Of([.. verb, .. options, "--runs", Path.Combine(folder, "whole")]);
        Assert.Equal(ExitCode.Ok, whole.Code);

        var random = new Xoshiro256(3);
        var runs = Path.Combine(folder, "cut");
        await KillOneAsync([.. verb, .. options, "--runs", runs], runs, rows: 1);
        var run = Directory.GetDirectories(runs).Single();
        for (var k = 1; k < kills && !IsComplete(run); k++)
        {
            // Where it is now and a little further; the row count moves on at flushes only, so the moment of the kill is anywhere behind
            // it.
            var rows = Rows(run) + random.NextInt32(samples / kills);
            await KillOneAsync([.. resume, run], runs, rows);
            output.WriteLine($"killed with {Rows(run)} rows in the file");
        }

        // On a busy machine the last one killed may have come to its end before: then there is nothing left to go on with.
        if (!IsComplete(run))
            Assert.Equal(ExitCode.Ok, (await CliRun.Of([.. resume, run, "--json"])).Code);
        var directory = whole.Json.GetProperty("run_dir").GetString()!;
        foreach (var file in new[] { "experience.csv", "theta.json" })
        {
            Assert.Equal(
                await File.ReadAllTextAsync(Path.Combine(directory, file), TestContext.Current.CancellationToken),
                await File.ReadAllTextAsync(Path.Combine(run, file), TestContext.Current.CancellationToken));
        }

        Assert.Equal(Results(directory), Results(run));

        var again = await CliRun.Of([.. resume, run, "--json"]);
        Assert.Equal("MAE511", again.Json.GetProperty("error").GetProperty("code").GetString());
    }

    private static async Task KillOneAsync(string[] args, string runs, int rows)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(MaeApp).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var watch = Stopwatch.StartNew();
        while (!process.HasExited && watch.Elapsed < Limit
            && (Directory.Exists(runs) ? Directory.GetDirectories(runs).Select(Rows).DefaultIfEmpty(0).Max() : 0) < rows)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static int Rows(string run)
    {
        var path = Path.Combine(run, "experience.csv.partial");
        if (!File.Exists(path))
            return File.Exists(Path.Combine(run, "experience.csv")) ? int.MaxValue / 2 : 0;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var rows = 0;
        while (reader.ReadLine() is not null)
            rows++;
        return rows;
    }

    private static JsonNode Document(string run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!;

    private static bool IsComplete(string run) => Document(run)["state"]!.ToString() == "completed";

    private static string Results(string run)
    {
        var figures = Document(run)["results"]!.AsObject();
        figures.Remove("seconds");
        figures.Remove("run_dir");
        // What its own broker was called and how its words were cut into packets is no result.
        figures.Remove("broker");
        figures.Remove("messages_total");
        return figures.ToJsonString();
    }
}
