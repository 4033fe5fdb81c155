using System.Buffers.Binary;
using System.Text;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Programs;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Fleet.Firmware;

/// <summary>A program image on the host: <c>.maef</c>, byte table in shared/Programs/README.md.</summary>
public sealed class FirmwareFile
{
    /// <summary>Longest image; a self-contained publish folder of a Raspberry Pi is about half of it.</summary>
    public const int MostBytes = 1 << 27;

    private FirmwareFile(byte[] bytes) => Bytes = bytes;

    public byte[] Bytes { get; }

    public BoardKind Kind => (BoardKind)Bytes[6];

    public uint Version => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(8));

    public uint Native => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(16));

    /// <summary>Memory that its files take on the board, bytes.</summary>
    public uint HeapBytes => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(20));

    public uint Crc => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(Bytes.Length - 4));

    /// <summary>Names and lengths of what is in it.</summary>
    public IReadOnlyList<(string Name, int Bytes)> Files =>
        [.. Enumerable.Range(0, Bytes[7]).Select(i => (NameAt(i), (int)U32(Entry(i) + ProgramImage.NameBytes + 4)))];

    /// <param name="native">What names the native code: see <see cref="ProgramImage.Native"/>.</param>
    /// <param name="files">In the order in which a board loads them; at most 8, names up to 40 characters of ASCII.</param>
    public static FirmwareFile Pack(BoardKind kind, uint version, string native, IReadOnlyList<(string Name, byte[] Bytes)> files)
    {
        if (files.Count is 0 or > ProgramImage.FileCapacity || files.Any(file => file.Name.Length > ProgramImage.NameBytes))
            throw new ArgumentException("1 to 8 files with names of at most 40 characters.", nameof(files));
        var head = ProgramImage.HeaderBytes + (files.Count * ProgramImage.EntryBytes);
        // Each begins at a multiple of four, as an interpreter wants its assemblies.
        var total = head + files.Sum(file => (file.Bytes.Length + 3) & ~3) + 4;
        var bytes = new byte[total];
        var span = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(span, ProgramImage.Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(span[4..], ProgramImage.Schema);
        (bytes[6], bytes[7]) = ((byte)kind, (byte)files.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], version);
        BinaryPrimitives.WriteUInt32LittleEndian(span[12..], (uint)total);
        BinaryPrimitives.WriteUInt32LittleEndian(span[16..], ProgramImage.NativeOf(native));
        // Loaded assemblies stay in the heap; everything else a board unpacks or reads away.
        var heap = kind != BoardKind.RaspberryPi ? files.Sum(file => file.Bytes.Length + 20) : 0;
        BinaryPrimitives.WriteUInt32LittleEndian(span[20..], (uint)heap);
        var at = head;
        for (var i = 0; i < files.Count; i++)
        {
            var entry = Entry(i);
            Encoding.ASCII.GetBytes(files[i].Name, span[entry..]);
            BinaryPrimitives.WriteUInt32LittleEndian(span[(entry + ProgramImage.NameBytes)..], (uint)at);
            BinaryPrimitives.WriteUInt32LittleEndian(span[(entry + ProgramImage.NameBytes + 4)..], (uint)files[i].Bytes.Length);
            files[i].Bytes.CopyTo(span[at..]);
            at += (files[i].Bytes.Length + 3) & ~3;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(span[(total - 4)..], Crc32.Compute(bytes, 0, total - 4));
        return new FirmwareFile(bytes);
    }

    /// <exception cref="MaeException">MAE342: not there; MAE343: no image, or a damaged one.</exception>
    public static FirmwareFile Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE342", $"There is no program image {path}.",
                "Make one: mae firmware pack DIR --version 0.2.0 --out FILE");
        }

        return TryRead(InputFile.Bytes(path, MostBytes))
            ?? throw new MaeException(
                ExitCode.Configuration, "MAE343", $"{path} is no program image, or a damaged one.",
                "Make it again: mae firmware pack DIR --version 0.2.0 --out FILE");
    }

    /// <summary>Null: no image.</summary>
    public static FirmwareFile? TryRead(byte[] bytes)
    {
        const int Least = ProgramImage.HeaderBytes + ProgramImage.EntryBytes + 4;
        var isWhole = bytes.Length >= Least && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == ProgramImage.Magic
            && BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(4)) == ProgramImage.Schema
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12)) == bytes.Length
            && bytes[7] is > 0 and <= ProgramImage.FileCapacity
            && Crc32.Compute(bytes, 0, bytes.Length - 4) == BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4));
        return isWhole ? new FirmwareFile(bytes) : null;
    }

    private static int Entry(int file) => ProgramImage.HeaderBytes + (file * ProgramImage.EntryBytes);

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(at));

    private string NameAt(int file) =>
        Encoding.ASCII.GetString(Bytes, Entry(file), ProgramImage.NameBytes).TrimEnd('\0');
}
