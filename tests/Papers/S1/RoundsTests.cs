using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Papers.S1;

/// <summary>
/// Rounds of negotiation until the residual is 1e-3, along closed loops with the imperfect model: 8 initial states, periods 20 to 59 of each. One
/// round: every agent broadcasts its predicted outputs once. The prototypes' table is the yardstick (their medians / 95 % in the comments).
/// </summary>
public sealed class RoundsTests(ITestOutputHelper output)
{
    private enum Start
    {
        Cold,
        Shifted,
        Kept,
    }

    private (int Median, int Percentile95) Count(NegotiationMode mode, Start start)
    {
        var scenario = FormationScenario.PaperS1();
        var team = new FormationTeam(scenario, FormationScenario.ImperfectModel, mode);
        var plant = new FormationPlant(scenario, seed: 7);
        var rounds = new List<int>();
        for (var run = 0; run < 8; run++)
        {
            plant.Restart();
            team.Negotiator.Reset();
            for (var k = 0; k < 60; k++)
            {
                if (start == Start.Cold)
                    team.Negotiator.Reset();
                var taken = team.Negotiate(plant.States, 1e-3, roundLimit: 400, shift: start == Start.Shifted);
                if (k >= 20)
                    rounds.Add(taken);
                plant.Step(team.Inputs);
            }
        }

        rounds.Sort();
        var result = (rounds[rounds.Count / 2], rounds[(int)(rounds.Count * 0.95)]);
        output.WriteLine($"{mode,-12} {start,-8} median {result.Item1,3}, 95 % {result.Item2,3}, most {rounds[^1],3}");
        return result;
    }

    [Fact]
    public void Subgradient_is_the_slow_reference()
    {
        var cold = Count(NegotiationMode.Subgradient, Start.Cold);
        var shifted = Count(NegotiationMode.Subgradient, Start.Shifted);
        var kept = Count(NegotiationMode.Subgradient, Start.Kept);
        Assert.InRange(cold.Percentile95, 50, 145);    // 129 / 130
        Assert.InRange(shifted.Percentile95, 50, 140); // 122 / 122
        Assert.InRange(kept.Percentile95, 20, 115);    // 77 / 93
    }

    [Fact]
    public void Acceleration_takes_a_third_of_the_rounds()
    {
        var cold = Count(NegotiationMode.Fista, Start.Cold);
        var shifted = Count(NegotiationMode.Fista, Start.Shifted);
        var kept = Count(NegotiationMode.Fista, Start.Kept);
        Assert.InRange(cold.Percentile95, 1, 39);      // 36 / 39
        Assert.InRange(shifted.Percentile95, 1, 37);   // 35 / 35
        Assert.InRange(kept.Percentile95, 1, 34);      // 27 / 32
    }

    [Fact]
    public void Admm_that_keeps_its_multipliers_needs_at_most_20_rounds()
    {
        Count(NegotiationMode.Admm, Start.Cold);       // 28 / 28
        var shifted = Count(NegotiationMode.Admm, Start.Shifted);
        var kept = Count(NegotiationMode.Admm, Start.Kept);
        Assert.InRange(shifted.Percentile95, 1, 20);   // 26 / 27
        Assert.InRange(kept.Percentile95, 1, 20);      // 17 / 20
    }

    [Fact]
    public void Newton_needs_at_most_6_rounds()
    {
        var cold = Count(NegotiationMode.DualNewton, Start.Cold);
        var shifted = Count(NegotiationMode.DualNewton, Start.Shifted);
        var kept = Count(NegotiationMode.DualNewton, Start.Kept);
        Assert.InRange(cold.Percentile95, 1, 6);       // 4 / 4
        Assert.InRange(shifted.Percentile95, 1, 6);    // 4 / 6
        Assert.InRange(kept.Percentile95, 1, 6);       // 3 / 4
    }

    [Fact]
    public void Two_admm_rounds_a_period_cost_no_more_than_convergence_once_settled()
    {
        var scenario = FormationScenario.PaperS1();
        var few = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.Admm, tighteningM: 0.05);
        var many = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.Admm, tighteningM: 0.05);
        var two = FormationSimulation.Run(few, seed: 5, runs: 10, periods: 100, from: 50, tolerance: 0.0, roundLimit: 2);
        var converged = FormationSimulation.Run(many, seed: 5, runs: 10, periods: 100, from: 50, tolerance: 1e-4, roundLimit: 200);
        output.WriteLine($"two rounds L {two.StageCost:F4}, converged L {converged.StageCost:F4} in {converged.Rounds:F1} rounds");
        Assert.Equal(2.0, two.Rounds);
        Assert.InRange(two.StageCost, 0.9 * converged.StageCost, 1.1 * converged.StageCost);
    }
}
