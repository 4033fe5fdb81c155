using System.Buffers.Binary;
using System.Text;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>Reads what <see cref="McapBuffer"/> writes, and stops at the end of the bytes.</summary>
/// <exception cref="FormatException">From every method: the bytes end before what is read.</exception>
internal ref struct McapCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> left = bytes;

    public readonly bool IsAtEnd => left.IsEmpty;

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public string Text() => Encoding.UTF8.GetString(Blob32());

    public ReadOnlySpan<byte> Blob32() => Take(U32());

    public ReadOnlySpan<byte> Blob64() => Take(U64());

    public ReadOnlySpan<byte> Rest() => Take((ulong)left.Length);

    public IReadOnlyList<KeyValuePair<string, string>> Map()
    {
        var array = new McapCursor(Blob32());
        var pairs = new List<KeyValuePair<string, string>>();
        while (!array.IsAtEnd)
        {
            var key = array.Text();
            pairs.Add(KeyValuePair.Create(key, array.Text()));
        }

        return pairs;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)left.Length)
            throw new FormatException("a record ends too early");
        var taken = left[..(int)count];
        left = left[(int)count..];
        return taken;
    }
}
