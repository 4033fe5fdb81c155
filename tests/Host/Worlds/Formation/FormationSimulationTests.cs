using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Worlds.Formation;

public sealed class FormationSimulationTests
{
    private static FormationResult Run(ulong seed, int from = 5)
    {
        var team = new FormationTeam(FormationScenario.PaperS1(), FormationScenario.TrueModel, NegotiationMode.Admm, tighteningM: 0.05);
        return FormationSimulation.Run(team, seed, runs: 2, periods: 30, from, tolerance: 0.0, roundLimit: 2);
    }

    [Fact]
    public void Same_seed_same_bits_another_seed_another_run()
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(Run(1).StageCost), BitConverter.DoubleToInt64Bits(Run(1).StageCost));
        Assert.NotEqual(Run(1).StageCost, Run(2).StageCost);
    }

    [Fact]
    public void A_transient_costs_more_than_what_comes_after_it()
    {
        var whole = Run(1, from: 0);
        var settled = Run(1, from: 20);
        Assert.True(whole.StageCost > settled.StageCost, $"{whole.StageCost} against {settled.StageCost}");
        Assert.Equal(2.0, whole.Rounds);
        Assert.Equal(3, settled.CouplingErrorAbsM.Length);
    }
}
