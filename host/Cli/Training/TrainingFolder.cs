using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Training;

/// <summary>
/// The folder of a training run, new or gone on with: held by one process, its <c>run.json</c> with verb, options and state. Whatever happens between
/// <see cref="Create"/> and <see cref="Complete"/>, the state says how it ended; a run that was killed still says that it is running.
/// </summary>
public sealed class TrainingFolder : IDisposable
{
    private const string Document = "run.json";
    private const string Checkpoint = "checkpoint.bin";
    private const string Checkpointed = "checkpointed";
    private readonly IDisposable hold;
    private readonly JsonObject document;
    private bool isBegun;

    private TrainingFolder(RunFolder run, IDisposable hold, JsonObject document)
    {
        Run = run;
        this.hold = hold;
        this.document = document;
    }

    public RunFolder Run { get; }

    public string CheckpointPath => Run.PathOf(Checkpoint);

    public bool HasCheckpoint => File.Exists(CheckpointPath);

    /// <summary>What the run was started with; a resumed run's as its file says.</summary>
    public JsonObject Options => document["options"]!.AsObject();

    public int CheckpointEvery => document["checkpoint_every_samples"]!.GetValue<int>();

    /// <param name="document">With verb, options and state.</param>
    public static TrainingFolder Create(string runs, string name, JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var run = RunFolder.Create(runs, name, DateTimeOffset.UtcNow);
        // As a resumed run will read it: numbers without the type that they were written from.
        var folder = new TrainingFolder(run, run.Hold(), JsonNode.Parse(document.ToJsonString())!.AsObject());
        run.Write(Document, document);
        folder.isBegun = true;
        return folder;
    }

    /// <summary>Opens the folder of a run that did not end. One that ended before its first checkpoint begins again, which is said.</summary>
    /// <exception cref="MaeException">It is no such folder, the run is another verb's, is complete, is still running, or its checkpoint is gone.</exception>
    public static TrainingFolder Resume(string path, string verb, IAnsiConsole console)
    {
        var file = Path.Combine(path, Document);
        if (!File.Exists(file))
            throw new MaeException(ExitCode.Configuration, "MAE510", $"{path} is no run folder: it has no {Document}.", $"Name the folder that mae {verb} printed as its run.");
        JsonObject? document;
        try
        {
            document = JsonFile.Read(file);
        }
        catch (FormatException exception)
        {
            throw new MaeException(ExitCode.Configuration, "MAE510", $"This is no readable JSON: {exception.Message.TrimEnd('.')}.", $"Start anew: mae {verb}.", exception);
        }

        if (document?["verb"]?.ToString() != verb || document["options"] is not JsonObject || document["checkpoint_every_samples"] is null)
            throw new MaeException(ExitCode.Configuration, "MAE510", $"{path} is no run of mae {verb}.", "Name the folder of one.");
        if (document["state"]?.ToString() == "completed")
            throw new MaeException(ExitCode.Configuration, "MAE511", $"The run in {path} is complete.", $"Its figures are in {file}; start another: mae {verb}.");
        var run = RunFolder.Open(path);
        if (!File.Exists(run.PathOf(Checkpoint)))
        {
            if (document[Checkpointed] is not null)
                throw new MaeException(ExitCode.Configuration, "MAE517", $"{path} had a checkpoint, but {Checkpoint} is gone.", $"Put it back, or start anew: mae {verb}; its options are in {file}.");
            console.MarkupLineInterpolated($"[yellow]{path} ended before its first checkpoint: it begins again, with its options.[/]");
        }

        IDisposable hold;
        try
        {
            hold = run.Hold();
        }
        catch (IOException exception)
        {
            throw new MaeException(ExitCode.Failed, "MAE512", $"Another process is working in {path}.", "Wait for it or stop it, then repeat this.", exception);
        }

        return new TrainingFolder(run, hold, document);
    }

    /// <summary>From here on it runs. Until then a resumed run's file says what it said: an option that contradicts it changes nothing.</summary>
    public void Begin()
    {
        isBegun = true;
        document["state"] = "running";
        document.Remove("error");
        Run.Write(Document, document);
    }

    /// <summary>Replaces the checkpoint, whole or not at all. From the first one on run.json says that there is one.</summary>
    /// <inheritdoc cref="CheckpointFile.Save"/>
    public void SaveCheckpoint(string kind, int schema, Action<BinaryWriter> write)
    {
        CheckpointFile.Save(CheckpointPath, kind, schema, write);
        if (document[Checkpointed] is not null)
            return;
        document[Checkpointed] = true;
        Run.Write(Document, document);
    }

    public void Complete(JsonObject results)
    {
        document["state"] = "completed";
        document.Remove(Checkpointed);
        document["results"] = results.DeepClone();
        Run.Write(Document, document);
        File.Delete(CheckpointPath);
    }

    /// <summary>Leaves what went wrong in run.json, if the disk takes it: <paramref name="exception"/> is what matters.</summary>
    /// <param name="verb">Goes on with such a run by its <c>--resume</c>; null: none does.</param>
    /// <exception cref="MaeException">A person stopped it, or the disk is full, and there is a checkpoint: how to go on.</exception>
    public void Fail(Exception exception, string? verb = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (!isBegun)
            return;
        document["state"] = exception is OperationCanceledException ? "stopped" : "failed";
        document["error"] = exception.Message;
        try
        {
            Run.Write(Document, document);
        }
        catch (IOException)
        {
        }

        if (exception is IOException && verb is not null && HasCheckpoint)
            throw new MaeException(ExitCode.Failed, "MAE102", $"{exception.Message.TrimEnd('.')}.", $"Its last checkpoint is whole. Make room, then go on with it: mae {verb} --resume {Run.Path}", exception);
        if (exception is OperationCanceledException && verb is not null && HasCheckpoint)
            throw new MaeException(ExitCode.Interrupted, "MAE003", "Stopped.", $"Go on with it: mae {verb} --resume {Run.Path}", exception);
    }

    public void Dispose() => hold.Dispose();
}
