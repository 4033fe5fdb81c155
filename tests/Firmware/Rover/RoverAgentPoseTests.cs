using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Firmware.Rover;

/// <summary>How an agent takes poses, and what it does when it is lost.</summary>
public sealed class RoverAgentPoseTests
{
    private const string Topic = "mae/1/" + TestFleet.Name + "/rover-1/pose";

    private static readonly CoveragePolicy Policy = CoverageSets.Policy() with { Tracking = new CoverageTracking(0.08, 0.8, 3, 1.5) };

    private readonly TrackedBody body = new();
    private readonly LoneRover rover;

    public RoverAgentPoseTests() => rover = new LoneRover(CoverageSets.Build(Policy), _ => body, pose: body);

    [Fact]
    public void It_asks_for_poses_only_where_something_takes_them()
    {
        rover.Run(2);
        Assert.Contains(Topic, rover.Link.Subscribed);

        var blind = new LoneRover(CoverageSets.Build(Policy), _ => body);
        blind.Run(2);
        Assert.DoesNotContain(Topic, blind.Link.Subscribed);
    }

    [Fact]
    public void A_pose_reaches_the_body_with_its_stamp_and_its_arrival()
    {
        rover.Run(2);
        Say(
            new PoseFrame { Source = 3, Flags = PoseFrame.HasHeading, StampUs = 77, XM = 1, YM = 2, HeadingRad = 0.5, SigmaM = 0.25f,
                SigmaRad = 0.125f });
        var atUs = rover.Clock.NowUs;
        rover.Poll();

        Assert.Equal([(3, 77L, atUs, 1.0, 2.0, 0.5, 0.25, 0.125)], body.Poses);
        Say(new PoseFrame { XM = 1 });
        rover.Poll();
        Assert.True(double.IsNaN(body.Poses[^1].Heading));
    }

    [Fact]
    public void Poses_that_are_none_or_stand_elsewhere_are_refused_and_counted()
    {
        rover.Run(2);
        var refused = rover.Agent.FramesRefused;
        Say(new PoseFrame { XM = double.NaN });
        Say(new PoseFrame { YM = double.PositiveInfinity });
        Say(new PoseFrame { SigmaM = -1 });
        rover.Link.Heard.Enqueue(("mae/1/" + TestFleet.Name + "/rover-2/pose", rover.Sealed(FrameKind.Pose, new PoseFrame().Write)));
        rover.Link.Heard.Enqueue(("mae/1/" + TestFleet.Name + "/rover-1/cmd", rover.Sealed(FrameKind.Pose, new PoseFrame().Write)));
        rover.Poll();

        Assert.Empty(body.Poses);
        Assert.Equal(refused + 5, rover.Agent.FramesRefused);
    }

    [Fact]
    public void With_a_key_nobody_places_a_rover_without_it()
    {
        var keyed = new LoneRover(CoverageSets.Build(Policy), _ => body, pose: body, key: new byte[32]);
        keyed.Run(2);
        keyed.Link.Heard.Enqueue((Topic, keyed.Sealed(FrameKind.Pose, new PoseFrame { XM = 1 }.Write)));
        keyed.Poll();

        Assert.Empty(body.Poses);
    }

    /// <summary>A thousand a second, for as long as a host may be silent: what is not taken in one poll waits, and the loop keeps its
    /// periods.</summary>
    [Fact]
    public void A_flood_of_poses_costs_no_deadline()
    {
        rover.Start();
        for (var i = 0; i < 30; i++)
        {
            for (var k = 0; k < 250; k++)
                Say(new PoseFrame { StampUs = (i * 250_000) + (k * 1000), XM = 1 });
            rover.Run(1);
        }

        Assert.Equal(0u, rover.Agent.MissedDeadlines);
        Assert.True(rover.Agent.IsDriving);
    }

    [Fact]
    public void Lost_it_slows_down_then_stops_says_so_and_does_not_arm()
    {
        rover.Start();
        body.IsLost = true;
        rover.Run(2);
        Assert.Equal((RoverMode.Degraded, SafetyAction.LocalOnly), (rover.Agent.Mode, rover.Agent.Action));
        Assert.NotEqual(0u, rover.Agent.Faults & FaultFlags.PoseLost);

        rover.Run(8);
        Assert.Equal(RoverMode.SafeStop, rover.Agent.Mode);
        rover.Command(RoverCommand.Arm);
        rover.Run(2);
        Assert.Equal(RoverMode.SafeStop, rover.Agent.Mode);

        body.IsLost = false;
        rover.Run(2);
        rover.Command(RoverCommand.Arm);
        rover.Run(2);
        Assert.Equal(RoverMode.Armed, rover.Agent.Mode);
    }

    [Fact]
    public void A_moment_without_knowing_stops_nobody()
    {
        rover.Start();
        body.IsLost = true;
        rover.Run(2);
        body.IsLost = false;
        rover.Run(2);

        Assert.Equal((true, 0u), (rover.Agent.IsDriving, rover.Agent.Faults & FaultFlags.PoseLost));
        Assert.NotEqual(SafetyAction.LocalOnly, rover.Agent.Action);
    }

    [Fact]
    public void Refused_poses_and_trackers_that_disagree_are_named()
    {
        rover.Run(2);
        body.PosesRefused++;
        rover.Run(1);
        Assert.NotEqual(0u, rover.Agent.Faults & FaultFlags.PosesRefused);
        rover.Run(1);
        Assert.Equal(0u, rover.Agent.Faults & FaultFlags.PosesRefused);
        body.IsContradicted = true;
        rover.Run(1);
        Assert.NotEqual(0u, rover.Agent.Faults & FaultFlags.PosesContradict);
    }

    private void Say(PoseFrame frame) => rover.Link.Heard.Enqueue((Topic, rover.Sealed(FrameKind.Pose, frame.Write)));

    private sealed class TrackedBody : IPlacedBody, IPoseEstimate
    {
        private readonly double[] now = new double[6];

        public int StateCount => 6;

        public int InputCount => 2;

        public bool CountsWay => true;

        public bool IsTracked { get; set; } = true;

        public bool IsLost { get; set; }

        public bool IsContradicted { get; set; }

        public uint PosesRefused { get; set; }

        public double PoseSigmaM => 0.01;

        public List<(int Source, long Stamp, long Arrival, double X, double Y, double Heading, double SigmaM, double SigmaRad)> Poses { get; } = [];

        public bool TryTakePose(
            int source, long stampUs, long arrivalUs, double xM, double yM, double headingRad, double sigmaM, double sigmaRad)
        {
            Poses.Add((source, stampUs, arrivalUs, xM, yM, headingRad, sigmaM, sigmaRad));
            return true;
        }

        public void SetPose(double xM, double yM, double headingRad)
        {
        }

        public bool TrySense(double[] state)
        {
            now[0] += 1e-6;
            now.CopyTo(state, 0);
            return true;
        }

        public bool TryActuate(double[] input) => true;

        public void Stop()
        {
        }
    }
}
