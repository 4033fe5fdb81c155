using MultiAgentEdge.Security;
using MultiAgentEdge.Wire;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Security;

public sealed class SessionTagTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void A_frame_is_of_its_key_fleet_rover_boot_and_life_and_of_no_other()
    {
        var frame = Sealed(out var length, Begun(Key, "f", "r", 3, 4));
        var other = (byte[])Key.Clone();
        other[0] ^= 1;
        Assert.True(Begun(Key, "f", "r", 3, 4).IsOver(frame, length - 12));
        SessionTag[] others =
        [
            Begun(other, "f", "r", 3, 4), Begun(Key, "g", "r", 3, 4), Begun(Key, "f", "s", 3, 4), Begun(Key, "fr", "", 3, 4),
            Begun(Key, "f", "r", 4, 3), Begun(Key, "f", "r", 4, 4), Begun(Key, "f", "r", 3, 5),
        ];
        foreach (var tag in others)
            Assert.False(tag.IsOver(frame, length - 12));
        Assert.False(new SessionTag(Key, "f", "r").IsOver(frame, length - 12));
    }

    [Fact]
    public void Every_flipped_bit_of_header_payload_and_tag_is_noticed()
    {
        var tag = Begun(Key, "f", "r", 1, 2);
        var frame = Sealed(out var length, tag);
        for (var bit = 0; bit < 8 * (length - 4); bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(tag.IsOver(frame, length - 12), $"bit {bit}");
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Opened_a_tagged_frame_has_the_payload_it_had()
    {
        var frame = Sealed(out var length, Begun(Key, "f", "r", 1, 2));
        var header = new FrameHeader();
        Assert.Equal(FrameStatus.Ok, FrameCodec.TryOpen(frame, length, header));
        Assert.Equal((true, CommandFrame.PayloadBytes), (header.IsTagged, header.PayloadLength));
        Assert.True(new CommandFrame().TryRead(frame, FrameCodec.HeaderBytes, header.PayloadLength));
        length = FrameCodec.Seal(frame, FrameKind.Command, 1, 2, 0, CommandFrame.PayloadBytes);
        Assert.Equal(FrameStatus.Ok, FrameCodec.TryOpen(frame, length, header));
        Assert.False(header.IsTagged);
        // A tag that is longer than all there is.
        length = FrameCodec.Seal(frame, FrameKind.Command, 1, 2, 0, 4);
        frame[12] = 1;
        Bytes.PutU32(frame, length - 4, Crc32.Compute(frame, 0, length - 4));
        Assert.Equal(FrameStatus.Truncated, FrameCodec.TryOpen(frame, length, header));
    }

    [Fact]
    public void Nothing_is_allocated_after_construction()
    {
        var tag = new SessionTag(Key, "f", "r");
        var frame = new byte[128];
        var all = true;
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 10; i++)
            {
                tag.Begin((uint)i, 7);
                tag.Put(frame, 100);
                all &= tag.IsOver(frame, 100);
            }
        }));
        Assert.True(all);
    }

    private static SessionTag Begun(byte[] key, string fleet, string rover, uint boots, uint instance)
    {
        var tag = new SessionTag(key, fleet, rover);
        tag.Begin(boots, instance);
        return tag;
    }

    private static byte[] Sealed(out int length, SessionTag tag)
    {
        var frame = new byte[128];
        var payloadBytes = new CommandFrame { Command = RoverCommand.Arm }.Write(frame, FrameCodec.HeaderBytes);
        length = FrameCodec.Seal(frame, FrameKind.Command, 5, 6, 7, payloadBytes, tag);
        return frame;
    }
}
