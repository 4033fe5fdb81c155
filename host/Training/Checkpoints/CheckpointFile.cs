using System.Text;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// Everything that a training run needs to go on with the same bits, in one file: magic, kind, schema, length, CRC32, then what the trainer
/// writes. The file is whole or the one before it: it is written beside it, flushed to disk and renamed.
/// </summary>
public static class CheckpointFile
{
    private const uint Magic = 0x4B43_454D; // "MECK"
    private const int LengthLimit = 1 << 30;

    /// <param name="path">Replaced in one step.</param>
    /// <param name="kind">Which trainer, such as "formation".</param>
    /// <param name="schema">Raised whenever the trainer writes something else.</param>
    /// <param name="write">Writes the state; nothing reaches <paramref name="path"/> where it throws.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; the file before it is still there.</exception>
    public static void Save(string path, string kind, int schema, Action<BinaryWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var partial = path + ".partial";
        try
        {
            Write(partial, path, kind, schema, write);
        }
        catch
        {
            // What came of it is of no use, and on a full disk in the way of everything else.
            File.Delete(partial);
            throw;
        }

        File.Move(partial, path, overwrite: true);
    }

    /// <param name="read">Reads what was written, all of it.</param>
    /// <exception cref="CheckpointException">Says what is wrong with which file. What <paramref name="read"/> filled before it is not to be
    /// used.</exception>
    public static void Load(string path, string kind, int schema, Action<BinaryReader> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var state = Open(path, kind, schema);
        using var memory = new MemoryStream(state);
        using var reader = new CheckpointReader(memory);
        try
        {
            read(reader);
        }
        catch (EndOfStreamException exception)
        {
            throw new CheckpointException($"{path} holds less than a {kind} run of these options needs.", exception);
        }
        catch (Exception exception) when (exception is ArgumentException or ArithmeticException or FormatException
            or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new CheckpointException($"{path} is damaged: {exception.Message}", exception);
        }

        if (memory.Position != memory.Length)
        {
            throw new CheckpointException(
                $"{path} holds {memory.Length - memory.Position} bytes more than a {kind} run of these options needs.");
        }
    }

    private static void Write(string partial, string path, string kind, int schema, Action<BinaryWriter> write)
    {
        using var file = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite);
        using var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(kind);
        writer.Write(schema);
        writer.Flush();
        var header = file.Position;
        writer.Write(0L);
        write(writer);
        writer.Flush();

        // What a trainer writes can be hundreds of megabytes: it goes straight to the disk, and its length and checksum follow.
        var state = header + sizeof(long);
        var length = file.Length - state;
        if (length > LengthLimit)
            throw new IOException($"{path}: a checkpoint of {length} bytes is over the limit of {LengthLimit}.");
        var crc = ChecksumFrom(file, state);
        file.Position = header;
        writer.Write((int)length);
        writer.Write(crc);
        writer.Flush();
        file.Flush(flushToDisk: true);
    }

    private static uint ChecksumFrom(FileStream file, long start)
    {
        var piece = new byte[1 << 16];
        var crc = 0u;
        file.Position = start;
        for (var read = file.Read(piece); read > 0; read = file.Read(piece))
            crc = Crc32.Update(crc, piece, 0, read);
        return crc;
    }

    private static byte[] Open(string path, string kind, int schema)
    {
        if (!File.Exists(path))
            throw new CheckpointException($"{path} is not there.");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            using var reader = new BinaryReader(file);
            if (reader.ReadUInt32() != Magic)
                throw new CheckpointException($"{path} is no checkpoint.");
            var found = reader.ReadString();
            if (found != kind)
                throw new CheckpointException($"{path} is a checkpoint of {found}, not of {kind}.");
            var version = reader.ReadInt32();
            if (version != schema)
                throw new CheckpointException($"{path} has layout {version}, this program reads layout {schema}.");
            var length = reader.ReadInt32();
            var crc = reader.ReadUInt32();
            if (length is < 0 or > LengthLimit || length != file.Length - file.Position)
                throw new CheckpointException($"{path} is cut short or longer than it says.");
            var state = reader.ReadBytes(length);
            return Crc32.Compute(state, 0, length) == crc
                ? state
                : throw new CheckpointException($"{path} is damaged: its checksum does not match.");
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new CheckpointException($"{path} is no whole checkpoint.", exception);
        }
    }
}
