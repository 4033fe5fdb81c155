using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Firmware.Rover;

public class MotionGuardTests
{
    private const long PeriodUs = 200_000;
    private readonly RoverOptions options = new() { Fleet = "lab", Name = "rover-1", BodyRadiusM = 0.1, BootCount = 5 };
    private readonly LinkMessage message = new(256);
    private readonly FrameHeader header = new();
    private readonly double[] state = [0, 0, 0, 0.2, 0, 0];

    [Fact]
    public void It_changes_what_would_run_into_another_and_leaves_the_rest_to_the_bit()
    {
        var guard = Guard();
        double[] input = [0.3, 0.5];
        guard.Begin(1, state, [0, 0], 0.01);
        Assert.False(guard.Filter(state, input));
        Assert.Equal([0.3, 0.5], input);

        Assert.True(Hear(guard, "rover-2", 0.24, 0, tick: 1));
        guard.Begin(2, state, [0, 0], 0.01);
        Assert.True(guard.Filter(state, input));
        Assert.True(state[3] + (input[1] * 0.2) <= 0.01);
        Assert.Equal(1u, guard.Interventions);
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(0.1, 2)]
    public void It_does_nothing_without_a_radius_or_for_a_body_that_is_not_in_the_plane(double radiusM, int states)
    {
        options.BodyRadiusM = radiusM;
        var guard = Guard(states);
        Assert.False(guard.IsActive);
        double[] input = [0.3, 0.5];
        guard.Begin(1, state, [0, 0], 0);
        Assert.False(guard.Filter(state, input));
        Assert.Equal([0.3, 0.5], input);
    }

    [Fact]
    public void What_a_broker_kept_and_what_is_said_elsewhere_is_nobodys_motion()
    {
        var guard = Guard();
        Assert.False(Hear(guard, "rover-2", 0.24, 0, tick: 1, isRetained: true));
        Assert.False(Hear(guard, "rover-2/more", 0.24, 0, tick: 1));
        double[] input = [0.3, 0.5];
        guard.Begin(2, state, [0, 0], 0.01);
        Assert.False(guard.Filter(state, input));
    }

    [Fact]
    public void A_rover_that_others_cannot_hear_stands_and_what_it_did_is_counted_over_controllers()
    {
        var guard = Guard();
        Hear(guard, "rover-1", 0, 0, tick: 1, epoch: 5);
        Hear(guard, "rover-2", 5, 5, tick: 1);
        double[] input = [0, 0.5];
        var tick = 1u;
        while (Math.Abs(state[3] + (input[1] * 0.2)) > 1e-9 && tick < 50)
        {
            input = [0, 0.5];
            guard.Begin(++tick, state, [0, 0], 0.01);
            guard.Filter(state, input);
        }

        Assert.InRange(tick, 4u, 15u);
        var counted = guard.Interventions;
        guard.Take(null!, null!, PeriodUs, 0.6, null!, 0);
        Assert.Equal((false, counted), (guard.IsActive, guard.Interventions));
    }

    private MotionGuard Guard(int states = 6)
    {
        var guard = new MotionGuard(options, new RoverTopics(options.Fleet, options.Name));
        guard.Take(new Wheels(states), new Body(states), PeriodUs, 0.6, null!, 0);
        return guard;
    }

    private bool Hear(MotionGuard guard, string rover, double x, double y, uint tick, uint epoch = 1, bool isRetained = false)
    {
        var frame = new MotionFrame { Tick = tick, XM = x, YM = y, RadiusM = 0.1f, SigmaM = 0.01f, CapMS = 0.4f, IsDriving = true };
        message.Topic = $"mae/1/lab/{rover}/motion";
        message.IsRetained = isRetained;
        var length = frame.Write(message.Payload, FrameCodec.HeaderBytes);
        message.Length = FrameCodec.Seal(message.Payload, FrameKind.Motion, epoch, tick, 0, length);
        Assert.Equal(FrameStatus.Ok, FrameCodec.TryOpen(message.Payload, message.Length, header));
        return guard.TryTake(message, header, tick, 1);
    }

    private sealed class Body(int states) : IPlacedBody
    {
        public int StateCount => states;

        public int InputCount => 2;

        public bool CountsWay => true;

        public void SetPose(double xM, double yM, double headingRad)
        {
        }

        public bool TrySense(double[] state) => true;

        public bool TryActuate(double[] input) => true;

        public void Stop()
        {
        }
    }

    private sealed class Wheels(int states) : UncoupledController, IPlanarController
    {
        public MissionKind Mission => MissionKind.Coverage;

        public int StateCount => states;

        public int InputCount => 2;

        public double SpeedLimit => 1;

        public double LargestSpeedMS => 0.4;

        public double LargestGainMS2 => 0;

        public int Priority => 0;

        public bool TryWish(double[] velocity) => false;

        public int Diverted { get; private set; }

        public void Divert() => Diverted++;

        public double[] Input { get; } = new double[2];

        public double[] InputLower { get; } = [-3, -1];

        public double[] InputUpper { get; } = [3, 1];

        public double Figure => 0;

        public int Count => 0;

        public void BeginPeriod()
        {
        }

        public QpStatus Step(double[] state) => QpStatus.Solved;

        public void Reset()
        {
        }

        public bool TryAnswer(double[] input, int inputCount, double[] output, int outputCount) => false;

        public void Predict(double[] state, double[] input, double[] next)
        {
        }
    }
}
