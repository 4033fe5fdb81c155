using MultiAgentEdge.Delivery;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Firmware.Rover;

/// <summary>An edge that was staged on the way to a node is taken up in the period in which the node is reached, if it begins
/// there.</summary>
public sealed class DeliveryHandoverTests
{
    private const double NodeM = 2;

    [Fact]
    public void The_next_edge_is_active_in_the_very_period_in_which_the_node_is_reached()
    {
        var body = new ModelBody(Set(0, 1));
        var rover = new LoneRover(Set(0, 1), _ => body).Start();
        rover.Push(Set(NodeM, 2), 2, DesiredFrame.WhenDone);

        var arrived = false;
        for (var tick = rover.Agent.Tick; !arrived; tick = rover.Agent.Tick)
        {
            Assert.Equal(1u, rover.Agent.ParameterVersion);
            Assert.True(rover.Agent.State[0] < NodeM - 1e-3, "held at the node before the next edge was active");
            while (rover.Agent.Tick == tick)
                rover.Run(1);
            arrived = rover.Agent.ParameterVersion == 2;
        }

        Assert.Equal(NodeM, rover.Agent.State[0], 1e-6);
        // Full acceleration: this period is driven, not waited for.
        Assert.Equal(0.5, rover.Agent.Applied[1], 1e-9);
        Assert.True(rover.Agent.IsDriving);
    }

    [Theory]
    [InlineData(NodeM + 1)]
    [InlineData(0)]
    public void An_edge_that_begins_elsewhere_is_not_taken_up(double startM)
    {
        var body = new ModelBody(Set(0, 1));
        var rover = new LoneRover(Set(0, 1), _ => body).Start();
        rover.Push(Set(startM, 2), 2, DesiredFrame.WhenDone);

        rover.Run(30);

        Assert.Equal(NodeM, rover.Agent.State[0], 1e-6);
        Assert.Equal((1u, 0.0), (rover.Agent.ParameterVersion, rover.Agent.Controller.Figure));
    }

    [Fact]
    public void A_rover_that_stands_does_not_take_up_what_was_staged_for_an_arrival()
    {
        var rover = new LoneRover(Set(0, 1), _ => new ModelBody(Set(0, 1))).Start();
        rover.Push(Set(NodeM, 2), 2, DesiredFrame.WhenDone);
        rover.Command(RoverCommand.Disarm);

        rover.Run(30);

        Assert.Equal(1u, rover.Agent.ParameterVersion);
    }

    /// <summary>Two metres straight on.</summary>
    private static byte[] Set(double startM, uint version)
    {
        var dynamics = new VehicleDynamics(VehicleKind.Unicycle);
        const int ramp = 5;
        const int cruise = 20;
        var edge = new EdgeSafeSet(dynamics.StateCount, ramp + cruise) { Steps = ramp + cruise };
        edge.States[0] = startM;
        for (var k = 0; k < edge.Steps; k++)
        {
            // 15 periods at 0.5 m/s make 1.5 m, the ramps 0.25 m each.
            edge.Inputs[(2 * k) + 1] = k < ramp ? 0.5 : k < cruise ? 0 : -0.5;
            dynamics.Step(edge.States, k * dynamics.StateCount, edge.Inputs, 2 * k, edge.States, (k + 1) * dynamics.StateCount);
            edge.Battery[k + 1] = edge.Battery[k] + dynamics.Depletion(edge.States[(k * dynamics.StateCount) + VehicleDynamics.Speed]);
        }

        return DeliveryParameterSet.Build(dynamics, edge, 5, version);
    }

    /// <summary>Does in each period what the controller's own model says.</summary>
    private sealed class ModelBody : IBody
    {
        private readonly IController model;
        private double[] present;

        public ModelBody(byte[] set)
        {
            var parsed = new ParameterSet();
            Assert.Equal(ParameterStatus.Ok, parsed.TryParse(set, set.Length));
            model = ControllerFactory.TryCreate(parsed, new RoverOptions());
            present = new double[model.StateCount];
        }

        public int StateCount => model.StateCount;

        public int InputCount => model.InputCount;

        public bool TrySense(double[] state)
        {
            present.CopyTo(state, 0);
            return true;
        }

        public bool TryActuate(double[] input)
        {
            var next = new double[present.Length];
            model.Predict(present, input, next);
            present = next;
            return true;
        }

        public void Stop()
        {
        }
    }
}
