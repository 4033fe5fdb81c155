using MultiAgentEdge.Wire;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Wire;

public class FrameCodecTests
{
    private readonly byte[] _buffer = new byte[2048];
    private readonly FrameHeader _header = new();
    private readonly FrameSamples _filled = FrameSamples.Filled();

    public static TheoryData<FrameKind> Kinds => [.. FrameSamples.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void What_was_sealed_opens_again(FrameKind kind)
    {
        int length = _filled.Seal(kind, _buffer);
        var reader = new FrameSamples();
        Assert.Equal(FrameStatus.Ok, reader.Receive(_buffer, length, _header));
        Assert.Equal(kind, _header.Kind);
        Assert.Equal(FrameSamples.Epoch, _header.Epoch);
        Assert.Equal(FrameSamples.Sequence, _header.Sequence);
        Assert.Equal(FrameSamples.TimeUs, _header.TimeUs);
        Assert.Equal(length - FrameCodec.OverheadBytes, _header.PayloadLength);
        Assert.Equal(_filled.Fingerprint(kind), reader.Fingerprint(kind));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_truncation_is_refused_and_changes_nothing(FrameKind kind)
    {
        int length = _filled.Seal(kind, _buffer);
        for (int cut = 0; cut < length; cut++)
        {
            byte[] arrived = _buffer[..cut];
            FrameStatus expected = cut < FrameCodec.OverheadBytes ? FrameStatus.Truncated : FrameStatus.WrongLength;
            AssertRefused(kind, arrived, cut, expected);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_bit_flip_is_refused_by_the_field_that_it_hits(FrameKind kind)
    {
        int length = _filled.Seal(kind, _buffer);
        for (int bit = 0; bit < 8 * length; bit++)
        {
            byte[] arrived = _buffer[..length];
            arrived[bit / 8] ^= (byte)(1 << (bit % 8));
            FrameStatus expected = (bit / 8) switch
            {
                0 or 1 => FrameStatus.WrongMagic,
                2 => FrameStatus.WrongSchema,
                3 => !FrameSamples.Kinds.Contains((FrameKind)arrived[3]) ? FrameStatus.UnknownKind : FrameStatus.WrongChecksum,
                >= 24 and < 28 => FrameStatus.WrongLength,
                _ => FrameStatus.WrongChecksum,
            };
            AssertRefused(kind, arrived, length, expected);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Bytes_behind_the_frame_are_refused(FrameKind kind)
    {
        int length = _filled.Seal(kind, _buffer);
        foreach (int extra in new[] { 1, 4, 1000 })
            AssertRefused(kind, _buffer, length + extra, FrameStatus.WrongLength);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public void Noise_of_any_size_is_refused(int length)
    {
        byte[] noise = new byte[length];
        new Random(3).NextBytes(noise);
        AssertRefused(FrameKind.Dual, noise, length, length < FrameCodec.OverheadBytes ? FrameStatus.Truncated : FrameStatus.WrongMagic);
    }

    [Fact]
    public void Lengths_that_no_buffer_has_are_refused()
    {
        int length = _filled.Seal(FrameKind.Dual, _buffer);
        AssertRefused(FrameKind.Dual, _buffer, -1, FrameStatus.Truncated);
        AssertRefused(FrameKind.Dual, _buffer, int.MinValue, FrameStatus.Truncated);
        AssertRefused(FrameKind.Dual, _buffer[..length], length + 1, FrameStatus.Truncated);
        Assert.Equal(FrameStatus.Truncated, FrameCodec.TryOpen(null!, 100, _header));
    }

    // The matrix of what a sender of another make could send with a right checksum.
    [Theory]
    [InlineData(0, 0x40, FrameStatus.WrongMagic)]
    [InlineData(2, 0, FrameStatus.WrongSchema)]
    [InlineData(2, 2, FrameStatus.WrongSchema)]
    [InlineData(2, 255, FrameStatus.WrongSchema)]
    [InlineData(3, 0, FrameStatus.UnknownKind)]
    [InlineData(3, 100, FrameStatus.UnknownKind)]
    [InlineData(3, 255, FrameStatus.UnknownKind)]
    [InlineData(12, 2, FrameStatus.WrongSchema)]
    [InlineData(13, 1, FrameStatus.WrongSchema)]
    [InlineData(15, 128, FrameStatus.WrongSchema)]
    [InlineData(24, 0, FrameStatus.WrongLength)]
    [InlineData(27, 0x80, FrameStatus.WrongLength)]
    public void Foreign_headers_are_named_even_with_a_right_checksum(int at, byte value, FrameStatus expected)
    {
        int length = _filled.Seal(FrameKind.Dual, _buffer);
        _buffer[at] = value;
        Bytes.PutU32(_buffer, length - 4, Crc32.Compute(_buffer, 0, length - 4));
        AssertRefused(FrameKind.Dual, _buffer, length, expected);
    }

    [Fact]
    public void Sealing_and_opening_allocate_nothing()
    {
        var reader = new FrameSamples();
        Assert.Equal(0, Allocations.Least(() =>
        {
            foreach (FrameKind kind in FrameSamples.Kinds)
            {
                int length = _filled.Seal(kind, _buffer);
                reader.Receive(_buffer, length, _header);
                _buffer[length / 2] ^= 1;
                reader.Receive(_buffer, length, _header);
            }
        }));
    }

    private static void AssertRefused(FrameKind kind, byte[] arrived, int length, FrameStatus expected)
    {
        var reader = FrameSamples.Filled();
        byte[] before = reader.Fingerprint(kind);
        var header = new FrameHeader { Epoch = 77, Sequence = 78 };
        FrameStatus status = reader.Receive(arrived, length, header);
        if (status != expected)
            Assert.Fail($"{kind}, {length} bytes: {status}, not {expected}");
        Assert.Equal(77u, header.Epoch);
        Assert.Equal(before, reader.Fingerprint(kind));
    }
}
