using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>Takes runs from a queue, one after the other, until nothing is left.</summary>
/// <param name="execute">Runs a command line, adds what it says to a log, and gives what it prints with <c>--json</c> and its exit
/// code.</param>
public sealed class QueueWorker(QueueWorker.Execute execute)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200);

    private readonly LeaseHolder self = LeaseHolder.Self();

    /// <param name="arguments">After <c>mae</c>.</param>
    /// <param name="log">Gets what it says on the way.</param>
    public delegate Task<(int Code, JsonObject? Json)> Execute(
        IReadOnlyList<string> arguments, TextWriter log, CancellationToken cancellation);

    /// <summary>Works until every run of the queue is over, whoever did it.</summary>
    /// <param name="began">Told of each run that this worker begins.</param>
    /// <returns>How many this worker brought to their end.</returns>
    /// <exception cref="OperationCanceledException">It was asked to end; the run that it had is given back, with a checkpoint.</exception>
    public async Task<int> RunAsync(RunQueue queue, Action<RunClaim>? began, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(queue);
        var done = 0;
        while (!queue.IsOver)
        {
            cancellation.ThrowIfCancellationRequested();
            if (queue.Take(self) is not { } claim)
            {
                await Task.Delay(Idle, cancellation);
                continue;
            }

            began?.Invoke(claim);
            if (await WorkAsync(claim, cancellation))
                done++;
        }

        return done;
    }

    private async Task<bool> WorkAsync(RunClaim claim, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var beat = new Timer(
            _ =>
            {
                try
                {
                    if (!claim.Renew())
                        end.Cancel();
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
                {
                    // A disk that is slow or full: it is tried again, and whoever takes the run meanwhile has a folder of his own.
                }
            },
            null, RunQueue.Beat, RunQueue.Beat);
        using var log = new StreamWriter(
            new FileStream(claim.Run.LogPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        try
        {
            var (code, json) = await StepAsync(claim, TextWriter.Synchronized(log), end.Token);
            if (json is not null && json["error"] is not JsonObject && code is ExitCode.Ok or ExitCode.Partial)
            {
                claim.Complete(json!, json!["run_dir"]?.ToString() ?? claim.Folder);
                return true;
            }

            if (end.IsCancellationRequested)
                claim.GiveBack();
            else
                claim.Fail(Error(json?["error"] as JsonObject, code));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (end.IsCancellationRequested)
                claim.GiveBack();
            else
                claim.Fail(KnownError.Of(exception));
        }

        cancellation.ThrowIfCancellationRequested();
        return false;
    }

    // A run folder that is there is gone on with; a run that had come to its end and was not told yet, is done.
    private async Task<(int Code, JsonObject? Json)> StepAsync(RunClaim claim, TextWriter log, CancellationToken cancellation)
    {
        Directory.CreateDirectory(claim.Folder);
        if (new RunCatalog(claim.Folder).Entries() is [var entry, ..])
        {
            if (entry.State == RunEntry.Finished && entry.Document?["results"] is JsonObject results)
                return (ExitCode.Ok, Moved(results, entry.Path));
            if (entry.Document is not null)
            {
                log.WriteLine($"attempt {claim.Attempt} goes on");
                var went = await execute([.. Resume(claim.Run.Arguments), "--resume", entry.Path, "--json"], log, cancellation);
                // What its folder holds cannot be gone on with, or its verb never goes on: it begins again.
                if (went.Code is not (ExitCode.Usage or ExitCode.Configuration or ExitCode.Rejected))
                    return went;
            }

            Directory.Delete(claim.Folder, recursive: true);
            Directory.CreateDirectory(claim.Folder);
        }

        log.WriteLine($"attempt {claim.Attempt} begins");
        return await execute([.. claim.Run.Arguments, "--runs", claim.Folder, "--json"], log, cancellation);
    }

    /// <summary>The words of a verb before its options, and the option that says whose mission it is.</summary>
    private static List<string> Resume(IReadOnlyList<string> arguments)
    {
        var words = arguments.TakeWhile(word => !word.StartsWith('-')).ToList();
        for (var i = 0; i < arguments.Count - 1; i++)
        {
            if (arguments[i] == "--missions")
                words.AddRange(["--missions", arguments[i + 1]]);
        }

        return words;
    }

    // Its folder has another name now than when it wrote its results.
    private static JsonObject Moved(JsonObject results, string path)
    {
        var moved = results.DeepClone().AsObject();
        if (moved.ContainsKey("run_dir"))
            moved["run_dir"] = path;
        return moved;
    }

    private static MaeException Error(JsonObject? error, int code) => error?["code"] is null
        ? KnownError.Of(new InvalidOperationException($"it ended with {code} and did not say why"))
        : new MaeException(
            (int?)error["exit_code"] ?? code, error["code"]!.ToString(), error["what"]?.ToString() ?? "", error["next"]?.ToString() ?? "");
}
