using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// Which native code an application calls and which a board's firmware has. Every assembly of an image names it by a checksum over its
/// native methods; a firmware that has another refuses the whole application ("Firmware version does not match managed code version").
/// </summary>
public static partial class NativeCode
{
    private const int HeaderBytes = 124;
    private const int ChecksumAt = 20;
    private const int VersionAt = 28;
    private const int SizeAt = 40 + (15 * 4);

    /// <summary>Assemblies of an image that call native code: version and checksum.</summary>
    /// <exception cref="InvalidDataException">No image of a nanoFramework application.</exception>
    public static IReadOnlyList<(string Version, uint Checksum)> Of(ReadOnlySpan<byte> image)
    {
        var found = new List<(string, uint)>();
        var assemblies = 0;
        for (var at = 0; at + HeaderBytes <= image.Length && image.Slice(at, 6).SequenceEqual("NFMRK1"u8);)
        {
            var header = image[at..];
            var size = BinaryPrimitives.ReadUInt32LittleEndian(header[SizeAt..]);
            if (size < HeaderBytes || size > image.Length - at)
                throw new InvalidDataException("an assembly in it is longer than the file");
            assemblies++;
            var checksum = BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksumAt..]);
            var parts = new string[4];
            for (var part = 0; part < parts.Length; part++)
            {
                parts[part] = BinaryPrimitives.ReadUInt16LittleEndian(header[(VersionAt + (2 * part))..])
                    .ToString(CultureInfo.InvariantCulture);
            }

            var version = string.Join('.', parts);
            if (checksum != 0)
                found.Add((version, checksum));
            // Each begins at a multiple of four.
            at += (int)((size + 3) & ~3u);
        }

        return assemblies > 0 ? found : throw new InvalidDataException("it does not begin with an assembly");
    }

    /// <summary>What a board has, from what nanoff says of it.</summary>
    public static IReadOnlyList<(string Name, string Version, uint Checksum)> OnBoard(string details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return [.. Line().Matches(details).Select(
            one => (one.Groups["name"].Value, one.Groups["version"].Value,
                uint.Parse(one.Groups["checksum"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))];
    }

    /// <summary>Checksums that the image calls and the board has not; nothing where the board says nothing of its native code.</summary>
    public static IReadOnlyList<(string Version, uint Checksum)> Missing(ReadOnlySpan<byte> image, string details)
    {
        var has = OnBoard(details).Select(one => one.Checksum).ToHashSet();
        var calls = Of(image);
        return has.Count == 0 ? [] : [.. calls.Where(one => !has.Contains(one.Checksum))];
    }

    // "  System.Net v100.2.0.12, checksum 0xD82C1452" of nanoFramework's debugger library.
    [GeneratedRegex(@"^\s*(?<name>[A-Za-z][\w.]*) v(?<version>[\d.]+), checksum 0x(?<checksum>[0-9A-Fa-f]{1,8})", RegexOptions.Multiline)]
    private static partial Regex Line();
}
