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
