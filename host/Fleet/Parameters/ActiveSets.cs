using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Fleet.Parameters;

/// <summary>The bytes of the set that a rover says it has, from the run folders that this machine keeps: no rover sends its set
/// back.</summary>
public static class ActiveSets
{
    private const int MaxBytes = 16 << 20;

    /// <summary>Under the version that the rover reports; null where no folder has it.</summary>
    /// <param name="runs">Looked through from its newest run on.</param>
    public static byte[]? Find(string runs, string rover, ReportedParameters reported)
    {
        ArgumentNullException.ThrowIfNull(reported);
        if (!Directory.Exists(runs))
            return null;
        // Folders are named by their time.
        foreach (var folder in Directory.EnumerateDirectories(runs).OrderByDescending(Path.GetFileName, StringComparer.Ordinal))
        {
            foreach (var file in Files(folder, rover))
            {
                if (Read(file) is not { } bytes)
                    continue;
                // A run numbers its sets above what its rovers had, and keeps them under the numbers that it planned.
                var numbered = TunedSet.Renumbered(bytes, reported.ActiveVersion);
                var set = new ParameterSet();
                if (set.TryParse(numbered, numbered.Length) == ParameterStatus.Ok && set.Crc == reported.ActiveCrc)
                    return numbered;
            }
        }

        return null;
    }

    private static IEnumerable<string> Files(string folder, string rover)
    {
        try
        {
            return Directory.GetFiles(folder, $"{rover}.v*.maep").Concat(Directory.GetFiles(folder, $"{rover}.maep"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static byte[]? Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length is < ParameterSet.HeaderBytes + 4 or > MaxBytes)
                return null;
            var bytes = File.ReadAllBytes(file);
            return new ParameterSet().TryParse(bytes, bytes.Length) == ParameterStatus.Ok ? bytes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
