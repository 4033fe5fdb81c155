using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Worlds.Formation;

public sealed class DiscountedRiccatiTests
{
    [Fact]
    public void Scalar_case_is_the_root_of_its_quadratic()
    {
        // a = b = q = r = 1, gamma = 1: p^2 - p - 1 = 0, the golden ratio.
        Assert.Equal((1 + Math.Sqrt(5)) / 2, DiscountedRiccati.Solve([1], [1], [1], [1], 1.0)[0], 1e-10);
    }

    [Fact]
    public void Weight_is_what_the_optimal_feedback_costs_from_then_on()
    {
        double[] a = [1, 0.25, 0, 1], b = [0.0312, 0.25], q = [0.5, 0, 0, 0.1];
        const double r = 0.1, discount = 0.9;
        var p = DiscountedRiccati.Solve(a, b, q, [r], discount);
        Assert.Equal(p[1], p[2]);
        double x = 1.0, v = -0.5, cost = 0.0, weight = 1.0;
        var value = (p[0] * x * x) + (2 * p[1] * x * v) + (p[3] * v * v);
        for (var k = 0; k < 600; k++)
        {
            double pb0 = (p[0] * b[0]) + (p[1] * b[1]), pb1 = (p[2] * b[0]) + (p[3] * b[1]);
            double nx = x + (0.25 * v);
            var u = -discount * ((pb0 * nx) + (pb1 * v)) / (r + (discount * ((b[0] * pb0) + (b[1] * pb1))));
            cost += weight * ((q[0] * x * x) + (q[3] * v * v) + (r * u * u));
            weight *= discount;
            (x, v) = (nx + (b[0] * u), v + (b[1] * u));
        }

        Assert.Equal(value, cost, 1e-9);
    }

    [Fact]
    public void A_model_that_cannot_be_stabilised_is_refused()
    {
        Assert.Throws<ArgumentException>(() => DiscountedRiccati.Solve([2], [0], [1], [1], 1.0));
    }
}
