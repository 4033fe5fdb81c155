using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>Several runs of one training in one folder: a queue of them, and in the end their table and their page.</summary>
public sealed class TrainingBatch
{
    private const string Stem = "-batch";
    private readonly JsonObject document;

    private TrainingBatch(RunFolder folder, RunQueue queue, JsonObject document)
    {
        Folder = folder;
        Queue = queue;
        this.document = document;
    }

    public RunFolder Folder { get; }

    public RunQueue Queue { get; }

    public string Name => Path.GetFileName(Folder.Path);

    /// <summary>As on the command line: train formation.</summary>
    public string Verb => document["verb"]?.ToString() ?? "";

    /// <summary>Where its command line was typed; null where it does not say.</summary>
    public string? Directory => document["options"]?["directory"]?.ToString();

    /// <summary>A new one, whose run.json says what it is; nobody works at it yet.</summary>
    public static TrainingBatch Create(
        string runs, RunHeader header, IReadOnlyList<(IReadOnlyList<string> Arguments, JsonObject Options)> tasks)
    {
        ArgumentNullException.ThrowIfNull(header);
        using var journal = RunJournal.Begin(runs, header.Verb.Replace(' ', '-') + Stem, header);
        return new TrainingBatch(journal.Folder, RunQueue.Create(journal.Folder.Path, tasks), journal.Document);
    }

    /// <summary>Those in a folder for runs, newest first.</summary>
    public static IReadOnlyList<TrainingBatch> In(string runs) =>
        [.. new RunCatalog(runs).Entries().Select(Of).OfType<TrainingBatch>()];

    /// <param name="name">Of its folder, or a path; null: the newest.</param>
    /// <exception cref="MaeException">MAE580: there is no such batch.</exception>
    public static TrainingBatch Find(string runs, string? name)
    {
        var catalog = new RunCatalog(runs);
        if (name is null)
        {
            return In(runs) is [var newest, ..]
                ? newest
                : throw new MaeException(
                    ExitCode.Configuration, "MAE580", $"There are no batches of trainings in {catalog.Root}.",
                    "Make one: mae train formation --seeds 1..8");
        }

        return Of(catalog.Find(name)) ?? throw new MaeException(
            ExitCode.Configuration, "MAE580", $"{name} is no batch of trainings.", "See which there are: mae train ls");
    }

    /// <exception cref="MaeException">MAE571: it has no such run.</exception>
    public QueuedRun Run(string id) =>
        Queue.Runs.FirstOrDefault(run => run.Id == id || run.Id == id.PadLeft(3, '0'))
        ?? throw new MaeException(
            ExitCode.Configuration, "MAE580", $"{Name} has no run {id}; it has {Queue.Runs[0].Id} to {Queue.Runs[^1].Id}.",
            $"See them: mae train show {Name}");

    public BatchSummary Summary() => BatchSummary.Of(Folder.Path, Verb, Queue);

    /// <summary>Nobody takes a run any more; who works at one ends at its next beat, with a checkpoint.</summary>
    public void Stop() => Queue.Runs.Where(run => !run.IsOver).ToList().ForEach(run => run.Stop());

    public void Retry() => Queue.Runs.ToList().ForEach(run => run.Retry());

    /// <summary>Works at the queue, whoever else does, and leaves table and page, however it ends.</summary>
    /// <param name="work">Throws where it does not come to its end.</param>
    /// <exception cref="MaeException">MAE572: another process does the same. MAE003: stopped.</exception>
    public async Task<JsonObject> KeepAsync(Func<Task> work, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(work);
        RunJournal journal;
        try
        {
            journal = RunJournal.Continue(Folder, document, context);
        }
        catch (IOException exception)
        {
            throw RunCatalog.InProgress(Name, exception);
        }

        using (journal)
        {
            journal.Document["state"] = RunState.Running;
            journal.Save();
            Spectators.Invite(Folder);
            try
            {
                return await journal.KeepAsync(work, end =>
                {
                    var summary = Summary();
                    Folder.Write("report.html", BatchPage.Of(summary, end.Notice).ToHtml());
                    return summary.ToJson();
                });
            }
            catch (OperationCanceledException exception)
            {
                var stopped = new MaeException(
                    ExitCode.Interrupted, "MAE003",
                    $"Stopped; {Queue.Runs.Count(run => run.State == QueueState.Done)} of {Queue.Runs.Count} runs are done.",
                    $"Go on with the others: mae train retry {Name}", exception);
                stopped.Data[nameof(RunJournal)] = Folder.Path;
                throw stopped;
            }
        }
    }

    private static TrainingBatch? Of(RunEntry entry) =>
        entry.Document is { } document && RunQueue.Open(entry.Path) is { Runs.Count: > 0 } queue
            ? new TrainingBatch(RunFolder.Open(entry.Path), queue, document)
            : null;
}
