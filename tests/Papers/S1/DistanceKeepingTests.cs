using System.Globalization;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Papers.S1;

/// <summary>
/// The general case of (1d) of paper S1: rovers on one track keep at least 0.5 m from the next, while their references ask for 0.3 m.
/// Inequality rows, (7) with its projection, against the centralised problem.
/// </summary>
public sealed class DistanceKeepingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(NegotiationMode.Subgradient, 10.0)]
    [InlineData(NegotiationMode.Fista, 10.0)]
    [InlineData(NegotiationMode.Admm, 10.0)]
    [InlineData(NegotiationMode.DualNewton, 10.0)]
    [InlineData(NegotiationMode.Subgradient, CouplingProblem.Hard)]
    [InlineData(NegotiationMode.Fista, CouplingProblem.Hard)]
    [InlineData(NegotiationMode.Admm, CouplingProblem.Hard)]
    [InlineData(NegotiationMode.DualNewton, CouplingProblem.Hard)]
    public void Negotiated_inputs_are_those_of_the_coupled_problem(NegotiationMode mode, double slackWeight)
    {
        const int roundLimit = 3000;
        var scenario = FormationScenario.Track(slackWeight);
        var team = new FormationTeam(scenario, FormationScenario.TrueModel, mode);
        var reference = new CentralisedReference(scenario, team.Parameters);
        var plant = new FormationPlant(scenario, seed: 21);
        int held = 0, most = 0, total = 0, samples = 0;
        for (var run = 0; run < 3; run++)
        {
            plant.Restart();
            team.Negotiator.Reset();
            for (var k = 0; k < 20; k++)
            {
                Assert.Equal(QpStatus.Solved, reference.Solve(plant.States));
                var taken = team.Negotiate(plant.States, 1e-5, roundLimit);
                Assert.True(taken < roundLimit, $"{mode}: period {k} did not converge");
                for (var i = 0; i < team.Inputs.Length; i++)
                    Assert.Equal(reference.FirstInputs[i][0], team.Inputs[i][0], 1e-3);
                Assert.All(team.Negotiator.Multipliers, mu => Assert.True(mu >= 0.0));
                held += reference.Multipliers.Any(mu => mu > 1e-6) ? 1 : 0;
                most = Math.Max(most, taken);
                total += taken;
                samples++;
                plant.Step(team.Inputs);
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{mode,-11} {(slackWeight >= CouplingProblem.Hard ? "hard" : "w 10"),-5} rounds to 1e-5: mean {(double)total / samples:F1}, "
            + $"most {most}; a distance held in {held} of {samples}"));
        Assert.InRange(held, samples / 2, samples);
    }

    [Theory]
    [InlineData(NegotiationMode.Subgradient)]
    [InlineData(NegotiationMode.Fista)]
    [InlineData(NegotiationMode.Admm)]
    [InlineData(NegotiationMode.DualNewton)]
    public void One_that_leaves_and_comes_back_makes_nobody_lunge(NegotiationMode mode)
    {
        var (usual, _) = LargestChange(mode, leaves: int.MaxValue, comes: int.MaxValue);
        var (after, team) = LargestChange(mode, leaves: 30, comes: 50);
        var largestMu = team.Negotiator.Multipliers.Max(Math.Abs);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{mode,-11} largest change of an input a period: {usual:F3} when all stay, {after:F3} when one leaves and comes back; "
            + $"multipliers at the end up to {largestMu:F2}"));
        Assert.InRange(after, 0.0, usual + 0.25);
        Assert.InRange(largestMu, 0.0, 5.0);
    }

    private static (double Change, FormationTeam Team) LargestChange(NegotiationMode mode, int leaves, int comes)
    {
        var team = new FormationTeam(FormationScenario.PaperS1(), FormationScenario.TrueModel, mode, tighteningM: 0.05);
        var plant = new FormationPlant(team.Scenario, seed: 9);
        var last = new double[3];
        var largest = 0.0;
        for (var k = 0; k < 80; k++)
        {
            if (k == leaves)
                team.Negotiator.Drop(2);
            if (k == comes)
                team.Negotiator.Join(2);
            team.Negotiate(plant.States, 0.0, roundLimit: 2);
            // 2 w times a distance error of 5 m, more than the boxes leave room for.
            Assert.All(team.Negotiator.Multipliers, mu => Assert.InRange(mu, -100.0, 100.0));
            for (var i = 0; i < 3; i++)
            {
                if (k >= 30)
                    largest = Math.Max(largest, Math.Abs(team.Inputs[i][0] - last[i]));
                last[i] = team.Inputs[i][0];
            }

            plant.Step(team.Inputs);
        }

        return (largest, team);
    }
}
