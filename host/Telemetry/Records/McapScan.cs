using System.Buffers.Binary;
using MultiAgentEdge.Wire;
using ZstdSharp;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>Finds out what a file holds: from its summary, or record by record where it has none.</summary>
internal static class McapScan
{
    /// <summary>What the summary says; null where there is none, or it is damaged.</summary>
    public static McapSummary? TrySummary(Stream stream)
    {
        const int tail = McapFormat.PrefixBytes + McapFormat.FooterBytes + 8;
        if (stream.Length < (2 * 8) + tail)
            return null;
        var bytes = new byte[tail];
        stream.Position = stream.Length - tail;
        stream.ReadExactly(bytes);
        if (!bytes.AsSpan(tail - 8).SequenceEqual(McapFormat.Magic) || bytes[0] != McapFormat.Footer)
            return null;
        var footer = new McapCursor(bytes.AsSpan(McapFormat.PrefixBytes));
        var (start, _, crc) = (footer.U64(), footer.U64(), footer.U32());
        if (start == 0 || start > (ulong)(stream.Length - tail))
            return null;
        var section = new byte[stream.Length - 8 - (long)start];
        stream.Position = (long)start;
        stream.ReadExactly(section);
        if (crc != 0 && crc != Crc32.Compute(section, 0, section.Length - 4))
            return null;
        try
        {
            var summary = new McapSummary();
            foreach (var (opcode, from, length) in Records(section))
                summary.Take(opcode, section.AsSpan(from, length));
            return summary.Statistics is null ? null : summary;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>What is whole, up to the first record that is not.</summary>
    public static McapSummary Recover(Stream stream)
    {
        var summary = new McapSummary();
        var prefix = new byte[McapFormat.PrefixBytes];
        for (var at = 8L; at + prefix.Length <= stream.Length;)
        {
            stream.Position = at;
            stream.ReadExactly(prefix);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix.AsSpan(1));
            if (length > McapFormat.LargestRecordBytes || at + prefix.Length + (long)length > stream.Length)
                break;
            var whole = (ulong)prefix.Length + length;
            if (prefix[0] is McapFormat.DataEnd or McapFormat.Footer)
                break;
            try
            {
                Take(summary, stream, prefix[0], (ulong)at, whole);
            }
            catch (FormatException)
            {
                break;
            }

            at += (long)whole;
        }

        return summary;
    }

    /// <summary>Content of the record at an offset.</summary>
    /// <exception cref="FormatException">There is no such record.</exception>
    public static byte[] Content(Stream stream, ulong offset, ulong length, byte opcode)
    {
        if (length < McapFormat.PrefixBytes || length > McapFormat.LargestRecordBytes || offset + length > (ulong)stream.Length)
            throw new FormatException($"the record at byte {offset} is not in the file");
        var bytes = new byte[length];
        stream.Position = (long)offset;
        stream.ReadExactly(bytes);
        if (bytes[0] != opcode || BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(1)) != length - McapFormat.PrefixBytes)
            throw new FormatException($"the record at byte {offset} is not what the index says");
        return bytes[McapFormat.PrefixBytes..];
    }

    /// <summary>Records of a chunk.</summary>
    /// <param name="content">Of the chunk's record.</param>
    /// <param name="at">Where it is, for people.</param>
    /// <exception cref="FormatException">It is damaged, or packed otherwise.</exception>
    public static byte[] Unpack(byte[] content, ulong at)
    {
        var cursor = new McapCursor(content);
        cursor.U64();
        cursor.U64();
        var (size, crc, compression) = (cursor.U64(), cursor.U32(), cursor.Text());
        var packed = cursor.Blob64();
        if (size > McapFormat.LargestRecordBytes)
            throw new FormatException($"the chunk at byte {at} says that it has {size} bytes");
        byte[] records;
        if (compression.Length == 0)
        {
            records = packed.ToArray();
        }
        else if (compression == McapFormat.Zstd)
        {
            records = new byte[size];
            using var zstd = new Decompressor();
            try
            {
                if (zstd.Unwrap(packed, records) != records.Length)
                    throw new FormatException($"the chunk at byte {at} is shorter than it says");
            }
            catch (ZstdException exception)
            {
                throw new FormatException($"the chunk at byte {at} cannot be unpacked: {exception.Message}", exception);
            }
        }
        else
        {
            throw new FormatException($"the chunk at byte {at} is packed with {compression}; this reader knows zstd");
        }

        return crc == 0 || crc == Crc32.Compute(records, 0, records.Length)
            ? records
            : throw new FormatException($"the checksum of the chunk at byte {at} is wrong");
    }

    /// <summary>Where each record's content is.</summary>
    /// <exception cref="FormatException">One is longer than what is there.</exception>
    public static IEnumerable<(byte Opcode, int From, int Length)> Records(byte[] bytes)
    {
        for (var at = 0; at + McapFormat.PrefixBytes <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at + 1));
            var from = at + McapFormat.PrefixBytes;
            if (length > (ulong)(bytes.Length - from))
                throw new FormatException("a record is longer than what holds it");
            yield return (bytes[at], from, (int)length);
            at = from + (int)length;
        }
    }

    private static void Take(McapSummary summary, Stream stream, byte opcode, ulong at, ulong length)
    {
        switch (opcode)
        {
            case McapFormat.Chunk:
                var content = Content(stream, at, length, opcode);
                var records = Unpack(content, at);
                var (firstNs, lastNs) = Times(content);
                foreach (var (inner, from, count) in Records(records))
                    summary.Take(inner, records.AsSpan(from, count));
                summary.Chunks.Add(new(firstNs, lastNs, at, length, [], 0, 0, (ulong)records.Length));
                break;
            case McapFormat.Attachment:
                summary.Attachments.Add(McapSummary.IndexOf(Content(stream, at, length, opcode), at, length));
                break;
            case McapFormat.Metadata:
                summary.Metadata.Add((at, length, new McapCursor(Content(stream, at, length, opcode)).Text()));
                break;
            case McapFormat.Schema or McapFormat.Channel or McapFormat.Message:
                summary.Take(opcode, Content(stream, at, length, opcode));
                break;
            default:
                break;
        }
    }

    private static (ulong FirstNs, ulong LastNs) Times(byte[] content)
    {
        var cursor = new McapCursor(content);
        return (cursor.U64(), cursor.U64());
    }
}
