using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Training.Delivery;

public sealed class InitialTrajectoryTests
{
    [Theory]
    [InlineData(VehicleModel.Unicycle, 0.0)]
    [InlineData(VehicleModel.Unicycle, 1e-12)]
    [InlineData(VehicleModel.Unicycle, 1e-3)]
    [InlineData(VehicleModel.Bicycle, 0.0)]
    [InlineData(VehicleModel.Bicycle, 1e-12)]
    [InlineData(VehicleModel.Bicycle, 1e-3)]
    public void Places_at_one_spot_or_nearly_have_an_edge_that_can_be_driven_again_and_again(VehicleModel model, double distanceM)
    {
        var dynamics = DeliveryDynamics.Of(new VehicleLimits { Model = model });
        var set = InitialTrajectory.Create(dynamics, 3, -2, 3 + distanceM, -2, 0.5);
        Assert.True(set.Steps >= 1);
        Assert.All(set.States.Concat(set.Inputs).Concat(set.Battery), value => Assert.True(double.IsFinite(value)));
        Assert.Equal((3 + distanceM, -2.0), (set.States[set.Steps * set.StateCount], set.States[(set.Steps * set.StateCount) + 1]));
        var driver = new EdgeDriver(dynamics, 10);
        var vehicle = new DeliveryVehicle(dynamics, new DeliveryDisturbance(), 1);
        for (var i = 0; i < 3; i++)
        {
            vehicle.Reset(3, -2);
            var traversal = driver.Drive(vehicle, set, 0, 1);
            Assert.Equal(0, traversal.InfeasibleSteps);
            Assert.InRange(traversal.Driven.Steps, 1, set.Steps);
            set = traversal.Driven;
        }
    }
}
