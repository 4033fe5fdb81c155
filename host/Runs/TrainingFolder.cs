using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using Spectre.Console;

namespace MultiAgentEdge.Host.Runs;

/// <summary>
/// The folder of a training run, new or gone on with: a <see cref="RunJournal"/> with checkpoints. Two of them, where a longer run would
/// have been another one from some step on: checkpoint.bin is the last, checkpoint-shared.bin the last that a longer run of the same
/// options passes through as well. What is left in the end is that one, under the first name.
/// </summary>
public sealed class TrainingFolder : IDisposable
{
    private const string Checkpoint = "checkpoint.bin";
    private const string SharedCheckpoint = "checkpoint-shared.bin";
    private const string Checkpointed = "checkpointed";
    private readonly RunJournal journal;
    private readonly RunProgress progress;

    private TrainingFolder(RunJournal journal) => (this.journal, progress) = (journal, new RunProgress(journal.Document));

    public RunFolder Run => journal.Folder;

    public string CheckpointPath => Run.PathOf(Checkpoint);

    private string SharedPath => Run.PathOf(SharedCheckpoint);

    public bool HasCheckpoint => File.Exists(CheckpointPath);

    /// <summary>What the run was started with; a resumed run's as its file says, a longer one's with its new length.</summary>
    public JsonObject Options => journal.Document["options"]!.AsObject();

    /// <summary>Length that the run was begun with, where it is to be longer now; null elsewhere.</summary>
    public long? LengthBefore { get; private set; }

    public int CheckpointEvery => journal.Document["checkpoint_every_samples"]!.GetValue<int>();

    /// <param name="header">With <see cref="RunHeader.CheckpointEverySamples"/>.</param>
    public static TrainingFolder Create(string runs, string name, RunHeader header, VerbContext? context = null) =>
        new(RunJournal.Begin(runs, name, header, context));

