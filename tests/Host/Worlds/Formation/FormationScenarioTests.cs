using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Worlds.Formation;

public sealed class FormationScenarioTests
{
    private readonly FormationScenario scenario = FormationScenario.PaperS1();

    [Fact]
    public void At_the_wanted_distances_and_references_nothing_costs()
    {
        double[][] states = [[0, 0], [2, 0], [-2, 0]];
        double[][] inputs = [[0], [0], [0]];
        Assert.All(scenario.CouplingError(states), error => Assert.Equal(0.0, error));
        Assert.Equal(0.0, scenario.StageCost(states, inputs));
    }

    [Fact]
    public void Stage_cost_is_that_of_equation_32()
    {
        double[][] states = [[-0.1, 0.2], [2.0, 0], [-2.0, 0]];
        double[][] inputs = [[0.5], [0], [0]];

        // Errors -0.1, -0.1, 0; local 0.5 * 0.01 + 0.1 * 0.04 + 0.1 * 0.25; bound 100 * 0.1.
        Assert.Equal((10 * 0.02) + 0.005 + 0.004 + 0.025 + 10.0, scenario.StageCost(states, inputs), 1e-12);
    }

    [Fact]
    public void Versions_differ_in_model_and_offset()
    {
        var first = scenario.ParametersFor(0, FormationScenario.ImperfectModel);
        var second = scenario.ParametersFor(0, FormationScenario.TrueModel, tighteningM: 0.05);
        Assert.Equal([1, 0.25, 0, 1], first.A);
        Assert.Equal([0.0, 0.0], first.Offset);
        Assert.Equal([0.9, 0.35, 0, 1.1], second.A);
        Assert.Equal([-0.05, 0.0], second.Offset);
        Assert.Equal([0.05, 0.0], second.StateLowerTightening);
        Assert.Equal([0.0, 0.0], scenario.ParametersFor(1, FormationScenario.TrueModel, 0.05).StateLowerTightening);
        Assert.Throws<ArgumentOutOfRangeException>(() => scenario.ParametersFor(0, 3));
    }

    [Fact]
    public void Agents_and_coupling_must_fit()
    {
        var other = new CouplingProblem(agents: 2, rows: 1, stages: 10, outputs: 1);
        Assert.Throws<ArgumentException>(() => new FormationScenario(scenario.Agents, other, 0.25));
    }
}
