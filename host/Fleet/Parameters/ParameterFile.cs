using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Fleet.Parameters;

/// <summary>A parameter set as a file: the very bytes that a rover gets.</summary>
public sealed record ParameterFile(string Path, byte[] Bytes, ParameterSet Set)
{
    // A rover's slot is far smaller; above this it is some other file.
    private const int MaxBytes = 16 << 20;
    private const int VersionOffset = 8;

    /// <exception cref="MaeException">Exit code 3: not there, or not a whole and unharmed parameter set.</exception>
    public static ParameterFile Load(string path)
    {
        if (InputFile.Missing(path) is { } missing)
            throw new MaeException(ExitCode.Configuration, "MAE301", missing, "A push leaves its sets in its run folder: ls runs/*/*.maep");
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE249", $"{path} is larger than {MaxBytes} bytes: no parameter set.",
                "Name a .maep file from a run folder.");
        }

        var bytes = InputFile.Bytes(path, MaxBytes);
        var set = new ParameterSet();
        var status = set.TryParse(bytes, bytes.Length);
        if (status != ParameterStatus.Ok)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE302", $"{path} is no valid parameter set ({status}).",
                "Take it from its run folder again, or push anew: mae push");
        }

        return new ParameterFile(path, bytes, set);
    }

    /// <summary>Entries in the order of the file.</summary>
    /// <param name="own">Name and unit of an entry that the product does not know; null: of none.</param>
    public IEnumerable<ParameterEntry> Entries(Func<MissionKind, ushort, (string Name, string Unit)?>? own = null) =>
        Enumerable.Range(0, Set.EntryCount).Select(i => ParameterEntry.Of(Set, i)).Select(entry =>
            own?.Invoke(Set.Mission, entry.Id) is { } known ? entry with { Name = known.Name, Unit = known.Unit } : entry);

    /// <summary>The same set as another version, with the checksum that follows from it: versions only grow, so an old set gets a new
    /// number.</summary>
    public byte[] Renumbered(uint version)
    {
        var bytes = (byte[])Bytes.Clone();
        Wire.Bytes.PutU32(bytes, VersionOffset, version);
        Wire.Bytes.PutU32(bytes, Set.TotalBytes - 4, Wire.Crc32.Compute(bytes, 0, Set.TotalBytes - 4));
        if (new ParameterSet().TryParse(bytes, bytes.Length) != ParameterStatus.Ok)
            throw new InvalidOperationException("A renumbered parameter set must parse.");
        return bytes;
    }
}
