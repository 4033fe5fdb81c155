using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text.RegularExpressions;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs;

/// <summary>The run folders below one folder, newest first, and their removal. What is no run folder is neither listed nor
/// touched.</summary>
public sealed partial class RunCatalog(string root)
{
    private const string InUse = "MAE572";

    // A verb holds its folder and says so in run.json as soon as it is there; one of an earlier program wrote it at its end.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(10);

    /// <summary>Absolute.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    public IReadOnlyList<RunEntry> Entries() => Directory.Exists(Root)
        ? [.. Directory
            .EnumerateDirectories(Root)
            .Where(IsRun)
            .Select(Read)
            .OrderByDescending(entry => entry.StartedUtc)
            .ThenByDescending(entry => entry.Name, StringComparer.Ordinal)]
        : [];

    /// <param name="name">Of a folder here, or a path.</param>
    /// <exception cref="MaeException">MAE571: there is no such run.</exception>
    public RunEntry Find(string name)
    {
        foreach (var path in new[] { Path.Combine(Root, name), name })
        {
            if (Directory.Exists(path) && IsRun(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))))
                return Read(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        }

        throw new MaeException(
            ExitCode.Configuration, "MAE571", $"There is no run {name} in {Root}.", "See which there are: mae runs list");
    }

    /// <summary>Removes it, files and all, while nobody works in it.</summary>
    /// <exception cref="MaeException">MAE572: a process works in it.</exception>
    public static void Remove(RunEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Refuse(entry);
        try
        {
            using var hold = new FileStream(Path.Combine(entry.Path, ".held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Directory.Delete(entry.Path, recursive: true);
        }
        catch (IOException) when (IsHeld(entry.Path))
        {
            throw InProgress(entry.Name);
        }
    }

    /// <exception cref="MaeException">MAE572: a process works in it.</exception>
    public static void Refuse(RunEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.State == RunEntry.Running)
            throw InProgress(entry.Name);
    }

    /// <summary>Whether this is <see cref="InProgress"/>.</summary>
    public static bool IsInProgress(MaeException exception) => exception?.Code == InUse;

    /// <summary>MAE572: another process works in this run's folder.</summary>
    public static MaeException InProgress(string run, Exception? inner = null) =>
        new(
            ExitCode.Rejected, InUse, $"{run} is in progress: another process works in it.",
            "Wait for it or stop it, then repeat this; nothing was changed.", inner);

    private static bool IsRun(string path) =>
        FolderName().IsMatch(Path.GetFileName(path))
            && (File.Exists(Path.Combine(path, ".claimed")) || File.Exists(Path.Combine(path, RunDocument.Name)));

    private static RunEntry Read(string path)
    {
        var name = Path.GetFileName(path);
        var started = DateTimeOffset.ParseExact(
            name[..16], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        JsonObject? document = null;
        var isThere = File.Exists(Path.Combine(path, RunDocument.Name));
        try
        {
            document = isThere ? RunDocument.Read(Path.Combine(path, RunDocument.Name)) : null;
        }
        catch (Exception exception) when (exception is FormatException or MaeException or IOException or UnauthorizedAccessException
            or ArgumentException)
        {
            document = null;
        }

        var size = new DirectoryInfo(path)
            .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true })
            .Sum(file => file.Exists ? file.Length : 0);
        return new RunEntry(name, path, StateOf(path, isThere, document), started, size, document);
    }

    private static string StateOf(string path, bool isThere, JsonObject? document)
    {
        if (IsHeld(path) || (!isThere && DateTime.UtcNow - Directory.GetLastWriteTimeUtc(path) < Young))
            return RunEntry.Running;
        if (isThere && document is null)
            return RunEntry.Damaged;
        // Verbs of earlier programs that wrote their run.json once, at their end, said nothing of a state.
        return document is null ? RunEntry.Killed : (document["state"] as JsonValue)?.ToString() switch
        {
            null or RunState.Completed => RunEntry.Finished,
            RunState.Running => RunEntry.Killed,
            var said => said,
        };
    }

    private static bool IsHeld(string path)
    {
        var file = Path.Combine(path, ".held");
        if (!File.Exists(file))
            return false;
        try
        {
            using var taken = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return File.Exists(file);
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    [GeneratedRegex(@"^\d{8}T\d{6}Z-[a-z0-9-]+-\d+\z")]
    private static partial Regex FolderName();
}
