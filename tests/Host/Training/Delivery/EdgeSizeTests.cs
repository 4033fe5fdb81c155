using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Delivery;

public class EdgeSizeTests
{
    [Theory]
    [InlineData(VehicleModel.Unicycle)]
    [InlineData(VehicleModel.Bicycle)]
    public void Is_never_below_what_the_traversal_takes(VehicleModel model)
    {
        var random = new Xoshiro256(4);
        for (var trial = 0; trial < 200; trial++)
        {
            var vehicle = new VehicleLimits { Model = model, PeriodS = random.NextUniform(0.1, 1),
                ConservativeSpeedMS = random.NextUniform(0.2, 2), AccelerationMaxMS2 = random.NextUniform(0.2, 2) };
            var (x, y) = (random.NextUniform(-50, 50), random.NextUniform(-50, 50));
            var traversal = InitialTrajectory.Create(DeliveryDynamics.Of(vehicle), 0, 0, x, y, vehicle.ConservativeSpeedMS);

            Assert.InRange(traversal.Steps, 1, EdgeSize.Periods(vehicle, Math.Sqrt((x * x) + (y * y))));
        }
    }

    [Fact]
    public void The_papers_example_is_far_from_the_limit() => Assert.Null(EdgeSize.TooLong(TaskGraph.PaperS4()));

    [Fact]
    public void An_edge_that_is_too_long_is_named()
    {
        var graph = new TaskGraph("far", [new("depot", 0, 0), new("moon", 3.8e8, 0)], 0);

        Assert.Equal((0, 1), (EdgeSize.TooLong(graph)!.Value.From, EdgeSize.TooLong(graph)!.Value.To));
    }
}
