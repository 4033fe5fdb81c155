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
            Assert.True(
                negotiator.Multipliers[0] <= (Math.Min(10, period + 1) / 10.0 * problem.MultiplierLimit[0]) + 1e-9, $"period {period}");
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

    [Theory]
    [InlineData(NegotiationMode.Subgradient)]
    [InlineData(NegotiationMode.Fista)]
    [InlineData(NegotiationMode.Admm)]
    [InlineData(NegotiationMode.DualNewton)]
    public void Where_somebody_is_silent_no_step_is_made_on_its_old_answer(NegotiationMode mode)
    {
        var negotiator = new Negotiator(Pair(), mode, new NegotiatorOptions());
        double[] told = [0.0, 0.0], toldNow = [0.0, 0.0];
        negotiator.SetOutputs(0, [0.5, 0.5]);
        negotiator.SetOutputs(1, [1.0, 1.0]);
        negotiator.Update();
        var before = negotiator.Multipliers.ToArray();
        negotiator.CopyPrice(1, told);
        Assert.NotEqual(0.0, before[0]);

        for (var round = 0; round < 5; round++)
        {
            negotiator.SetOutputs(0, [0.6, 0.6]);
            negotiator.Update();
        }

        negotiator.CopyPrice(1, toldNow);
        Assert.Equal(before, negotiator.Multipliers);
        Assert.Equal(told, toldNow);
        negotiator.SetOutputs(0, [0.6, 0.6]);
        negotiator.SetOutputs(1, [1.0, 1.0]);
        negotiator.Update();
        Assert.NotEqual(before, negotiator.Multipliers);
    }

    [Fact]
    public void An_agent_is_alone_while_it_is_away_or_nobody_is_there_to_negotiate_with()
    {
        var problem = new CouplingProblem(agents: 3, rows: 2, stages: 1, outputs: 1);
        (problem.M[0][0], problem.M[1][0]) = (1.0, -1.0);
        (problem.M[1][1], problem.M[2][1]) = (1.0, -1.0);
        (problem.SlackWeight[0], problem.SlackWeight[1]) = (Weight, Weight);
        var negotiator = new Negotiator(problem, NegotiationMode.Admm, new NegotiatorOptions());
        Assert.DoesNotContain(Enumerable.Range(0, 3), negotiator.IsAlone);

        negotiator.Drop(0);
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(negotiator.IsAlone));
        negotiator.Drop(2);
        Assert.Equal([true, true, true], Enumerable.Range(0, 3).Select(negotiator.IsAlone));
        negotiator.Join(0);
        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(negotiator.IsAlone));
    }

    private static CouplingProblem Pair()
    {
        var problem = Plain();
        problem.Limit([[0.0], [0.0]], [[1.0], [3.0]]);
        return problem;
    }
}
