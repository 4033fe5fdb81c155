using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Shared.Wire;

/// <summary>What whole frames with a right checksum may still not contain. Offsets are those of shared/Wire/README.md.</summary>
public class PayloadTests
{
    private static readonly long Nan = BitConverter.DoubleToInt64Bits(double.NaN);
    private static readonly long Infinity = BitConverter.DoubleToInt64Bits(double.NegativeInfinity);

    [Theory]
    [InlineData(FrameKind.State, 0, 7)] // mode
    [InlineData(FrameKind.State, 1, 6)] // action
    [InlineData(FrameKind.State, 2, 4)] // mission
    [InlineData(FrameKind.State, 32, 3)] // count says more than there is
    [InlineData(FrameKind.State, 32, 5)] // count above capacity
    [InlineData(FrameKind.Plan, 5, 5)] // status
    [InlineData(FrameKind.Plan, 6, 11)] // outputs above capacity
    [InlineData(FrameKind.Plan, 7, 255)] // 65,283 outputs
    [InlineData(FrameKind.Plan, 8, 8)] // one sensitivity less than there is
    [InlineData(FrameKind.Dual, 7, 1)] // a probe that is not there
    [InlineData(FrameKind.Dual, 8, 11)] // prices above capacity
    [InlineData(FrameKind.Command, 0, 0)]
    [InlineData(FrameKind.Command, 0, 8)]
    [InlineData(FrameKind.Command, 2, 1)] // padding
    [InlineData(FrameKind.Desired, 7, 128)] // more than 2 GB
    [InlineData(FrameKind.Desired, 12, 0)] // chunks of no bytes
    [InlineData(FrameKind.Desired, 14, 2)] // unknown flag
    [InlineData(FrameKind.Desired, 14, 0)] // no rollback, but where from
    [InlineData(FrameKind.Desired, 20, 2)] // back from the same version
    [InlineData(FrameKind.Chunk, 10, 0)] // no data
    [InlineData(FrameKind.Chunk, 10, 65)] // above capacity
    [InlineData(FrameKind.Telemetry, 4, 7)] // mode
    [InlineData(FrameKind.Telemetry, 5, 6)] // action
    [InlineData(FrameKind.Telemetry, 6, 5)] // status
    [InlineData(FrameKind.Telemetry, 36, 5)] // states above capacity
    [InlineData(FrameKind.Telemetry, 37, 3)] // inputs above capacity
    [InlineData(FrameKind.Telemetry, 38, 11)] // prices above capacity
    [InlineData(FrameKind.Motion, 0, 4)] // unknown flag
    [InlineData(FrameKind.Motion, 36, 0xBC)] // deviation below zero
    [InlineData(FrameKind.Motion, 40, 0xBD)] // radius below zero
    [InlineData(FrameKind.Motion, 40, 0x43)] // radius of 205 m
    [InlineData(FrameKind.Motion, 44, 0xBE)] // promise below zero
    [InlineData(FrameKind.Pose, 1, 2)] // unknown flag
    [InlineData(FrameKind.Pose, 37, 0xBB)] // negative deviation
    [InlineData(FrameKind.Pose, 41, 0xBB)] // the heading's
    public void A_wrong_byte_is_refused(FrameKind kind, int at, byte value)
    {
        AssertRefused(kind, payload => payload[at] = value);
    }

    [Theory]
    [InlineData(FrameKind.State, 33)]
    [InlineData(FrameKind.Plan, 10)] // output
    [InlineData(FrameKind.Plan, 10 + (8 * 11))] // last sensitivity
    [InlineData(FrameKind.Dual, 10)]
    [InlineData(FrameKind.Dual, 10 + (8 * 9))] // last price
    [InlineData(FrameKind.Command, 8)]
    [InlineData(FrameKind.Telemetry, 40)] // state
    [InlineData(FrameKind.Telemetry, 56)] // input
    [InlineData(FrameKind.Telemetry, 64)] // price
    [InlineData(FrameKind.Motion, 5)] // x
    [InlineData(FrameKind.Motion, 13)] // y
    [InlineData(FrameKind.Motion, 17)] // upper half of y and the heading
    [InlineData(FrameKind.Pose, 10)] // x
    [InlineData(FrameKind.Pose, 18)] // y
    [InlineData(FrameKind.Pose, 26)] // heading
    public void A_number_that_is_not_finite_is_refused(FrameKind kind, int at)
    {
        AssertRefused(kind, payload => Bytes.PutI64(payload, at, Nan));
        AssertRefused(kind, payload => Bytes.PutI64(payload, at, Infinity));
    }

