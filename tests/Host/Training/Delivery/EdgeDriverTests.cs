using System.Globalization;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Training.Delivery;

public sealed class EdgeDriverTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(VehicleModel.Unicycle, 6, 2)]
    [InlineData(VehicleModel.Unicycle, -3, -0.5)]
    [InlineData(VehicleModel.Bicycle, 6, 2)]
    [InlineData(VehicleModel.Bicycle, -6, 4)]
    [InlineData(VehicleModel.Bicycle, 7, 0)]
    [InlineData(VehicleModel.Bicycle, 0.5, 1)]
    public void Every_traversal_of_an_edge_uses_no_more_than_the_one_before(VehicleModel model, double x, double y)
    {
        var dynamics = DeliveryDynamics.Of(new VehicleLimits { Model = model });
        var set = InitialTrajectory.Create(dynamics, 0, 0, x, y, 0.5);
        var conservative = set.Steps;
        var driver = new EdgeDriver(dynamics, 10);
        var vehicle = new DeliveryVehicle(dynamics, new DeliveryDisturbance(), 1);
        output.WriteLine($"initial {set.Steps * .2:F1} s {set.Battery[set.Steps]:F4}");
        for (var i = 1; i <= 6; i++)
        {
            vehicle.Reset(0, 0);
            var traversal = driver.Drive(vehicle, set, 0, 1);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"{i}: {traversal.TimeS:F1} s, battery {traversal.Battery:F4}, {traversal.Qps} QPs"));
            Assert.Equal(0, traversal.InfeasibleSteps);
            Assert.True(traversal.Driven.Steps <= set.Steps);
            Assert.True(traversal.Battery <= set.Battery[set.Steps] + 1e-12);
            Assert.InRange(traversal.ArrivalErrorM, 0, 1e-6);
            set = traversal.Driven;
        }

        Assert.True(set.Steps < 0.7 * conservative, $"{set.Steps} of {conservative} periods");
    }
}
