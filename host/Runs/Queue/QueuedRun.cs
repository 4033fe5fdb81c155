using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>
/// One run of a queue, and everything that is known of it, as files in its folder: <c>task.json</c> (what to do), <c>lease-N.json</c> (who
/// took it, the highest N counts), <c>ended-N.json</c> (how that attempt ended), <c>attempt-N/</c> (what it left), <c>done.json</c> or
/// <c>failed.json</c> (nothing more is to be done), <c>log.txt</c> (what it said).
/// </summary>
public sealed class QueuedRun
{
    /// <summary>A run that fails so often is marked with its error; the others go on.</summary>
    public const int MostCrashes = 3;

    /// <summary>A run whose worker vanishes so often, and none of them got any further, is marked too.</summary>
    public const int MostLosses = 20;

    private const string Task = "task.json";
    private const string Done = "done.json";
    private const string Failed = "failed.json";
    private const string StopMark = "stop";

    private QueuedRun(string folder, IReadOnlyList<string> arguments, JsonObject options)
    {
        Folder = folder;
        Arguments = arguments;
        Options = options;
    }

    /// <summary>Absolute.</summary>
    public string Folder { get; }

    /// <summary>Its number in the queue: 001.</summary>
    public string Id => Path.GetFileName(Folder);

    /// <summary>The command line after <c>mae</c>, without what says where the run is kept.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>What tells it from the others of its queue: seed, and whatever is swept.</summary>
    public JsonObject Options { get; }

    public string LogPath => PathOf("log.txt");

    /// <summary>Its results; null until it is done.</summary>
    public JsonObject? Results => QueueFile.TryRead(PathOf(Done))?["results"]?.AsObject();

    /// <summary>Why it is given up, as <see cref="KnownError.ToJson"/> has it; null while it is not.</summary>
    public JsonObject? Error => QueueFile.TryRead(PathOf(Failed))?["error"]?.AsObject();

    /// <summary>Attempts so far; the last may go on.</summary>
    public int Attempts => Generation;

    /// <summary>The folder of its run: of the last attempt that made one; null before there is any.</summary>
    public string? RunFolderPath
    {
        get
        {
            for (var n = Generation; n > 0; n--)
            {
                if (Directory.Exists(AttemptPath(n)) && new RunCatalog(AttemptPath(n)).Entries() is [var entry, ..])
                    return entry.Path;
            }

            return null;
        }
    }

    internal int Generation
    {
        get
        {
            var highest = 0;
            foreach (var file in Directory.EnumerateFiles(Folder, "lease-*.json"))
            {
                var name = Path.GetFileNameWithoutExtension(file)["lease-".Length..];
                if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    highest = Math.Max(highest, number);
            }

            return highest;
        }
    }

    /// <summary>Waiting, running, done, failed or stopped.</summary>
    public string State =>
        QueueFile.TryRead(PathOf(Done)) is not null ? QueueState.Done
        : QueueFile.TryRead(PathOf(Failed)) is not null ? QueueState.Failed
        : Generation is var n && n > 0 && QueueFile.TryRead(EndedPath(n)) is null && HolderOf(n)?.IsAlive() != false
            ? QueueState.Running
        : File.Exists(PathOf(StopMark)) ? QueueState.Stopped
        : QueueState.Waiting;

    /// <summary>Its last line of progress; empty before there is any.</summary>
    public string LastLine => TextTail.Lines(LogPath, 1) is [var line] ? line : "";

    internal bool IsOver => File.Exists(PathOf(Done)) || File.Exists(PathOf(Failed));

    internal bool IsStopped => File.Exists(PathOf(StopMark));

