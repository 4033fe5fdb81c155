using System.Buffers.Binary;
using System.Text;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Shared.Wire;

public class BytesTests
{
    [Fact]
    public void Integers_stand_in_little_endian_order()
    {
        byte[] b = new byte[8];
        Bytes.PutU16(b, 0, 0xFEDC);
        Assert.Equal(0xFEDC, BinaryPrimitives.ReadUInt16LittleEndian(b));
        Assert.Equal(0xFEDC, Bytes.GetU16(b, 0));
        foreach (uint u in new[] { 0u, 1u, 0x7FFFFFFFu, 0x80000000u, 0xFEDCBA98u, uint.MaxValue })
        {
            Bytes.PutU32(b, 0, u);
            Assert.Equal(u, BinaryPrimitives.ReadUInt32LittleEndian(b));
            Assert.Equal(u, Bytes.GetU32(b, 0));
        }

        foreach (long l in new[] { 0L, -1L, long.MinValue, long.MaxValue, 0x00000000FFFFFFFFL, unchecked((long)0xFEDCBA9876543210UL) })
        {
            Bytes.PutI64(b, 0, l);
            Assert.Equal(l, BinaryPrimitives.ReadInt64LittleEndian(b));
            Assert.Equal(l, Bytes.GetI64(b, 0));
        }
    }

    [Fact]
    public void Doubles_keep_every_bit()
    {
        byte[] b = new byte[8];
        var random = new Random(2);
        for (int i = 0; i < 10_000; i++)
        {
            long bits = random.NextInt64(long.MinValue, long.MaxValue);
            double value = BitConverter.Int64BitsToDouble(bits);
            Bytes.PutF64(b, 0, value);
            Assert.Equal(bits, BinaryPrimitives.ReadInt64LittleEndian(b));
            Assert.Equal(bits, BitConverter.DoubleToInt64Bits(Bytes.GetF64(b, 0)));
            Assert.Equal(double.IsFinite(value), Bytes.IsFiniteF64(b, 0));
        }
    }

    [Fact]
    public void Singles_keep_every_bit_over_the_whole_range()
    {
        byte[] b = new byte[4];

        // A prime step visits every exponent, both signs, denormals and infinities; NaN payloads are not kept.
        for (long bits = 0; bits <= uint.MaxValue; bits += 4093)
            CheckSingle(b, (uint)bits);
        foreach (uint edge in new[] { 0u, 1u, 0x7FFFFFu, 0x800000u, 0x7F7FFFFFu, 0x7F800000u, 0x80000000u, 0x80000001u, 0xFF800000u })
            CheckSingle(b, edge);
    }

    [Fact]
    public void Nan_singles_are_written_as_the_quiet_nan()
    {
        byte[] b = new byte[4];
        Bytes.PutF32(b, 0, float.NaN);
        Assert.Equal(0x7FC00000u, Bytes.GetU32(b, 0));
        Assert.False(Bytes.IsFiniteF32(b, 0));
    }

    [Theory]
    [InlineData(0L, "0")]
    [InlineData(7L, "7")]
    [InlineData(-10L, "-10")]
    [InlineData(1234567890123L, "1234567890123")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    public void PutDecimal_writes_what_a_person_would(long value, string expected)
    {
        byte[] b = new byte[24];
        int end = Bytes.PutDecimal(b, 2, value);
        Assert.Equal(expected, Encoding.ASCII.GetString(b, 2, end - 2));
    }

    [Fact]
    public void Ascii_helpers_write_and_compare_text()
    {
        byte[] b = new byte[16];
        Assert.Equal(6, Bytes.PutAscii(b, 1, "abéd9"));
        Assert.True(Bytes.EqualsAscii(b, 1, 5, "ab?d9"));
        Assert.False(Bytes.EqualsAscii(b, 1, 5, "ab?d8"));
        Assert.False(Bytes.EqualsAscii(b, 1, 4, "ab?d9"));
        Assert.Equal(8, Bytes.PutHex32(b, 0, 0xFEDC0123));
        Assert.Equal("fedc0123", Encoding.ASCII.GetString(b, 0, 8));
    }

    private static void CheckSingle(byte[] b, uint bits)
    {
        float value = BitConverter.UInt32BitsToSingle(bits);
        if (float.IsNaN(value))
            return;
        Bytes.PutF32(b, 0, value);
        if (Bytes.GetU32(b, 0) != bits || BitConverter.SingleToUInt32Bits(Bytes.GetF32(b, 0)) != bits)
            Assert.Fail($"0x{bits:x8} came back as 0x{Bytes.GetU32(b, 0):x8}");
        if (Bytes.IsFiniteF32(b, 0) != float.IsFinite(value))
            Assert.Fail($"0x{bits:x8} judged wrongly");
    }
}
