using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Runs;

/// <summary>
/// One run in its folder, held by this process: run.json says from the first moment that it runs, and in the end how it ended. Whatever
/// ends a run - its own end, Ctrl-C, a signal, --timeout, an error, a lost broker -, <see cref="KeepAsync"/> has its records and its page
/// written. Only a process that is killed leaves a run.json that still says running, and nobody holds its folder.
/// </summary>
public sealed class RunJournal : IDisposable
{
    // A table of this size is for programs: a spreadsheet takes smaller ones.
    private const long LargeBytes = 4_000_000;

    private readonly IDisposable hold;
    private readonly VerbContext? context;
    private bool isBegun;

    private RunJournal(RunFolder folder, IDisposable hold, JsonObject document, VerbContext? context)
    {
        Folder = folder;
        this.hold = hold;
        Document = document;
        this.context = context;
    }

    public RunFolder Folder { get; }

    /// <summary>What run.json says, and will say.</summary>
    public JsonObject Document { get; }

    /// <summary>A new folder, whose run.json says that it runs.</summary>
    /// <param name="name">[a-z0-9-], in the folder's name.</param>
    /// <param name="context">Of the verb: knows whether its time was up.</param>
    public static RunJournal Begin(string runs, string name, RunHeader header, VerbContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(header);
        var now = DateTimeOffset.UtcNow;
        var journal = Continue(RunFolder.Create(runs, name, now), header.ToJson(), context);
        journal.Document["state"] = RunState.Running;
        journal.Document["started_utc"] = now.ToString("O");
        journal.Save();
        return journal;
    }

    /// <summary>What the run is, of what run.json says: without what it came to, and without the clock where none is wanted.</summary>
    public JsonObject Header(bool withTimes) => new(Document
        .Where(pair => pair.Key is not ("state" or "results" or "error" or "finished_utc" or "progress" or "marks")
            && (withTimes || pair.Key != "started_utc"))
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));

    /// <summary>Of a verb that leaves its folder once it is done: what it came to.</summary>
    public void Complete(JsonObject results) => End(RunState.Completed, results, null);

    /// <summary>A folder that is there; its run.json stays as it is until <see cref="Save"/> or <see cref="KeepAsync"/>.</summary>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static RunJournal Continue(RunFolder folder, JsonObject document, VerbContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(document);
        // As a later process will read it: numbers without the type that they were written from.
        return new RunJournal(folder, folder.Hold(), JsonNode.Parse(document.ToJsonString())!.AsObject(), context);
    }

    /// <summary>Writes run.json. Until the first time a folder that is gone on with stays as it is, whatever goes wrong.</summary>
    public void Save()
    {
        isBegun = true;
        Folder.Write(RunDocument.Name, Document);
    }

    /// <summary>Runs, has written what there is, and says in run.json how it ended.</summary>
    /// <param name="drive">Throws where the run does not come to its own end.</param>
    /// <param name="leave">Called once, however the run ended: writes records and page, and returns the results so far.</param>
    /// <param name="tell">Called last, however the run ended: says on the console what it came to. By then everything is on the
    /// disk.</param>
    /// <param name="kept">Of a run whose rovers drive: what a full disk does not take is lost and said, and ends nothing. Null: it ends the
    /// run.</param>
    /// <returns>The results.</returns>
    /// <exception cref="Exception">What <paramref name="drive"/> threw; it knows the folder (<see cref="FolderOf"/>).</exception>
    public async Task<JsonObject> KeepAsync(Func<Task> drive, Func<RunEnd, JsonObject> leave, Action? tell = null, KeptRecords? kept = null)
    {
        ArgumentNullException.ThrowIfNull(drive);
        ArgumentNullException.ThrowIfNull(leave);
        try
        {
            await drive();
        }
        catch (Exception exception)
        {
            Fail(exception, leave, tell);
            throw;
        }

        JsonObject results;
        try
        {
            results = leave(new RunEnd(RunState.Completed, null));
            if (kept is null)
            {
                Pack();
                End(RunState.Completed, results, null);
            }
            else
            {
                kept.Try(Pack);
                kept.Try(() => End(RunState.Completed, results, null));
            }
        }
        catch (Exception exception)
        {
            Fail(exception, null, null);
            throw;
        }

        tell?.Invoke();
        return results;
    }

    /// <summary>The folder of the run that an exception ended; null: of none.</summary>
    public static string? FolderOf(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            if (one.Data[nameof(RunJournal)] is string folder)
                return folder;
        }

        return null;
    }

    public void Dispose() => hold.Dispose();

    // What ended the run is what matters: where nothing more can be written, it still is.
    private void Fail(Exception exception, Func<RunEnd, JsonObject>? leave, Action? tell)
    {
        if (!isBegun)
            return;
        exception.Data[nameof(RunJournal)] = Folder.Path;
        var state = RunState.After(exception, context);
        // What ends it for want of time is a cancellation here, and is called by its name above.
        var error = KnownError.ToJson(
            KnownError.Of(
                exception is OperationCanceledException && state == RunState.TimedOut
                    ? new TimeoutException("Its time was up.")
                    : exception));
        JsonObject? results = null;
        try
        {
            results = leave?.Invoke(new RunEnd(state, exception));
        }
        catch (Exception second) when (second is not OutOfMemoryException)
        {
            error["records_incomplete"] = second.Message;
        }

        try
        {
            End(state, results, error);
            if (results is not null)
                tell?.Invoke();
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
        }
    }

    private void Pack()
    {
        foreach (var table in Directory.EnumerateFiles(Folder.Path, "*.csv").Where(path => new FileInfo(path).Length > LargeBytes).ToList())
            PackedFile.Pack(table);
    }

    private void End(string state, JsonObject? results, JsonObject? error)
    {
        Document["state"] = state;
        Document["finished_utc"] = DateTimeOffset.UtcNow.ToString("O");
        Document.Remove("error");
        if (error is not null)
            Document["error"] = error;
        Document.Remove("results");
        if (results is not null)
            Document["results"] = results.DeepClone();
        Save();
    }
}
