using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Training.Formation;

public sealed class FormationLearnerTests
{
    [Theory]
    [InlineData(UpdateRule.QLearning)]
    [InlineData(UpdateRule.Identification)]
    public void It_learns_from_transitions_that_somebody_else_made(UpdateRule update)
    {
        // A run recorded with a fixed controller; the learner sees nothing but what a coordinator of driving rovers has.
        var scenario = FormationScenario.PaperS1();
        var team = new FormationTeam(scenario, FormationScenario.ImperfectModel, NegotiationMode.Admm);
        var plant = new FormationPlant(scenario, seed: 3);
        var learner = new FormationLearner(scenario, new FormationLearnerOptions { Update = update });
        var before = Math.Abs(Offset(learner));
        var first = 0.0;
        var last = 0.0;
        team.Negotiate(plant.States, 0.0, 2);
        for (var k = 0; k < 1_000; k++)
        {
            var states = plant.States.Select(x => x.ToArray()).ToArray();
            var multipliers = team.Negotiator.Multipliers.ToArray();
            var inputs = team.Inputs.Select(u => u.ToArray()).ToArray();
            var cost = scenario.StageCost(plant.States, inputs);
            plant.Step(inputs);
            team.Negotiate(plant.States, 0.0, 2);
            var taught = learner.Learn(new FormationTransition
            {
                States = states,
                Inputs = inputs,
                Multipliers = multipliers,
                NextStates = plant.States,
                NextMultipliers = team.Negotiator.Multipliers,
                StageCost = cost,
            });
            Assert.True(taught);
            first += k < 200 ? Math.Abs(learner.TdError) : 0.0;
            last += k >= 800 ? Math.Abs(learner.TdError) : 0.0;
        }

        Assert.Equal(1_000, learner.Samples);
        Assert.True(last < first, $"mean TD error {first / 200} at first, {last / 200} at last");
        Assert.True(Math.Abs(Offset(learner)) > before);
    }

    [Fact]
    public void A_transition_without_numbers_teaches_nothing()
    {
        var scenario = FormationScenario.PaperS1();
        var learner = new FormationLearner(scenario, new FormationLearnerOptions());
        double[][] states = [[0.2, 0.0], [2.0, 0.0], [-2.0, 0.0]];
        var multipliers = new double[scenario.Horizon * scenario.Coupling.RowCount];
        Assert.False(learner.Learn(new FormationTransition
        {
            States = states,
            Inputs = [[0.0], [0.0], [0.0]],
            Multipliers = multipliers,
            NextStates = [[double.NaN, 0.0], [2.0, 0.0], [-2.0, 0.0]],
            NextMultipliers = multipliers,
            StageCost = 1.0,
        }));
        Assert.All(learner.Theta, theta => Assert.All(theta, value => Assert.Equal(0.0, value)));
    }

    private static double Offset(FormationLearner learner) => learner.Theta[0][0];
}
