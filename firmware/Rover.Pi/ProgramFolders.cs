using System.Globalization;
using System.IO.Compression;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>The publish folders that came over the air, one a slot, unpacked once. Whenever the power goes, a folder is whole or is
/// unpacked again: its slot keeps the image.</summary>
/// <param name="folder">Where they are.</param>
public sealed class ProgramFolders(string folder)
{
    public const string Executable = "MultiAgentEdge.Rover.Pi";
    private const string Mark = ".whole";

    /// <summary>The program in a slot, ready to be started.</summary>
    /// <returns>Whole path of what is started; null: the image holds no such program.</returns>
    /// <exception cref="IOException">It cannot be unpacked: the disk is full, or not writable.</exception>
    public string? Ready(ProgramSlots slots, int slot, ProgramId program)
    {
        var place = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"program-{slot}"));
        var name = string.Create(CultureInfo.InvariantCulture, $"{program.Generation} {program.Version} {program.Crc}");
        var mark = Path.Combine(place, Mark);
        if (!File.Exists(mark) || File.ReadAllText(mark) != name)
        {
            var image = new ProgramImage();
            if (!image.TryRead(slots, slot))
                return null;
            var zip = new byte[image.LengthOf(0)];
            if (!slots.TryRead(slot, image.OffsetOf(0), zip, 0, zip.Length) || !Unpack(zip, place + ".new", name))
                return null;
            if (Directory.Exists(place))
                Directory.Delete(place, recursive: true);
            Directory.Move(place + ".new", place);
        }

        var start = Path.Combine(place, Executable);
        return File.Exists(start) ? Path.GetFullPath(start) : null;
    }

    private static bool Unpack(byte[] zip, string into, string name)
    {
        if (Directory.Exists(into))
            Directory.Delete(into, recursive: true);
        try
        {
            ZipFile.ExtractToDirectory(new MemoryStream(zip), into);
        }
        catch (InvalidDataException)
        {
            return false;
        }

        // Everything is on the disk before the mark says so.
        foreach (var file in Directory.EnumerateFiles(into, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
            stream.Flush(flushToDisk: true);
        }

        using var mark = new FileStream(Path.Combine(into, Mark), FileMode.Create, FileAccess.Write);
        mark.Write(System.Text.Encoding.ASCII.GetBytes(name));
        mark.Flush(flushToDisk: true);
        return true;
    }
}
