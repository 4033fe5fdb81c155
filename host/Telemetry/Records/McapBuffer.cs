using System.Buffers.Binary;
using System.Text;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>Bytes that grow: little-endian numbers, texts and maps as MCAP writes them.</summary>
internal sealed class McapBuffer
{
    private byte[] bytes = new byte[4096];
    private int recordAt = -1;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, Length);

    public uint Crc => Crc32.Compute(bytes, 0, Length);

    /// <summary>Of the bytes from here on.</summary>
    public uint CrcFrom(int offset) => Crc32.Compute(bytes, offset, Length - offset);

    public void Clear() => Length = 0;

    /// <summary>Takes the last bytes away again.</summary>
    public void CutLast(int count) => Length -= count;

    public void U8(byte value) => Take(1)[0] = value;

    public void U16(int value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), checked((ushort)value));

    public void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    public void Raw(ReadOnlySpan<byte> data) => data.CopyTo(Take(data.Length));

    /// <summary>Length, then the bytes.</summary>
    public void Blob32(ReadOnlySpan<byte> data)
    {
        U32((uint)data.Length);
        Raw(data);
    }

    /// <inheritdoc cref="Blob32"/>
    public void Blob64(ReadOnlySpan<byte> data)
    {
        U64((ulong)data.Length);
        Raw(data);
    }

    public void Text(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        U32((uint)count);
        Encoding.UTF8.GetBytes(text, Take(count));
    }

    /// <summary>A map of texts, in the order given.</summary>
    public void Map(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var at = BeginArray();
        foreach (var (key, value) in pairs)
        {
            Text(key);
            Text(value);
        }

        EndArray(at);
    }

    /// <summary>Room for the number of bytes of what follows.</summary>
    public int BeginArray()
    {
        U32(0);
        return Length;
    }

    /// <param name="at">As <see cref="BeginArray"/> gave it.</param>
    public void EndArray(int at) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at - 4), (uint)(Length - at));

    public void BeginRecord(byte opcode)
    {
        U8(opcode);
        U64(0);
        recordAt = Length;
    }

    public void EndRecord() => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(recordAt - 8), (ulong)(Length - recordAt));

    private Span<byte> Take(int count)
    {
        if (Length + count > bytes.Length)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
        Length += count;
        return bytes.AsSpan(Length - count, count);
    }
}
