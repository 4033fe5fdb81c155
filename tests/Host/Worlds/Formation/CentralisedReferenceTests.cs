using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Host.Worlds.Formation;

public sealed class CentralisedReferenceTests
{
    private readonly FormationScenario scenario = FormationScenario.PaperS1();

    private CentralisedReference Reference() =>
        new(scenario, [.. Enumerable.Range(0, 3).Select(i => scenario.ParametersFor(i, FormationScenario.ImperfectModel))]);

    [Fact]
    public void At_the_wanted_formation_nothing_moves_and_nothing_costs()
    {
        var reference = Reference();
        Assert.Equal(QpStatus.Solved, reference.Solve([[0, 0], [2, 0], [-2, 0]]));
        Assert.Equal(0.0, reference.Objective, 1e-9);
        Assert.All(reference.FirstInputs, input => Assert.Equal(0.0, input[0], 1e-9));
        Assert.All(reference.Multipliers, mu => Assert.Equal(0.0, mu, 1e-9));
    }

    [Fact]
    public void Its_value_is_at_least_the_sum_of_the_agents_alone()
    {
        double[][] states = [[1.0, 0.1], [1.2, 0], [-0.5, 0]];
        var reference = Reference();
        Assert.Equal(QpStatus.Solved, reference.Solve(states));
        var alone = 0.0;
        for (var i = 0; i < 3; i++)
        {
            var controller = new MpcController(2, 1, 1, scenario.Horizon);
            controller.Configure(scenario.ParametersFor(i, FormationScenario.ImperfectModel));
            Assert.Equal(QpStatus.Solved, controller.Solve(states[i], new double[scenario.Horizon]));
            alone += controller.Objective;
        }

        Assert.True(reference.Objective > alone + 0.1, $"{reference.Objective} against {alone}");
    }

    [Fact]
    public void A_slack_row_gives_way_by_its_multiplier_over_twice_the_weight()
    {
        // One stage: the coupling error after one step of the model, by hand from the inputs.
        var one = new CouplingProblem(agents: 2, rows: 1, stages: 1, outputs: 1);
        one.M[0][0] = 1.0;
        one.M[1][0] = -1.0;
        one.Target[0] = -1.0;
        one.SlackWeight[0] = 10.0;
        var pair = new FormationScenario([scenario.Agents[1], scenario.Agents[1]], one, 0.25);
        var parameters = Enumerable.Range(0, 2).Select(i => pair.ParametersFor(i, FormationScenario.ImperfectModel)).ToArray();
        var reference = new CentralisedReference(pair, parameters);
        Assert.Equal(QpStatus.Solved, reference.Solve([[1.0, 0], [1.9, 0]]));
        var error = (1.0 + (0.0312 * reference.FirstInputs[0][0])) - (1.9 + (0.0312 * reference.FirstInputs[1][0])) + 1.0;
        Assert.Equal(error, reference.Multipliers[0] / 20.0, 1e-9);
    }
}
