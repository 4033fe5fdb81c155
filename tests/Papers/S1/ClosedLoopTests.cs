using System.Globalization;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Papers.S1;

/// <summary>
/// Closed loop of the example of paper S1 (figures 3 and 4): 20 new initial states, 100 steps each, periods 50 and later. The bounds come from the
/// prototypes' figures; they differ in seeds and initial states, so a mean over 1000 samples is met to a few percent, rare violations to more.
/// </summary>
public sealed class ClosedLoopTests(ITestOutputHelper output)
{
    private FormationResult Run(int version, double tighteningM)
    {
        var team = new FormationTeam(FormationScenario.PaperS1(), version, NegotiationMode.DualNewton, tighteningM);
        var result = FormationSimulation.Run(team, seed: 3, runs: 20, periods: 100, from: 50, tolerance: 1e-4, roundLimit: 50);
        var errors = string.Join(" / ", result.CouplingErrorAbsM.Select(e => e.ToString("F3", CultureInfo.InvariantCulture)));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"version {version}, tightening {tighteningM}: L {result.StageCost:F3}, |error| {errors}, P(x11<0) {result.ViolationShare:P0}, rounds {result.Rounds:F1}"));
        return result;
    }

    [Fact]
    public void Imperfect_model_leaves_the_errors_of_the_table()
    {
        var result = Run(FormationScenario.ImperfectModel, 0.0);
        Assert.InRange(result.StageCost, 7.71 * 0.95, 7.71 * 1.05);
        double[] table = [0.191, 0.405, 0.596];
        for (var row = 0; row < table.Length; row++)
            Assert.InRange(result.CouplingErrorAbsM[row], table[row] * 0.95, table[row] * 1.05);
        Assert.InRange(result.ViolationShare, 0.50, 0.70);
    }

    [Fact]
    public void True_model_with_mean_disturbance_reaches_the_noise_floor()
    {
        var result = Run(FormationScenario.TrueModel, 0.0);
        Assert.InRange(result.StageCost, 0.646 * 0.75, 0.646 * 1.25);
        double[] table = [0.027, 0.027, 0.003];
        for (var row = 0; row < table.Length; row++)
            Assert.InRange(result.CouplingErrorAbsM[row], table[row] - 0.003, table[row] + 0.003);
        Assert.InRange(result.ViolationShare, 0.20, 0.38);
    }

    [Fact]
    public void Tightening_makes_it_the_oracle_without_violations()
    {
        var result = Run(FormationScenario.TrueModel, 0.05);
        Assert.InRange(result.StageCost, 0.165 * 0.9, 0.165 * 1.1);
        Assert.Equal(0.0, result.ViolationShare);
    }
}
