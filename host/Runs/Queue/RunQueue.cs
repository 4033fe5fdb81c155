using System.Diagnostics;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>
/// A durable queue of runs in a folder that every worker sees, on this machine or on a shared disk; no server. Nothing in it depends on a
/// clock that two machines would have to share: whoever waits for a silent worker measures the silence himself.
/// </summary>
public sealed class RunQueue
{
    /// <summary>Of the folder within its batch's.</summary>
    public const string FolderName = "queue";

    /// <summary>A worker says so often that it lives.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    /// <summary>A worker of another machine that says nothing for so long is given up. One of this machine that has ended is given up at
    /// once.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, (string Said, long Since)> heard = [];

    private RunQueue(string folder, IReadOnlyList<QueuedRun> runs) => (Folder, Runs) = (folder, runs);

    /// <summary>Absolute.</summary>
    public string Folder { get; }

    /// <summary>In the order in which they are taken.</summary>
    public IReadOnlyList<QueuedRun> Runs { get; }

    /// <summary>Nothing is left that a worker might still take, or has.</summary>
    public bool IsOver => Runs.All(run => run.IsOver || (run.IsStopped && run.State != QueueState.Running));

    /// <param name="batch">Folder of the batch.</param>
    /// <param name="tasks">Command line of each, and what tells it from the others.</param>
    public static RunQueue Create(string batch, IReadOnlyList<(IReadOnlyList<string> Arguments, JsonObject Options)> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var folder = Path.Combine(Path.GetFullPath(batch), FolderName);
        return new RunQueue(folder, [.. tasks.Select((task, i) => QueuedRun.Create(folder, i + 1, task.Arguments, task.Options))]);
    }

    /// <summary>Null where the folder has no queue.</summary>
    public static RunQueue? Open(string batch)
    {
        var folder = Path.Combine(Path.GetFullPath(batch), FolderName);
        if (!Directory.Exists(folder))
            return null;
        return new RunQueue(
            folder,
            [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(QueuedRun.Open).OfType<QueuedRun>()]);
    }

    /// <summary>Takes the first run that nobody has; null where there is none now.</summary>
    public RunClaim? Take(LeaseHolder self)
    {
        foreach (var run in Runs)
        {
            if (run.IsOver || run.IsStopped)
                continue;
            var last = run.Generation;
            var isFree = last == 0 || File.Exists(run.EndedPath(last));
            if (!isFree)
            {
                if (HasGone(run, last) is not { } isDead)
                    continue;
                run.Note(last, AttemptEnd.Lost, null);
                isFree = isDead;
                if (run.IsOver)
                    continue;
            }

            if (!QueueFile.TryCreate(run.LeasePath(last + 1), new JsonObject { ["holder"] = self.ToJson(), ["beat"] = 0 }))
                continue;
            var claim = new RunClaim(run, last + 1, self);
            // Finished in between by whoever had it: nothing is left to do.
            if (run.IsOver)
                continue;
            claim.Inherit(isFree);
            return claim;
        }

        return null;
    }

    /// <summary>Says what became of a worker that this process saw end.</summary>
    /// <param name="error">Why it ended by itself; null: it was killed.</param>
    public void NoteDeath(int processId, MaeException? error)
    {
        foreach (var run in Runs.Where(run => !run.IsOver))
        {
            var last = run.Generation;
            if (last > 0 && run.HolderOf(last) is { } holder && holder.ProcessId == processId && holder.IsAlive() == false
                && holder.Machine == Environment.MachineName)
                run.Note(last, error is null ? AttemptEnd.Lost : AttemptEnd.Crashed, error, knows: true);
        }
    }

    // Null: its worker lives, as far as anybody can tell. True: it has ended. False: it has said nothing for too long, and may still write.
    private bool? HasGone(QueuedRun run, int generation)
    {
        var holder = run.HolderOf(generation);
        if (holder?.IsAlive() == false)
            return true;
        var said = Said(run.LeasePath(generation));
        if (!heard.TryGetValue(run.Id, out var before) || before.Said != said)
        {
            heard[run.Id] = (said, Stopwatch.GetTimestamp());
            return null;
        }

        return Stopwatch.GetElapsedTime(before.Since) > Patience ? false : null;
    }

    private static string Said(string path)
    {
        try
        {
            return path + File.ReadAllText(path);
        }
        catch (IOException)
        {
            return path;
        }
    }
}
