using MultiAgentEdge.Coupling;

namespace MultiAgentEdge.Tests.Shared.Coupling;

public sealed class NegotiatorStateTests
{
    [Theory]
    [InlineData(NegotiationMode.Subgradient)]
    [InlineData(NegotiationMode.Fista)]
    [InlineData(NegotiationMode.Admm)]
    public void One_that_took_anothers_state_goes_on_with_the_same_bits(NegotiationMode mode)
    {
        var problem = new CouplingProblem(agents: 2, rows: 1, stages: 3, outputs: 1) { Discount = 0.9 };
        problem.M[0][0] = 1.0;
        problem.M[1][0] = -1.0;
        problem.Target[0] = 0.5;
        problem.SlackWeight[0] = 10.0;
        var first = new Negotiator(problem, mode, new NegotiatorOptions());
        var second = new Negotiator(problem, mode, new NegotiatorOptions());
        Rounds(first, 12);
        var state = new double[first.StateCount];
        first.CopyState(state);
        Assert.Contains(state, value => value != 0.0);
        first.TakeState(state);
        second.TakeState(state);
        Rounds(first, 12);
        Rounds(second, 12);
        Assert.Equal(first.Multipliers, second.Multipliers);
        Assert.Equal(first.PrefersShift(), second.PrefersShift());
    }

    [Theory]
    [InlineData(NegotiationMode.Subgradient)]
    [InlineData(NegotiationMode.Admm)]
    public void Its_numbers_grow_with_the_parts_that_agents_have_in_rows(NegotiationMode mode)
    {
        Assert.InRange(Numbers(1000) / (double)Numbers(10), 100.0, 115.0);

        // A chain: everybody keeps a distance to the next.
        int Numbers(int agents)
        {
            var problem = new CouplingProblem(agents, rows: agents - 1, stages: 2, outputs: 1);
            for (var r = 0; r < agents - 1; r++)
                (problem.M[r][r], problem.M[r + 1][r]) = (-1.0, 1.0);
            return new Negotiator(problem, mode, new NegotiatorOptions()).StateCount;
        }
    }

    // Two agents that each like to be at zero and give way to the price.
    private static void Rounds(Negotiator negotiator, int count)
    {
        var price = new double[3];
        var weight = new double[1];
        for (var k = 0; k < count; k++)
        {
            if (k % 3 == 0)
                negotiator.BeginPeriod(negotiator.PrefersShift());
            for (var i = 0; i < 2; i++)
            {
                negotiator.CopyPrice(i, price);
                negotiator.CopyCouplingWeight(i, weight);
                negotiator.SetOutputs(i, [.. price.Select((value, l) => -value / (1.0 + l + weight[0]))]);
            }

            negotiator.Update();
        }
    }
}
