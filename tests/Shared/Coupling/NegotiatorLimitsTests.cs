using MultiAgentEdge.Coupling;

namespace MultiAgentEdge.Tests.Shared.Coupling;

public class NegotiatorLimitsTests
{
    private const double Weight = 10.0;

    [Fact]
    public void The_limit_is_what_the_slack_can_cost_in_the_worst_corner_of_the_boxes()
    {
        // x1 in [0, 1], x2 in [0, 3], x1 - x2 = -2: from -3 + 2 to 1 + 2.
        Assert.Equal(2 * Weight * 3.0, Pair().MultiplierLimit[0]);
        // Its box is from -3 to 0, and a width more on either side.
        Assert.Equal((-6.0, 3.0), (Pair().PartLower[1], Pair().PartUpper[1]));
    }

    [Theory]
    [InlineData(NegotiationMode.Subgradient)]
    [InlineData(NegotiationMode.Fista)]
    [InlineData(NegotiationMode.Admm)]
    public void Agents_that_do_not_react_drive_no_price_beyond_its_limits(NegotiationMode mode)
    {
        var problem = Pair();
        var negotiator = new Negotiator(problem, mode, new NegotiatorOptions());
        double[] lower = [0.0], upper = [0.0], price = [0.0, 0.0];
        for (var round = 0; round < 1000; round++)
        {
            negotiator.SetOutputs(0, [1.0, 1.0]);
            negotiator.SetOutputs(1, [0.0, 0.0]);
            negotiator.Update();
            for (var agent = 0; agent < 2; agent++)
            {
                negotiator.CopyPriceLimits(agent, lower, upper);
                negotiator.CopyPrice(agent, price);
                Assert.All(price, value => Assert.InRange(value, lower[0], upper[0]));
            }
        }

        Assert.All(negotiator.Multipliers, mu => Assert.Equal(problem.MultiplierLimit[0], mu, 1e-9));
    }

    [Fact]
    public void Whoever_comes_back_begins_at_its_own_plan_and_on_a_ramp()
    {
        var problem = Pair();
        var negotiator = new Negotiator(problem, NegotiationMode.Admm, new NegotiatorOptions { RampPeriods = 9 });
        double[] price = [0.0, 0.0];
        double[] weight = [0.0];
        negotiator.CopyCouplingWeight(1, weight);
        negotiator.Drop(1);
        negotiator.Follow(1, [0.5, 0.6]);
        negotiator.CopyPrice(1, price);

        // Price and curvature cancel at its own plan.
        Assert.Equal(-weight[0] * 0.5, price[0], 1e-12);
        Assert.Equal(-weight[0] * 0.6, price[1], 1e-12);

        negotiator.Join(1);
        for (var period = 1; period <= 12; period++)
        {
            negotiator.BeginPeriod(shift: false);
            negotiator.SetOutputs(0, [1.0, 1.0]);
            negotiator.SetOutputs(1, [0.0, 0.0]);
            negotiator.Update();
            Assert.True(negotiator.Multipliers[0] <= (Math.Min(10, period + 1) / 10.0 * problem.MultiplierLimit[0]) + 1e-9, $"period {period}");
        }
    }

    [Fact]
    public void Without_limits_nothing_is_limited()
    {
        var negotiator = new Negotiator(Plain(), NegotiationMode.Subgradient, new NegotiatorOptions());
        double[] lower = [0.0], upper = [0.0];
        negotiator.CopyPriceLimits(0, lower, upper);

        Assert.Equal((-1e30, 1e30), (lower[0], upper[0]));
    }

    private static CouplingProblem Plain()
    {
        var problem = new CouplingProblem(agents: 2, rows: 1, stages: 2, outputs: 1);
        problem.M[0][0] = 1.0;
        problem.M[1][0] = -1.0;
        problem.Target[0] = -2.0;
        problem.SlackWeight[0] = Weight;
        return problem;
    }

    private static CouplingProblem Pair()
    {
        var problem = Plain();
        problem.Limit([[0.0], [0.0]], [[1.0], [3.0]]);
        return problem;
    }
}
