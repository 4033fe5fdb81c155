using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Runs.Queue;

namespace MultiAgentEdge.Tests.Host.Runs.Queue;

public sealed class QueueWorkerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae worker ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_run_that_fails_now_and_then_goes_on_in_its_folder_with_its_own_words_only()
    {
        var queue = RunQueue.Create(
            folder, [(["train", "formation", "--samples", "9", "--missions", "own.dll", "--seed", "1"], new JsonObject { ["seed"] = 1 })]);
        var lines = new List<string>();
        var worker = new QueueWorker((arguments, log, _) =>
        {
            lines.Add(string.Join(' ', arguments));
            log.WriteLine($"sample {lines.Count}");
            if (lines.Count == 1)
            {
                using var begun = RunJournal.Begin(arguments[^2], "train-formation", new RunHeader("train formation", []));
                throw new IOException("The disk is full.");
            }

            return Task.FromResult<(int, JsonObject?)>((ExitCode.Ok, new JsonObject { ["score"] = 3, ["run_dir"] = "here" }));
        });
        Assert.Equal(1, await worker.RunAsync(queue, null, TestContext.Current.CancellationToken));
        Assert.Equal(2, lines.Count);
        var kept = Path.Combine(folder, "queue", "001", "attempt-1");
        Assert.EndsWith($"--seed 1 --runs {kept} --json", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("train formation --missions own.dll --resume ", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("--samples", lines[1], StringComparison.Ordinal);
        Assert.Contains("attempt-2", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, (int)queue.Runs[0].Results!["score"]!);
        Assert.Equal("sample 2", queue.Runs[0].LastLine);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_gone_on_with_begins_again()
    {
        var queue = RunQueue.Create(folder, [(["train", "own"], new JsonObject { ["seed"] = 1 })]);
        var calls = new List<bool>();
        var worker = new QueueWorker((arguments, _, _) =>
        {
            calls.Add(arguments.Contains("--resume"));
            if (calls.Count == 1)
                RunJournal.Begin(arguments[^2], "train-own", new RunHeader("train own", [])).Dispose();
            var json = calls[^1]
                ? new JsonObject { ["error"] = new JsonObject { ["code"] = "MAE513", ["exit_code"] = ExitCode.Rejected } }
                : calls.Count == 1
                    ? new JsonObject { ["error"] = new JsonObject { ["code"] = "MAE102", ["exit_code"] = ExitCode.Failed } }
                    : new JsonObject { ["score"] = 1 };
            return Task.FromResult<(int, JsonObject?)>(((int?)json["error"]?["exit_code"] ?? ExitCode.Ok, json));
        });
        await worker.RunAsync(queue, null, TestContext.Current.CancellationToken);
        Assert.Equal([false, true, false], calls);
        Assert.Equal(QueueState.Done, queue.Runs[0].State);
    }

    [Fact]
    public async Task A_run_that_had_ended_before_its_worker_was_killed_is_done_and_not_run_again()
    {
        var queue = RunQueue.Create(folder, [(["train", "formation"], new JsonObject { ["seed"] = 1 })]);
        var dead = queue.Take(LeaseHolder.Self() with { Started = "1" })!;
        Directory.CreateDirectory(dead.Folder);
        using (var journal = RunJournal.Begin(dead.Folder, "train-formation", new RunHeader("train formation", [])))
            journal.Complete(new JsonObject { ["score"] = 7, ["run_dir"] = "where it was" });

        var worker = new QueueWorker((_, _, _) => throw new InvalidOperationException("It is not run again."));
        Assert.Equal(1, await worker.RunAsync(queue, null, TestContext.Current.CancellationToken));
        Assert.Equal(7, (int)queue.Runs[0].Results!["score"]!);
        Assert.True(Directory.Exists(queue.Runs[0].Results!["run_dir"]!.ToString()));
    }

    [Fact]
    public async Task One_who_is_asked_to_end_gives_its_run_back()
    {
        var queue = RunQueue.Create(folder, [(["train", "formation"], new JsonObject { ["seed"] = 1 })]);
        using var stop = new CancellationTokenSource();
        var worker = new QueueWorker(async (_, _, cancellation) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
            return (ExitCode.Ok, null);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.RunAsync(queue, null, stop.Token));
        Assert.Equal(QueueState.Waiting, queue.Runs[0].State);
        Assert.Null(queue.Runs[0].Error);
    }
}
