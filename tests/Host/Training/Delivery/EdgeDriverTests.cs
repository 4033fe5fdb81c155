using System.Globalization;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Training.Delivery;

public sealed class EdgeDriverTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_traversal_of_an_edge_uses_no_more_than_the_one_before()
    {
        var dynamics = DeliveryDynamics.Of(new VehicleLimits());
        var set = InitialTrajectory.Create(dynamics, 0, 0, 6, 2, 0.5);
        var driver = new EdgeDriver(dynamics, 10);
        var vehicle = new DeliveryVehicle(dynamics, new DeliveryDisturbance(), 1);
        output.WriteLine($"initial {set.Steps * .2:F1} s {set.Battery[set.Steps]:F4}");
        for (var i = 1; i <= 6; i++)
        {
            vehicle.Reset(0, 0);
            var traversal = driver.Drive(vehicle, set, 0, 1);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i}: {traversal.TimeS:F1} s, battery {traversal.Battery:F4}, {traversal.Qps} QPs"));
            Assert.Equal(0, traversal.InfeasibleSteps);
            Assert.True(traversal.Driven.Steps <= set.Steps);
            Assert.True(traversal.Battery <= set.Battery[set.Steps] + 1e-12);
            set = traversal.Driven;
        }
    }
}
