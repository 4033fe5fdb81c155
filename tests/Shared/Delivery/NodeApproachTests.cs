using MultiAgentEdge.Delivery;

namespace MultiAgentEdge.Tests.Shared.Delivery;

public class NodeApproachTests
{
    private readonly VehicleDynamics model = new(VehicleKind.Unicycle);
    private readonly NodeApproach approach;
    private double[] state = new double[4];

    public NodeApproachTests() => approach = new NodeApproach(model);

    [Theory]
    [InlineData(3, 1, 0, 0)]
    [InlineData(-2, 0.01, 0, 1.2)]
    [InlineData(0.05, 0.1, 3, 0)]
    [InlineData(1, -4, 40, 0.5)]
    public void From_anywhere_it_comes_to_stand_at_the_node_and_looks_along_x(double xM, double yM, double headingRad, double speedMS)
    {
        state = [xM, yM, headingRad, speedMS];
        approach.Begin(Edge(speedMS: 0.8), mayPass: false);
        var periods = 0;
        do
        {
            Assert.True(++periods < 200, $"({state[0]}, {state[1]}) after {periods} periods");
            Drive(isHeld: false);
            Assert.InRange(state[VehicleDynamics.Speed], -0.05, Math.Max(0.8, speedMS) + 1e-9);
        }
        while (approach.StepsToGo > 0);
        Assert.InRange(double.Hypot(state[0], state[1]), 0, 0.06);
        Assert.InRange(Math.Abs(Math.IEEERemainder(state[VehicleDynamics.Heading], 2 * Math.PI)), 0, 0.03);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_node_on_which_another_stands_is_visited_from_beside_it_where_that_may_be(bool mayPass)
    {
        state = [0.5, 0, 0, 0];
        approach.Begin(Edge(speedMS: 0.8), mayPass);
        for (var period = 0; period < 60; period++)
        {
            // What it wants is not what it gets: it may turn, and stands.
            Drive(isHeld: true);
            (state[0], state[VehicleDynamics.Speed]) = (0.5, 0);
        }

        Assert.Equal(mayPass, approach.StepsToGo == 0);
    }

    private void Drive(bool isHeld)
    {
        approach.Step(state, isHeld);
        var next = new double[4];
        model.Step(state, 0, [approach.YawRateRadS, approach.AccelerationMS2], 0, next, 0);
        state = next;
    }

    private static EdgeSafeSet Edge(double speedMS)
    {
        var edge = new EdgeSafeSet(4, 2) { Steps = 2 };
        edge.States[4 + VehicleDynamics.Speed] = speedMS;
        return edge;
    }
}
