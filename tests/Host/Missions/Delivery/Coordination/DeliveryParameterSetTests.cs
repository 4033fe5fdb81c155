using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Coordination;

/// <summary>What a rover builds from a pushed edge is what the trainer drove with.</summary>
public sealed class DeliveryParameterSetTests
{
    private static IController Controller(byte[] bytes)
    {
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        return ControllerFactory.TryCreate(set, new RoverOptions())!;
    }

    [Theory]
    [InlineData(VehicleModel.Unicycle)]
    [InlineData(VehicleModel.Bicycle)]
    public void The_rover_drives_the_edge_to_the_bit_as_the_trainer_does_and_then_holds(VehicleModel model)
    {
        var dynamics = DeliveryDynamics.Of(new VehicleLimits { Model = model });
        var edge = InitialTrajectory.Create(dynamics, 0, 0, 6, 2, 0.5);
        var vehicle = new DeliveryVehicle(dynamics, new DeliveryDisturbance(), 1);
        var driven = new EdgeDriver(dynamics, 10).Drive(vehicle, edge, 0, 1).Driven;
        var bytes = DeliveryParameterSet.Build(dynamics, edge, 10, 1);
        Assert.True(bytes.Length <= DeliveryParameterSet.BytesFor(edge.Steps, edge.StateCount));
        var controller = Controller(bytes);

        var state = new double[controller.StateCount];
        var next = new double[controller.StateCount];
        edge.States.AsSpan(0, edge.StateCount).CopyTo(state);
        for (var k = 0; k < driven.Steps; k++)
        {
            Assert.Equal(QpStatus.Solved, controller.Step(state));
            Assert.Equal(driven.Inputs[2 * k], controller.Input[0]);
            Assert.Equal(driven.Inputs[(2 * k) + 1], controller.Input[1]);
            controller.Predict(state, controller.Input, next);
            next.CopyTo(state, 0);
            controller.BeginPeriod();
        }

        Assert.Equal(0, controller.Figure);
        Assert.Equal(driven.Battery[driven.Steps], state[^2], 1e-12);
        for (var k = 0; k < 20; k++)
        {
            Assert.Equal(QpStatus.Solved, controller.Step(state));
            Assert.InRange(Math.Abs(controller.Input[0]) + Math.Abs(controller.Input[1]), 0, 1e-6);
            controller.BeginPeriod();
        }
    }

    [Fact]
    public void What_earlier_edges_have_used_is_not_this_edges()
    {
        var dynamics = DeliveryDynamics.Of(new VehicleLimits());
        var edge = InitialTrajectory.Create(dynamics, 0, 0, 6, 2, 0.5);
        var controller = Controller(DeliveryParameterSet.Build(dynamics, edge, 10, 1));
        var state = new double[controller.StateCount];
        controller.Step(state);
        var periods = controller.Figure;
        controller.Reset();
        (state[^2], state[^1]) = (0.9, 70);
        Assert.Equal(QpStatus.Solved, controller.Step(state));
        Assert.Equal(periods, controller.Figure);
    }

    [Fact]
    public void A_rover_that_is_further_along_goes_on_from_there_and_one_that_is_nowhere_near_stands_still()
    {
        var dynamics = DeliveryDynamics.Of(new VehicleLimits());
        var edge = InitialTrajectory.Create(dynamics, 0, 0, 6, 2, 0.5);
        var controller = Controller(DeliveryParameterSet.Build(dynamics, edge, 10, 1));
        var state = new double[controller.StateCount];
        edge.States.AsSpan(40 * edge.StateCount, edge.StateCount).CopyTo(state);
        Assert.Equal(QpStatus.Solved, controller.Step(state));
        Assert.InRange(controller.Figure, 1, edge.Steps - 40);

        controller.Reset();
        Array.Clear(state);
        state[1] = -3;
        Assert.NotEqual(QpStatus.Solved, controller.Step(state));
        Assert.Equal([0.0, 0.0], controller.Input.Select(value => Math.Abs(value)));
    }

    [Fact]
    public void A_set_that_describes_no_edge_or_no_vehicle_makes_no_controller()
    {
        var dynamics = DeliveryDynamics.Of(new VehicleLimits());
        var edge = InitialTrajectory.Create(dynamics, 0, 0, 6, 2, 0.5);
        Assert.Throws<ArgumentException>(() => DeliveryParameterSet.Build(dynamics, edge, 1, 1));
        dynamics.WheelbaseM = 0;
        Assert.Throws<ArgumentException>(() => DeliveryParameterSet.Build(dynamics, edge, 10, 1));
    }
}
