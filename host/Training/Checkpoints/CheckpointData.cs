using System.Runtime.InteropServices;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training;

/// <summary>What checkpoints are made of, in pairs of writing and reading. Lengths are checked against the array that is filled.</summary>
public static class CheckpointData
{
    public static void WriteArray(this BinaryWriter writer, ReadOnlySpan<double> values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    public static void WriteArray(this BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    public static void WriteArray(this BinaryWriter writer, ReadOnlySpan<int> values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    public static void WriteRandom(this BinaryWriter writer, Xoshiro256 random)
    {
        var state = new ulong[Xoshiro256.StateWords];
        random.Save(state);
        foreach (var word in state)
            writer.Write(word);
    }

    /// <param name="most">Magnitude that none of them reaches.</param>
    /// <exception cref="CheckpointException">Another length was written, or a number that is not finite or too large.</exception>
    public static void ReadArray(this BinaryReader reader, Span<double> values, double most = CheckpointReader.Most)
    {
        ReadBytes(reader, values.Length, MemoryMarshal.AsBytes(values));
        foreach (var value in values)
            CheckpointReader.Checked(value, most);
    }

    /// <inheritdoc cref="ReadArray(BinaryReader, Span{double}, double)"/>
    public static void ReadArray(this BinaryReader reader, Span<float> values, double most = CheckpointReader.Most)
    {
        ReadBytes(reader, values.Length, MemoryMarshal.AsBytes(values));
        foreach (var value in values)
            CheckpointReader.Checked(value, most);
    }

    /// <exception cref="CheckpointException">Another length was written.</exception>
    public static void ReadArray(this BinaryReader reader, Span<int> values) =>
        ReadBytes(reader, values.Length, MemoryMarshal.AsBytes(values));

    /// <summary>Figures for people, of which any may be missing: NaN or infinite is one of them.</summary>
    /// <exception cref="CheckpointException">Another length was written.</exception>
    public static void ReadFigures(this BinaryReader reader, Span<double> values) =>
        ReadBytes(reader, values.Length, MemoryMarshal.AsBytes(values));

    /// <inheritdoc cref="ReadFigures"/>
    public static double ReadFigure(this BinaryReader reader) => BitConverter.Int64BitsToDouble(reader.ReadInt64());

    /// <summary>How many of something follow, each of at least a byte: bounded by what is left before anything is made for them.</summary>
    /// <exception cref="CheckpointException">More than can be.</exception>
    public static int ReadCount(this BinaryReader reader, int most = int.MaxValue)
    {
        var count = reader.ReadInt32();
        return count >= 0 && count <= most && count <= reader.BaseStream.Length - reader.BaseStream.Position
            ? count
            : throw new CheckpointException($"The checkpoint says that {count} of something follow.");
    }

    /// <exception cref="CheckpointException">No state of this generator was written.</exception>
    public static void ReadRandom(this BinaryReader reader, Xoshiro256 random)
    {
        var state = new ulong[Xoshiro256.StateWords];
        for (var i = 0; i < state.Length; i++)
            state[i] = reader.ReadUInt64();
        if (!random.Restore(state))
            throw new CheckpointException("The checkpoint's random state is all zero.");
    }

    private static void ReadBytes(BinaryReader reader, int expected, Span<byte> bytes)
    {
        var count = reader.ReadInt32();
        if (count != expected)
            throw new CheckpointException($"The checkpoint holds {count} values where this run has {expected}.");
        reader.BaseStream.ReadExactly(bytes);
    }
}
