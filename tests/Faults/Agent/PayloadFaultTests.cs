using MultiAgentEdge.Linalg;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "bad payload", at the agent: what a rover reads is dual, cmd, param/desired and param/chunk.</summary>
public class PayloadFaultTests
{
    private static int Count => Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 1_000_000 : 20_000;

    [Fact]
    public void Whatever_comes_is_counted_changes_nothing_throws_nothing_and_costs_no_memory()
    {
        var rover = new LoneRover().Start();
        byte[][] good =
        [
            rover.Sealed(FrameKind.Dual, new DualFrame(10) { Tick = rover.Agent.Tick, PriceCount = 10 }.Write),
            rover.Sealed(FrameKind.Command, new CommandFrame { Command = RoverCommand.Disarm }.Write),
            rover.Sealed(FrameKind.Desired, new DesiredFrame { Version = 7, ByteCount = 2000, ChunkBytes = 1024 }.Write),
            rover.Sealed(FrameKind.Chunk, new ChunkFrame(64) { Version = 7, Length = 64 }.Write),
        ];
        var bad = new List<byte[]>();
        var random = new Xoshiro256(5);
        foreach (var frame in good)
        {
            for (var length = 1; length < frame.Length; length++)
                bad.Add(frame[..length]);
            for (var bit = 0; bit < 8 * frame.Length; bit++)
                bad.Add(Changed(frame, f => f[bit / 8] ^= (byte)(1 << (bit % 8))));
            bad.Add([.. frame, 0]);
        }

        for (var length = 1; length <= 1 << 20; length *= 2)
            bad.Add(new byte[length]);
        while (bad.Count < Count)
        {
            var noise = new byte[1 + random.NextInt32(200)];
            for (var i = 0; i < noise.Length; i++)
                noise[i] = (byte)random.NextUInt64();
            bad.Add(noise);
        }

        // What is due is done first: what changes from here on, the bad frames have changed.
        rover.Poll();
        var (mode, version, refused) = (rover.Agent.Mode, rover.Agent.ParameterVersion, rover.Agent.FramesRefused);
        double[] price = [.. rover.Agent.Controller.Price];
        var allocated = Allocations.Least(
            () =>
            {
                while (rover.Link.Queue.Count > 0)
                    rover.Agent.Poll();
            },
            () => bad.ForEach(rover.Link.Queue.Enqueue));

        Assert.Equal(0, allocated);
        Assert.Equal(mode, rover.Agent.Mode);
        Assert.Equal(version, rover.Agent.ParameterVersion);
        Assert.Equal(price, rover.Agent.Controller.Price);
        Assert.Equal(0u, rover.Agent.Faults & FaultFlags.LoopException);
        var dropped = (uint)rover.Link.Dropped;
        Assert.True(dropped > 0, "nothing was too long");
        Assert.InRange(
            rover.Agent.FramesRefused - refused, (uint)(Allocations.Rounds * bad.Count) - dropped, (uint)(Allocations.Rounds * bad.Count));

        rover.Run(1);
        rover.Run(5);
        Assert.Equal(RoverMode.Running, rover.Agent.Mode);
    }

    [Fact]
    public void Sound_frames_of_a_wrong_kind_schema_or_content_are_refused()
    {
        var rover = new LoneRover().Start();
        var nan = new DualFrame(10) { Tick = rover.Agent.Tick, PriceCount = 10 };
        nan.Price[3] = double.NaN;
        byte[][] bad =
        [
            rover.Sealed(FrameKind.Dual, nan.Write),
            rover.Sealed(FrameKind.State, new StateFrame(2).Write),
            rover.Sealed(FrameKind.Telemetry, new TelemetryFrame(1, 1, 1).Write),
            rover.Sealed(FrameKind.Dual, new DualFrame(100) { PriceCount = 100 }.Write),
            Resealed(rover.Sealed(FrameKind.Command, new CommandFrame { Command = RoverCommand.Disarm }.Write), f => f[2] = 9),
            Resealed(rover.Sealed(FrameKind.Command, new CommandFrame { Command = RoverCommand.Disarm }.Write), f => f[3] = 77),
            Resealed(
                rover.Sealed(FrameKind.Command, new CommandFrame { Command = RoverCommand.Disarm }.Write),
                f => f[FrameCodec.HeaderBytes] = 200),
        ];
        for (var i = 0; i < bad.Length; i++)
        {
            var refused = rover.Agent.FramesRefused;
            rover.Link.Queue.Enqueue(bad[i]);
            rover.Agent.Poll();
            Assert.True(rover.Agent.FramesRefused == refused + 1, $"frame {i} was taken");
        }

        Assert.Equal(RoverMode.Running, rover.Agent.Mode);
        Assert.All(rover.Agent.Controller.Price, p => Assert.True(double.IsFinite(p)));
    }

    private static byte[] Changed(byte[] frame, Action<byte[]> change)
    {
        byte[] copy = [.. frame];
        change(copy);
        return copy;
    }

    private static byte[] Resealed(byte[] frame, Action<byte[]> change) => Changed(frame, copy =>
    {
        change(copy);
        Bytes.PutU32(copy, copy.Length - 4, Crc32.Compute(copy, 0, copy.Length - 4));
    });
}
