using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>
/// One run of a queue as the worker has it that took it. The claim is a file that only one could create, and its number counts up: whoever
/// holds a lower one has been given up by others and stops. Each claim works in a folder of its own, so that one who comes back late
/// disturbs nobody.
/// </summary>
public sealed class RunClaim
{
    private readonly int generation;
    private readonly LeaseHolder self;
    private readonly Lock writing = new();
    private long beats;
    private bool isOver;

    internal RunClaim(QueuedRun run, int generation, LeaseHolder self)
    {
        Run = run;
        this.generation = generation;
        this.self = self;
    }

    public QueuedRun Run { get; }

    /// <summary>1 is the first.</summary>
    public int Attempt => generation;

    /// <summary>Where this attempt keeps its run folder.</summary>
    public string Folder => Run.AttemptPath(generation);

    /// <summary>Tells others that its worker lives; call every <see cref="RunQueue.Beat"/>.</summary>
    /// <returns>False: the work is to end, for somebody stopped it or another has it.</returns>
    public bool Renew()
    {
        lock (writing)
        {
            if (isOver)
                return true;
            if (IsTaken || Run.IsStopped)
                return false;
            QueueFile.Replace(
                Run.LeasePath(generation), new JsonObject { ["holder"] = self.ToJson(), ["beat"] = ++beats });
            return true;
        }
    }

    /// <summary>Another has taken the run: nothing that this worker says counts any more.</summary>
    public bool IsTaken => Run.Generation > generation;

    public void Complete(JsonObject results, string runFolder)
    {
        lock (writing)
        {
            isOver = true;
            if (IsTaken)
                return;
            Run.Complete(results, runFolder);
            for (var n = 1; n < generation; n++)
                Forget(Run.AttemptPath(n));
        }
    }

    /// <summary>It failed: another attempt follows, or it is given up.</summary>
    public void Fail(MaeException error) => End(AttemptEnd.Crashed, error);

    /// <summary>It was asked to end, and is to be gone on with by whoever comes next.</summary>
    public void GiveBack() => End(AttemptEnd.Stopped, null);

    /// <summary>Moves what the attempt before left into this one's folder; its worker may still write where nobody knows that it has
    /// ended: then it is copied.</summary>
    internal void Inherit(bool isFree)
    {
        var before = generation - 1;
        while (before > 0 && !Directory.Exists(Run.AttemptPath(before)))
            before--;
        if (before == 0)
            return;
        if (isFree)
            Directory.Move(Run.AttemptPath(before), Folder);
        else
            FolderCopy.Of(Run.AttemptPath(before), Folder);
    }

    private void End(string how, MaeException? error)
    {
        lock (writing)
        {
            isOver = true;
            if (!IsTaken)
                Run.Note(generation, how, error);
        }
    }

    private static void Forget(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody who was given up still works in it; it is in nobody's way.
        }
    }
}