    [Fact]
    public void A_probe_travels_behind_the_prices_and_is_refused_where_it_does_not_fit()
    {
        var sent = new DualFrame(2, 3) { Tick = 9, PriceCount = 2, ProbeCount = 3 };
        sent.Price[1] = 0.5;
        sent.Probe[2] = -0.25;
        var buffer = new byte[256];
        var length = sent.Write(buffer, 0);
        Assert.Equal(DualFrame.BytesFor(2, 3), length);

        var heard = new DualFrame(2, 3);
        Assert.True(heard.TryRead(buffer, 0, length));
        Assert.Equal((9u, 2, 3, 0.5, -0.25), (heard.Tick, heard.PriceCount, heard.ProbeCount, heard.Price[1], heard.Probe[2]));
        Assert.False(new DualFrame(2, 2).TryRead(buffer, 0, length));
        Bytes.PutI64(buffer, length - 8, Nan);
        Assert.False(heard.TryRead(buffer, 0, length));
        Assert.Equal(-0.25, heard.Probe[2]);
    }

    [Fact]
    public void A_pace_travels_last_and_is_kept_until_the_next_that_tells_one()
    {
        var sent = new DualFrame(1, 1) { Tick = 9, PriceCount = 1, ProbeCount = 1, Flags = DualFrame.Alone, HasPace = true };
        sent.Pace[7] = 10;
        var buffer = new byte[256];
        var length = sent.Write(buffer, 0);
        Assert.Equal(DualFrame.BytesFor(1, 1, hasPace: true), length);

        var heard = new DualFrame(1, 1);
        Assert.True(heard.TryRead(buffer, 0, length));
        Assert.Equal((DualFrame.Alone, true, 10.0), (heard.Flags, heard.HasPace, heard.Pace[7]));
        Assert.False(new DualFrame(1, 1, paceCapacity: 0).TryRead(buffer, 0, length));
        Assert.False(heard.TryRead(buffer, 0, length - 8));
        Bytes.PutI64(buffer, length - 8, Nan);
        Assert.False(heard.TryRead(buffer, 0, length));
        sent.HasPace = false;
        Assert.True(heard.TryRead(buffer, 0, sent.Write(buffer, 0)));
        Assert.Equal((false, 10.0), (heard.HasPace, heard.Pace[7]));
    }

    [Fact]
    public void A_battery_voltage_that_is_not_finite_is_refused()
    {
        AssertRefused(FrameKind.State, payload => Bytes.PutF32(payload, 28, float.NaN));
        AssertRefused(FrameKind.State, payload => Bytes.PutF32(payload, 28, float.PositiveInfinity));
    }

    [Theory]
    [InlineData(FrameKind.State, StateFrame.FixedBytes)]
    [InlineData(FrameKind.Plan, PlanFrame.FixedBytes)]
    [InlineData(FrameKind.Dual, DualFrame.FixedBytes)]
    [InlineData(FrameKind.Command, CommandFrame.PayloadBytes)]
    [InlineData(FrameKind.Desired, DesiredFrame.PayloadBytes)]
    [InlineData(FrameKind.Chunk, ChunkFrame.FixedBytes)]
    [InlineData(FrameKind.Telemetry, TelemetryFrame.FixedBytes)]
    [InlineData(FrameKind.Motion, MotionFrame.ByteCount)]
    [InlineData(FrameKind.Pose, PoseFrame.PayloadBytes)]
    public void Every_other_length_is_refused(FrameKind kind, int fixedBytes)
    {
        var reader = FrameSamples.Filled();
        byte[] payload = new byte[2048];
        int length = reader.WritePayload(kind, payload, 0);
        Assert.True(length >= fixedBytes);
        byte[] before = reader.Fingerprint(kind);
        for (int other = 0; other < payload.Length; other++)
        {
            if (other != length && reader.TryReadPayload(kind, payload, 0, other))
                Assert.Fail($"{kind} took {other} bytes for {length}");
        }

        Assert.Equal(before, reader.Fingerprint(kind));
    }

    private static void AssertRefused(FrameKind kind, Action<byte[]> spoil)
    {
        byte[] payload = new byte[2048];
        var reader = FrameSamples.Filled();
        int length = reader.WritePayload(kind, payload, 0);
        byte[] before = reader.Fingerprint(kind);
        spoil(payload);
        Assert.False(reader.TryReadPayload(kind, payload, 0, length));
        Assert.Equal(before, reader.Fingerprint(kind));
    }
}
