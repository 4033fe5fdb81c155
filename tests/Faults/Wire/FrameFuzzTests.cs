using MultiAgentEdge.Linalg;
using MultiAgentEdge.Tests.Shared.Wire;
using MultiAgentEdge.Wire;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Wire;

/// <summary>Fault table, "bad payload": a million damaged or invented frames, without an exception, an allocation or a change.</summary>
public class FrameFuzzTests
{
    private const int Frames = 1_000_000;

    private static readonly int LastKind = (int)FrameSamples.Kinds.Max();

    [Fact]
    public void A_million_damaged_frames_change_nothing_and_cost_nothing()
    {
        var random = new Xoshiro256(29);
        FrameSamples reader = FrameSamples.Filled();
        byte[][] before = [.. FrameSamples.Kinds.Select(reader.Fingerprint)];
        byte[][] good = [.. FrameSamples.Kinds.Select(kind => Sealed(reader, kind))];
        byte[] arrived = new byte[2048];
        var header = new FrameHeader();
        int[] outcomes = new int[Enum.GetValues<FrameStatus>().Length];

        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < Frames / Allocations.Rounds; i++)
                Receive();
        }));
        Assert.Equal(0, outcomes[(int)FrameStatus.Ok]);
        Assert.Equal(Frames, outcomes.Sum());
        Assert.DoesNotContain(0, outcomes[1..]); // every way to refuse was taken
        for (int k = 0; k < before.Length; k++)
            Assert.Equal(before[k], reader.Fingerprint(FrameSamples.Kinds[k]));

        void Receive()
        {
            byte[] source = good[random.NextInt32(good.Length)];
            Array.Copy(source, arrived, source.Length);
            int length = Damage(random, arrived, source.Length);
            outcomes[(int)reader.Receive(arrived, length, header)]++;
        }
    }

    [Fact]
    public void A_million_invented_payloads_with_right_checksums_never_throw()
    {
        var random = new Xoshiro256(31);
        FrameSamples reader = FrameSamples.Filled();
        byte[] arrived = new byte[2048];
        var header = new FrameHeader();
        int taken = 0;
        uint sequence = 0;
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < Frames / Allocations.Rounds; i++, sequence++)
            {
                FrameKind kind = FrameSamples.Kinds[random.NextInt32(FrameSamples.Kinds.Length)];
                int length = random.NextInt32(256);
                for (int at = 0; at < length; at += 8)
                    Bytes.PutI64(arrived, FrameCodec.HeaderBytes + at, (long)random.NextUInt64());
                int total = FrameCodec.Seal(arrived, kind, 1, sequence, sequence, length);
                if (reader.Receive(arrived, total, header) == FrameStatus.Ok)
                    taken++;
            }
        }));
        Assert.InRange(taken, 0, Frames / 50); // only where chance hit the length and every rule of a kind
    }

    private static byte[] Sealed(FrameSamples samples, FrameKind kind)
    {
        byte[] buffer = new byte[2048];
        return buffer[..samples.Seal(kind, buffer)];
    }

    /// <summary>Alters the frame for certain; returns the length that arrives.</summary>
    private static int Damage(Xoshiro256 random, byte[] frame, int length)
    {
        switch (random.NextInt32(6))
        {
            case 0:
                return random.NextInt32(length);
            case 1:
                return length + 1 + random.NextInt32(frame.Length - length);
            case 2:
                frame[2] ^= (byte)(1 + random.NextInt32(255));
                return Resealed(frame, length);
            case 3:
                // A kind that there is not.
                frame[3] = (byte)(LastKind + 1 + random.NextInt32(255 - LastKind));
                return Resealed(frame, length);
            case 4:
                // One byte too few or too many in the payload, with a header and checksum that agree.
                return FrameCodec.Seal(
                    frame, (FrameKind)frame[3], 1, 1, 1, length - FrameCodec.OverheadBytes + (random.NextInt32(2) == 0 ? 1 : -1));
            default:
                for (int flips = 1 + random.NextInt32(3); flips > 0; flips--)
                {
                    int at = random.NextInt32(length - 1);
                    frame[at] ^= (byte)(1 + random.NextInt32(255));
                }

                // The hits above may undo each other; this byte is none of theirs.
                frame[length - 1] ^= 0x80;
                return length;
        }
    }

    private static int Resealed(byte[] frame, int length)
    {
        Bytes.PutU32(frame, length - 4, Crc32.Compute(frame, 0, length - 4));
        return length;
    }
}
