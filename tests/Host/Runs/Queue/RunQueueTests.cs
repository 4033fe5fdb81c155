using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs.Queue;

namespace MultiAgentEdge.Tests.Host.Runs.Queue;

public sealed class RunQueueTests : IDisposable
{
    // Of this machine, and no process of it began then.
    private static readonly LeaseHolder Dead = LeaseHolder.Self() with { Started = "1", Token = "dead" };

    private readonly string folder = Directory.CreateTempSubdirectory("mae queue ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_run_goes_to_one_of_many_who_ask_at_once()
    {
        Make(40);
        var taken = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 8, _ =>
        {
            // Each as another process would: a queue of its own over the same folder.
            var queue = RunQueue.Open(folder)!;
            while (queue.Take(LeaseHolder.Self()) is { } claim)
                taken.Add(claim.Run.Id);
        });
        Assert.Equal(40, taken.Count);
        Assert.Equal(40, taken.Distinct().Count());
    }

    [Fact]
    public void What_a_dead_worker_had_goes_on_in_its_folder_with_the_next()
    {
        var queue = Make(1);
        var first = queue.Take(Dead)!;
        Directory.CreateDirectory(first.Folder);
        File.WriteAllText(Path.Combine(first.Folder, "checkpoint.bin"), "learned");
        Assert.Equal(QueueState.Waiting, queue.Runs[0].State);

        var second = RunQueue.Open(folder)!.Take(LeaseHolder.Self())!;
        Assert.Equal(2, second.Attempt);
        Assert.Equal("learned", File.ReadAllText(Path.Combine(second.Folder, "checkpoint.bin")));
        Assert.Equal(QueueState.Running, queue.Runs[0].State);
        Assert.True(first.IsTaken);
        Assert.False(first.Renew());
    }

    [Fact]
    public void One_who_comes_back_late_changes_nothing()
    {
        var queue = Make(1);
        var late = queue.Take(Dead)!;
        var now = queue.Take(LeaseHolder.Self())!;
        late.Complete(new JsonObject { ["score"] = 1 }, "late");
        Assert.Null(queue.Runs[0].Results);
        late.Fail(new MaeException(ExitCode.Failed, "MAE999", "late", ""));
        Assert.True(now.Renew());
        now.Complete(new JsonObject { ["score"] = 2 }, "now");
        Assert.Equal(2, (int)queue.Runs[0].Results!["score"]!);
        Assert.True(queue.IsOver);
        Assert.Null(queue.Take(LeaseHolder.Self()));
    }

    [Fact]
    public void A_worker_that_lives_keeps_its_run()
    {
        var queue = Make(1);
        Assert.NotNull(queue.Take(LeaseHolder.Self()));
        Assert.Null(RunQueue.Open(folder)!.Take(LeaseHolder.Self()));
        // Elsewhere: nobody can look, so its silence is waited for.
        var other = Make(1, "other");
        Assert.NotNull(other.Take(Dead with { Place = "another machine" }));
        Assert.Null(other.Take(LeaseHolder.Self()));
        Assert.Equal(QueueState.Running, other.Runs[0].State);
    }

    [Fact]
    public void Three_crashes_give_a_run_up_with_its_error_and_the_next_is_taken()
    {
        var queue = Make(2);
        for (var i = 1; i <= QueuedRun.MostCrashes; i++)
        {
            var claim = queue.Take(LeaseHolder.Self())!;
            Assert.Equal(("001", i), (claim.Run.Id, claim.Attempt));
            claim.Fail(new MaeException(ExitCode.Failed, "MAE999", $"crash {i}", "next"));
        }

        Assert.Equal(QueueState.Failed, queue.Runs[0].State);
        Assert.Equal("crash 3", queue.Runs[0].Error!["what"]!.ToString());
        Assert.Equal("002", queue.Take(LeaseHolder.Self())!.Run.Id);

        queue.Runs[0].Retry();
        Assert.Equal(QueueState.Waiting, queue.Runs[0].State);
        var again = queue.Take(LeaseHolder.Self())!;
        again.Fail(new MaeException(ExitCode.Failed, "MAE999", "crash 4", "next"));
        // Forgiven: three more are allowed.
        Assert.Equal(QueueState.Waiting, queue.Runs[0].State);
    }

    [Fact]
    public void What_a_person_wrote_wrong_is_not_tried_again()
    {
        var queue = Make(1);
        queue.Take(LeaseHolder.Self())!.Fail(new MaeException(ExitCode.Configuration, "MAE200", "no such file", "next"));
        Assert.Equal("MAE200", queue.Runs[0].Error!["code"]!.ToString());
    }

    [Fact]
    public void Workers_that_vanish_without_getting_further_end_a_run_and_those_that_get_further_do_not()
    {
        var queue = Make(2);
        var lost = 0;
        while (queue.Take(Dead) is { } claim && claim.Run.Id == "001")
            Assert.True(++lost <= QueuedRun.MostLosses);
        Assert.Equal(QueuedRun.MostLosses, lost);
        Assert.Equal("MAE585", queue.Runs[0].Error!["code"]!.ToString());

        for (var i = 0; i < 3 * QueuedRun.MostLosses; i++)
        {
            var claim = queue.Take(Dead)!;
            Directory.CreateDirectory(claim.Folder);
            File.WriteAllText(Path.Combine(claim.Folder, "checkpoint.bin"), $"{i}");
        }

        Assert.Null(queue.Runs[1].Error);
    }

    [Fact]
    public void A_run_that_is_stopped_is_left_alone_until_it_is_retried()
    {
        var queue = Make(1);
        var claim = queue.Take(LeaseHolder.Self())!;
        queue.Runs[0].Stop();
        Assert.False(claim.Renew());
        claim.GiveBack();
        Assert.Equal(QueueState.Stopped, queue.Runs[0].State);
        Assert.True(queue.IsOver);
        Assert.Null(queue.Take(LeaseHolder.Self()));
        queue.Runs[0].Retry();
        Assert.False(queue.IsOver);
        Assert.NotNull(queue.Take(LeaseHolder.Self()));
    }

    private RunQueue Make(int runs, string name = "")
    {
        var batch = name.Length == 0 ? folder : Path.Combine(folder, name);
        return RunQueue.Create(
            batch,
            [.. Enumerable.Range(1, runs).Select(n => ((IReadOnlyList<string>)["train", "formation"], new JsonObject { ["seed"] = n }))]);
    }
}
