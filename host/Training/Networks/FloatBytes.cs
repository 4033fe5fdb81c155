using System.Runtime.InteropServices;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>Float arrays in checkpoints: a count, then the bits (little-endian, as every machine this runs on).</summary>
public static class FloatBytes
{
    public static void Write(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    /// <exception cref="InvalidDataException">The count is another one, or bytes lack.</exception>
    public static void Read(BinaryReader reader, Span<float> values)
    {
        var count = reader.ReadInt32();
        if (count != values.Length)
            throw new InvalidDataException($"{count} floats are stored, {values.Length} are expected.");
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
    }
}
