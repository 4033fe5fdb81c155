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

    /// <exception cref="CheckpointException">Another length was written.</exception>
    public static void ReadArray(this BinaryReader reader, Span<double> values) => ReadBytes(reader, values.Length, MemoryMarshal.AsBytes(values));

    /// <exception cref="CheckpointException">Another length was written.</exception>
    public static void ReadArray(this BinaryReader reader, Span<float> values) => ReadBytes(reader, values.Length, MemoryMarshal.AsBytes(values));

    /// <exception cref="CheckpointException">Another length was written.</exception>
    public static void ReadArray(this BinaryReader reader, Span<int> values) => ReadBytes(reader, values.Length, MemoryMarshal.AsBytes(values));

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
