using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>What earlier pushes left in their run folders: the sets that rovers took.</summary>
public static class PushHistory
{
    private static readonly JsonSerializerOptions Keys = new(JsonSerializerDefaults.Web);

    /// <summary>The newest set below a version that this rover made active; null where no push in the folder knows one.</summary>
    /// <exception cref="MaeException">Exit code 3: the set's file is gone or damaged.</exception>
    public static ParameterFile? Before(string runs, string fleet, string rover, uint version)
    {
        // By name: folders are named by their time. Of one version twice (a rover that was erased between) the later counts.
        var latest = Folders(runs)
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .Select(folder => (Folder: folder, Push: Read(folder)))
            .Where(
                run => run.Push?.Fleet == fleet && run.Push.Version < version
                    && run.Push.Rovers.Any(one => one.Name == rover && one.State == "active"))
            .OrderBy(run => run.Push!.Version)
            .LastOrDefault();
        return latest.Push is { } push ? ParameterFile.Load(Path.Combine(latest.Folder, $"{rover}.v{push.Version}.maep")) : null;
    }

    private static IEnumerable<string> Folders(string runs) =>
        Directory.Exists(runs)
            ? Directory.EnumerateDirectories(runs, "*-push-*").Concat(Directory.EnumerateDirectories(runs, "*-load-*"))
            : [];

    // One that does not read as a push is none, whoever wrote it.
    private static Push? Read(string folder)
    {
        try
        {
            var document = RunDocument.Read(Path.Combine(folder, RunDocument.Name));
            return document["results"].Deserialize<Push>(Keys) is { } push
                ? push with { Fleet = document["options"]?["fleet"]?.GetValue<string>() }
                : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException
            or IOException or UnauthorizedAccessException or MaeException)
        {
            return null;
        }
    }

    private sealed record Push(string? Fleet, uint Version, PushedRover[] Rovers)
    {
        public PushedRover[] Rovers { get; } = Rovers ?? [];
    }

    private sealed record PushedRover(string? Name, string? State);
}