    /// <summary>
    /// Opens the folder of a run to go on with it: one that did not end, or one that is to be longer. One that ended before its first
    /// checkpoint begins again, which is said.
    /// </summary>
    /// <param name="length">The run's length: as it has it, and as the command line asks for it.</param>
    /// <exception cref="MaeException">It is no such folder, the run is another verb's, has its whole length, is still running, or its
    /// checkpoint is gone.</exception>
    public static TrainingFolder Resume(string path, string verb, TrainingLength length, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(length);
        ArgumentNullException.ThrowIfNull(context);
        var document = Read(path, verb);
        long kept;
        try
        {
            kept = length.Of(document["options"]!.AsObject());
        }
        catch (FormatException exception)
        {
            throw Unreadable(path, exception, verb);
        }

        var isLonger = length.Asked > kept;
        var isComplete = document["state"]?.ToString() == RunState.Completed;
        if (isComplete && !isLonger)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE511", $"The run in {path} is complete, with {kept} {length.Unit}.",
                $"Make it longer: mae {verb} --resume {path} {length.Option} {kept * 2}");
        }

        var run = RunFolder.Open(path);
        if (!File.Exists(run.PathOf(Checkpoint)) && !isComplete)
        {
            if (document[Checkpointed] is not null)
            {
                throw new MaeException(
                    ExitCode.Configuration, "MAE517", $"{path} had a checkpoint, but {Checkpoint} is gone.",
                    $"Put it back, or start anew: mae {verb}; its options are in {Path.Combine(path, RunDocument.Name)}.");
            }

            context.Console.MarkupLineInterpolated(
                $"[yellow]{path} ended before its first checkpoint: it begins again, with its options.[/]");
        }

        RunJournal journal;
        try
        {
            journal = RunJournal.Continue(run, document, context);
        }
        catch (IOException exception)
        {
            throw RunCatalog.InProgress(path, exception);
        }

        if (isLonger)
            journal.Document["options"]![length.Key] = JsonNode.Parse(length.Asked!.Value.ToString(CultureInfo.InvariantCulture));
        return new TrainingFolder(journal) { LengthBefore = isLonger ? kept : null };
    }

    /// <summary>MAE510: its run.json is no JSON, or says what cannot be.</summary>
    public static MaeException Unreadable(string path, FormatException exception, string verb)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new MaeException(
            ExitCode.Configuration, "MAE510", $"{Path.Combine(path, RunDocument.Name)} is damaged: {exception.Message.TrimEnd('.')}.",
            $"Start anew: mae {verb}.", exception);
    }

    /// <summary>The checkpoint that the run goes on from: of a run that is to be longer, what it shares with the longer one; null where
    /// there is none.</summary>
    public string? Last()
    {
        string[] paths = LengthBefore is null ? [CheckpointPath] : [SharedPath, CheckpointPath];
        return paths.FirstOrDefault(File.Exists);
    }

    /// <summary>From here on it runs. Until then a resumed run's file says what it said: an option that contradicts it changes
    /// nothing.</summary>
    /// <param name="from">As <see cref="Last"/> gave it; null: it begins again.</param>
    /// <param name="done">How far it is there, as <see cref="Advance"/> counts.</param>
    public void Begin(string? from, long done = 0)
    {
        if (from is null)
        {
            File.Delete(CheckpointPath);
            File.Delete(SharedPath);
        }
        else if (from != CheckpointPath)
        {
            File.Move(from, CheckpointPath, overwrite: true);
        }

        journal.Document["state"] = RunState.Running;
        journal.Document.Remove("error");
        journal.Document.Remove("results");
        journal.Document.Remove("finished_utc");
        progress.Return(from is null ? 0 : done);
        journal.Save();
        Spectators.Invite(Run);
    }

    /// <summary>Says in run.json how far it is, once a second at most.</summary>
    /// <param name="unit">What is counted: samples, environment steps, days.</param>
    /// <returns>Whether it was said now: a table that only grows in memory is to be written too.</returns>
    public bool Advance(long done, long total, string unit)
    {
        if (!progress.Take(done, total, unit))
            return false;
        try
        {
            journal.Save();
            progress.Wrote();
        }
        catch (IOException)
        {
            // A full disk ends a training at its next checkpoint, with what to do about it.
        }

        return true;
    }

    /// <summary>Something happened on the way that its curves are marked with.</summary>
    /// <param name="at">Null: where <see cref="Advance"/> was told last.</param>
    public void Mark(string what, long? at = null) => progress.Mark(at ?? progress.Done, what);

    /// <summary>Replaces the checkpoint, whole or not at all. From the first one on run.json says that there is one.</summary>
    /// <param name="sharedBefore">Whether the checkpoint that is there is the last that a longer run shares: it is kept beside this
    /// one.</param>
    /// <inheritdoc cref="CheckpointFile.Save"/>
    public void SaveCheckpoint(string kind, int schema, Action<BinaryWriter> write, bool sharedBefore = false)
    {
        if (sharedBefore && HasCheckpoint)
        {
            // Copied, not moved: at no moment is there nothing to go on from.
            File.Copy(CheckpointPath, SharedPath + ".partial", overwrite: true);
            File.Move(SharedPath + ".partial", SharedPath, overwrite: true);
        }

        CheckpointFile.Save(CheckpointPath, kind, schema, write);
        Mark("checkpoint");
        if (journal.Document[Checkpointed] is not null)
            return;
        journal.Document[Checkpointed] = true;
        journal.Save();
    }

    /// <inheritdoc cref="RunJournal.KeepAsync"/>
    /// <param name="verb">Goes on with such a run by its <c>--resume</c>; null: none does.</param>
    /// <exception cref="MaeException">A person stopped it and there is a checkpoint: how to go on.</exception>
    public async Task<JsonObject> KeepAsync(Func<Task> train, Func<RunEnd, JsonObject> leave, Action tell, string? verb)
    {
        try
        {
            return await journal.KeepAsync(
                train,
                end =>
                {
                    var results = leave(end);
                    if (!end.IsEarly)
                        KeepShared();
                    TableRecord.Write(journal);
                    return results;
                },
                tell);
        }
        catch (IOException exception) when (verb is not null && HasCheckpoint)
        {
            throw new MaeException(
                ExitCode.Failed, "MAE102", $"{exception.Message.TrimEnd('.')}.",
                $"Its last checkpoint is whole. Make room, then go on with it: mae {verb} --resume {Run.Path}", exception);
        }
        catch (OperationCanceledException exception) when (verb is not null && HasCheckpoint)
        {
            throw new MaeException(ExitCode.Interrupted, "MAE003", "Stopped.", $"Go on with it: mae {verb} --resume {Run.Path}", exception);
        }
    }

    public void Dispose() => journal.Dispose();

    // Its own last state teaches nobody anything: the page and what was learned are written.
    private void KeepShared()
    {
        if (File.Exists(SharedPath))
            File.Move(SharedPath, CheckpointPath, overwrite: true);
        journal.Document.Remove(Checkpointed);
    }

    private static JsonObject Read(string path, string verb)
    {
        var file = Path.Combine(path, RunDocument.Name);
        if (!File.Exists(file))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE510", $"{path} is no run folder: it has no {RunDocument.Name}.",
                $"Name the folder that mae {verb} printed as its run.");
        }

        JsonObject document;
        try
        {
            document = RunDocument.Read(file);
        }
        catch (FormatException exception)
        {
            throw Unreadable(path, exception, verb);
        }

        if (RunDocument.IsLater(document))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE510", $"{path} was written by a later mae than this one.",
                "Go on with the program that began it.");
        }

        return document["verb"]?.ToString() == verb && document["options"] is JsonObject && document["checkpoint_every_samples"] is not null
            ? document
            : throw new MaeException(ExitCode.Configuration, "MAE510", $"{path} is no run of mae {verb}.", "Name the folder of one.");
    }
}
