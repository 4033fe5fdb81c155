using MultiAgentEdge.Delivery;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Firmware.Rover;

/// <summary>A mission in the plane says where its rovers were put down; they count their way from there.</summary>
public class StartPoseTests
{
    private static readonly CoveragePolicy Policy = CoverageSets.Policy() with { Tracking = new CoverageTracking(0.08, 0.8, 3, 1.5) };

    private readonly PlacedBody body = new();

    [Fact]
    public void It_is_placed_as_a_set_that_came_becomes_active()
    {
        var rover = new LoneRover(CoverageSets.Build(Policy, start: (0.5, -0.25, 1.5)), _ => body);
        Assert.Empty(body.Placed);
        rover.Start();
        Assert.Equal([(0.5, -0.25, 1.5)], body.Placed);
        Assert.Equal((0.5, -0.25), (Math.Round(rover.Agent.State[0], 3), rover.Agent.State[1]));
    }

    // An edge that begins where the one before ends says nothing: the rover knows better where it is.
    [Fact]
    public void A_delivery_rover_is_placed_by_its_first_edge_and_by_no_later_one()
    {
        var dynamics = new VehicleDynamics(VehicleKind.Unicycle);
        var edge = new EdgeSafeSet(dynamics.StateCount, 10) { Steps = 10 };
        (edge.States[0], edge.States[1]) = (2, 1);
        for (var k = 0; k < edge.Steps; k++)
        {
            edge.Inputs[(2 * k) + 1] = k < 5 ? 0.5 : -0.5;
            dynamics.Step(edge.States, 4 * k, edge.Inputs, 2 * k, edge.States, 4 * (k + 1));
            edge.Battery[k + 1] = edge.Battery[k] + dynamics.Depletion(edge.States[(4 * k) + VehicleDynamics.Speed]);
        }

        byte[] Set(uint version, (double XM, double YM, double HeadingRad)? start) =>
            DeliveryParameterSet.Build(dynamics, edge, 5, version, start: start);
        var rover = new LoneRover(Set(1, (2, 1, 0)), _ => body);
        rover.Start();
        Assert.Equal([(2.0, 1.0, 0.0)], body.Placed);

        rover.Command(RoverCommand.Disarm);
        rover.Push(Set(2, null), 2, 0);
        rover.Run(4);
        Assert.Equal(2u, rover.Agent.ParameterVersion);
        rover.Command(RoverCommand.Arm);
        rover.Run(1);
        rover.Command(RoverCommand.Start, rover.Agent.Tick);
        rover.Run(2);
        rover.Push(Set(3, (0, 0, 0)), 3, rover.Agent.Tick + 3);
        rover.Run(5);
        Assert.Equal((3u, true), (rover.Agent.ParameterVersion, rover.Agent.IsDriving));
        Assert.Single(body.Placed);
    }

    [Fact]
    public void One_that_drives_or_is_told_no_pose_goes_on_from_where_it_is()
    {
        var rover = new LoneRover(CoverageSets.Build(Policy), _ => body).Start();
        Assert.Empty(body.Placed);
        rover.Push(CoverageSets.Build(Policy, 2, (0.5, -0.25, 1.5)), 2, rover.Agent.Tick + 3);
        rover.Run(5);
        Assert.Equal((2u, true), (rover.Agent.ParameterVersion, rover.Agent.IsDriving));
        Assert.Empty(body.Placed);

        // Stopped, it can be put down anew.
        rover.Command(RoverCommand.Disarm);
        rover.Run(1);
        Assert.Equal(RoverMode.Disarmed, rover.Agent.Mode);
        rover.Push(CoverageSets.Build(Policy, 3, (1, 2, 0)), 3, 0);
        rover.Run(4);
        Assert.Equal([(1.0, 2.0, 0.0)], body.Placed);
    }

    private sealed class PlacedBody : IPlacedBody
    {
        private readonly double[] now = new double[6];

        public int StateCount => 6;

        public int InputCount => 2;

        public bool CountsWay => true;

        public List<(double X, double Y, double Heading)> Placed { get; } = [];

        public void SetPose(double xM, double yM, double headingRad)
        {
            Placed.Add((xM, yM, headingRad));
            (now[0], now[1], now[2]) = (xM, yM, headingRad);
        }

        // Never quite still: a reading that repeats looks like a frozen sensor.
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
