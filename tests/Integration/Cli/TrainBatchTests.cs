using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>Batches of trainings by the real command: their workers are processes of their own, and are killed without warning.</summary>
public sealed class TrainBatchTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly string folder = Directory.CreateTempSubdirectory("mae batch ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Workers_killed_twenty_times_leave_the_bits_of_runs_that_nobody_disturbed()
    {
        const int Kills = 20;
        string[] options = ["--samples", "1200", "--checkpoint-every", "100"];
        var random = new Xoshiro256(16);
        var batch = CliRun.Of(["train", "formation", .. options, "--seeds", "1..6", "--workers", "2", "--runs", folder, "--json"]);
        var killed = new HashSet<string>();
        var watch = Stopwatch.StartNew();
        while (!batch.IsCompleted && killed.Count < Kills && watch.Elapsed < Limit)
        {
            // Any moment of a worker's life: while it starts, while it trains, while it writes.
            await Task.Delay(50 + random.NextInt32(1500), TestContext.Current.CancellationToken);
            if (Holders() is { Count: > 0 } holders && holders[random.NextInt32(holders.Count)] is var (lease, process)
                && killed.Add(lease))
                Kill(process);
        }

        var run = await batch.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        var rows = run.Json.GetProperty("runs").EnumerateArray().ToList();
        var attempts = rows.Sum(row => row.GetProperty("attempts").GetInt32());
        output.WriteLine($"{killed.Count} workers killed, {attempts} attempts at {rows.Count} runs, {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(attempts >= rows.Count + Math.Min(Kills, 5), $"{killed.Count} kills hit {attempts - rows.Count} runs");
        foreach (var row in rows.Where(row => row.GetProperty("attempts").GetInt32() > 1))
        {
            var seed = row.GetProperty("options").GetProperty("seed").GetInt32().ToString(CultureInfo.InvariantCulture);
            var alone = await CliRun.Of(
                ["train", "formation", .. options, "--seed", seed, "--runs", Path.Combine(folder, "alone"), "--json"]);
            Assert.Equal(await BitsAsync(alone.Json), await BitsAsync(row.GetProperty("results")));
        }
    }

    [Fact]
    public async Task A_batch_that_is_stopped_goes_on_and_shows_what_every_option_came_to()
    {
        var began = CliRun.Of(
            "train", "formation", "--samples", "3000", "--seeds", "1..2", "--sweep", "learning_rate=0.00001,0.00002", "--workers", "2",
            "--runs", folder, "--json");
        var watch = Stopwatch.StartNew();
        while (Holders().Count == 0 && watch.Elapsed < Limit)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        var stop = await CliRun.Of("train", "stop", "--runs", folder, "--json");
        Assert.Equal(ExitCode.Ok, stop.Code);
        var stopped = await began.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal((ExitCode.Interrupted, "MAE003"), (stopped.Code, Code(stopped)));
        Assert.Contains("mae train retry", stopped.Output, StringComparison.Ordinal);
        var listed = (await CliRun.Of("train", "ls", "--runs", folder, "--json")).Json.GetProperty("batches")[0];
        Assert.Equal(0, listed.GetProperty("runs_running").GetInt32());
        Assert.True(listed.GetProperty("runs_stopped").GetInt32() > 0, listed.ToString());

        var again = await CliRun.Of("train", "retry", "--workers", "2", "--runs", folder, "--json");
        Assert.True(again.Code == ExitCode.Ok, again.Error);
        Assert.Equal(4, again.Json.GetProperty("runs_done").GetInt32());
        var groups = again.Json.GetProperty("by_option").EnumerateArray().ToList();
        Assert.Equal([1e-5, 2e-5], groups.Select(group => group.GetProperty("options").GetProperty("learning_rate").GetDouble()));
        Assert.All(groups, group => Assert.Equal(2, group.GetProperty("runs").GetInt32()));
        Assert.True(File.Exists(Path.Combine(again.Json.GetProperty("folder").GetString()!, "report.html")));

        var shown = await CliRun.Of("train", "show", "--run", "1", "--runs", folder, "--json");
        Assert.Equal("done", shown.Json.GetProperty("state").GetString());
        var alone = await CliRun.Of(
            "train", "formation", "--samples", "3000", "--seed", "1", "--runs", Path.Combine(folder, "alone"), "--json");
        Assert.Equal(await BitsAsync(alone.Json), await BitsAsync(shown.Json.GetProperty("results")));
    }

    [Fact]
    public async Task Runs_that_cannot_be_are_marked_with_their_error_and_the_others_go_on()
    {
        var run = await CliRun.Of(
            "train", "coverage", "--episodes", "120", "--evaluate", "16", "--sweep", "algorithm=maddpg,maddpg-scope",
            "--smallest-team", "2", "--seeds", "1", "--workers", "2", "--runs", folder, "--json");
        Assert.Equal(ExitCode.Partial, run.Code);
        var rows = run.Json.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(["failed", "done"], rows.Select(row => row.GetProperty("state").GetString()));
        Assert.Equal("MAE526", rows[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(1, rows[0].GetProperty("attempts").GetInt32());
        var error = await CliRun.Of("train", "show", "--runs", folder);
        Assert.Contains("001 failed: MAE526", error.Output, StringComparison.Ordinal);
    }

    private static async Task<string> BitsAsync(JsonElement results)
    {
        var run = results.GetProperty("run_dir").GetString()!;
        var figures = JsonNode.Parse(results.GetRawText())!.AsObject();
        figures.Remove("seconds");
        figures.Remove("run_dir");
        var text = figures.ToJsonString();
        foreach (var file in new[] { "experience.csv", "theta.json" })
            text += await File.ReadAllTextAsync(Path.Combine(run, file), TestContext.Current.CancellationToken);
        return text;
    }

    // Leases of runs that are being worked at, and the processes that hold them.
    private List<(string Lease, int Process)> Holders()
    {
        var holders = new List<(string, int)>();
        var runs = Directory.GetDirectories(folder, "*-batch-*").Select(batch => Path.Combine(batch, "queue")).Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories);
        foreach (var run in runs.Where(run => !File.Exists(Path.Combine(run, "done.json"))))
        {
            var last = Directory.GetFiles(run, "lease-*.json").Length;
            var lease = Path.Combine(run, $"lease-{last}.json");
            if (last == 0 || File.Exists(Path.Combine(run, $"ended-{last}.json")))
                continue;
            try
            {
                if (JsonNode.Parse(File.ReadAllText(lease))?["holder"]?["process_id"] is { } id)
                    holders.Add((lease, id.GetValue<int>()));
            }
            catch (Exception exception) when (exception is IOException or JsonException)
            {
                // Just being taken.
            }
        }

        return holders;
    }

    private static void Kill(int process)
    {
        try
        {
            using var worker = Process.GetProcessById(process);
            worker.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It was just through.
        }
    }

    private static string? Code(CliRun run) => run.Json.GetProperty("error").GetProperty("code").GetString();
}