    internal static QueuedRun Create(string queue, int number, IReadOnlyList<string> arguments, JsonObject options)
    {
        var folder = Path.Combine(queue, number.ToString("000", CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        QueueFile.Replace(
            Path.Combine(folder, Task),
            new JsonObject { ["arguments"] = JsonText.Array(arguments), ["options"] = options.DeepClone() });
        return new QueuedRun(folder, arguments, options);
    }

    /// <summary>Null where there is none, or it is still being written.</summary>
    internal static QueuedRun? Open(string folder)
    {
        if (QueueFile.TryRead(Path.Combine(folder, Task)) is not { } task || task["arguments"] is not JsonArray words)
            return null;
        return new QueuedRun(
            folder, [.. words.Select(word => word!.ToString())], task["options"] as JsonObject ?? []);
    }

    /// <summary>Nobody takes it until <see cref="Retry"/>; whoever works at it ends at its next beat, with a checkpoint.</summary>
    public void Stop() => File.WriteAllText(PathOf(StopMark), "");

    /// <summary>It is taken again, also where it was given up; what it has learned so far is kept.</summary>
    public void Retry()
    {
        File.Delete(PathOf(StopMark));
        if (!File.Exists(PathOf(Failed)))
            return;
        // How attempts ended stays written down, and counts no longer.
        QueueFile.Replace(PathOf("forgiven.json"), new JsonObject { ["attempts"] = Generation });
        File.Delete(PathOf(Failed));
    }

    internal string AttemptPath(int generation) => PathOf(string.Create(CultureInfo.InvariantCulture, $"attempt-{generation}"));

    internal string LeasePath(int generation) => PathOf(string.Create(CultureInfo.InvariantCulture, $"lease-{generation}.json"));

    internal string EndedPath(int generation) => PathOf(string.Create(CultureInfo.InvariantCulture, $"ended-{generation}.json"));

    internal LeaseHolder? HolderOf(int generation)
    {
        try
        {
            return QueueFile.TryRead(LeasePath(generation)) is { } lease ? LeaseHolder.FromJson(lease["holder"]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Notes how an attempt ended, and gives the run up where it has to be.</summary>
    /// <param name="how">One of <see cref="AttemptEnd"/>.</param>
    /// <param name="error">What went wrong; null: nothing did, or nobody knows.</param>
    /// <param name="knows">The one who notes it saw the worker end, and is believed before others who only miss it.</param>
    internal void Note(int generation, string how, MaeException? error, bool knows = false)
    {
        if (File.Exists(EndedPath(generation)) && !knows)
            return;
        QueueFile.Replace(EndedPath(generation), new JsonObject
        {
            ["how"] = how,
            ["progress"] = Progress(generation),
            ["error"] = error is null ? null : KnownError.ToJson(error),
        });
        if (how == AttemptEnd.Crashed)
        {
            // What a person wrote is as wrong the next time.
            var isHopeless = error is { ExitCode: ExitCode.Usage or ExitCode.Configuration or ExitCode.Rejected };
            if (isHopeless || Count(AttemptEnd.Crashed) >= MostCrashes)
                GiveUp(error!);
        }
        else if (how == AttemptEnd.Lost && Losses() >= MostLosses)
        {
            GiveUp(new MaeException(
                ExitCode.Failed, "MAE585", $"Its worker vanished {MostLosses} times, and no attempt got any further.",
                $"See what it said: {LogPath}. Killed from outside, or out of memory? Then: mae train retry."));
        }
    }

    internal void Complete(JsonObject results, string runFolder)
    {
        QueueFile.Replace(PathOf(Done), new JsonObject { ["run_dir"] = runFolder, ["results"] = results.DeepClone() });
    }

    internal string PathOf(string name) => Path.Combine(Folder, name);

    private void GiveUp(MaeException error) =>
        QueueFile.Replace(PathOf(Failed), new JsonObject { ["error"] = KnownError.ToJson(error) });

    private int First => (int?)QueueFile.TryRead(PathOf("forgiven.json"))?["attempts"] + 1 ?? 1;

    private int Count(string how) =>
        Enumerable.Range(First, Math.Max(0, Generation - First + 1))
            .Count(n => QueueFile.TryRead(EndedPath(n))?["how"]?.ToString() == how);

    // Vanished workers in a row, back to the last that left more than it found.
    private int Losses()
    {
        var count = 0;
        for (var n = Generation; n >= First; n--)
        {
            var ended = QueueFile.TryRead(EndedPath(n));
            if (ended?["how"]?.ToString() != AttemptEnd.Lost)
                break;
            count++;
            if (ended["progress"]?.ToString() != QueueFile.TryRead(EndedPath(n - 1))?["progress"]?.ToString())
                break;
        }

        return count;
    }

    // What tells one checkpoint from another; empty before there is any.
    private string Progress(int generation)
    {
        try
        {
            return Directory.Exists(AttemptPath(generation))
                && Directory.EnumerateFiles(AttemptPath(generation), "checkpoint.bin", SearchOption.AllDirectories).FirstOrDefault()
                    is { } file
                ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..16]
                : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
