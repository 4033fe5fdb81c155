using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Host.Training.Formation;

public sealed class QLearnerTests
{
    private static readonly QLearnerOptions Short = new() { Seed = 7, Samples = 200, GuardRuns = 1, GuardInterval = 100 };

    [Fact]
    public void Same_seed_same_bits_another_seed_others()
    {
        var runs = new ulong[] { 7, 7, 8 }.Select(seed =>
        {
            var learner = new QLearner(FormationScenario.PaperS1(), Short with { Seed = seed });
            for (var k = 0; k < 200; k++)
                learner.Step();
            return learner;
        }).ToList();
        Assert.Equal(Bits(runs[0]), Bits(runs[1]));
        Assert.NotEqual(Bits(runs[0]), Bits(runs[2]));
    }

    [Fact]
    public void Value_is_a_lower_bound_of_the_coupled_optimum_after_any_number_of_rounds_and_meets_it_after_many()
    {
        var scenario = FormationScenario.PaperS1();
        foreach (var rounds in new[] { 1, 2, 3, 300 })
        {
            var learner = new QLearner(scenario, Short with { Rounds = rounds, Update = UpdateRule.QLearning, StepSize = 1e-30 });
            for (var k = 0; k < 10; k++)
            {
                var reference = new CentralisedReference(
                    scenario, [.. Enumerable.Range(0, 3).Select(i => scenario.ParametersFor(i, FormationScenario.ImperfectModel))]);
                Assert.Equal(QpStatus.Solved, reference.Solve(learner.States));
                Assert.True(learner.Value <= reference.Objective + 1e-7, $"{rounds} rounds: {learner.Value} above {reference.Objective}");
                if (rounds == 300)
                    Assert.Equal(reference.Objective, learner.Value, 1e-5);
                learner.Step();
            }
        }
    }

    [Fact]
    public void V_is_the_least_Q()
    {
        var scenario = FormationScenario.PaperS1();
        var p = scenario.ParametersFor(0, FormationScenario.ImperfectModel);
        var controller = new MpcController(2, 1, 1, scenario.Horizon);
        controller.Configure(p);
        var price = Enumerable.Range(0, scenario.Horizon).Select(l => Math.Sin(l)).ToArray();
        foreach (var state in new double[][] { [0.1, -0.2], [0.4, 0.3], [-0.05, 0.0] })
        {
            Assert.Equal(QpStatus.Solved, controller.Solve(state, price));
            var value = controller.Objective;
            double[] best = [controller.Inputs[0]];
            Assert.Equal(QpStatus.Solved, controller.SolveFixedInput(state, price, best));
            Assert.Equal(value, controller.Objective, 1e-8);
            for (var u = -1.0; u <= 1.0; u += 0.25)
            {
                Assert.Equal(QpStatus.Solved, controller.SolveFixedInput(state, price, [u]));
                Assert.True(controller.Objective >= value - 1e-8);
            }
        }
    }

    [Fact]
    public void Negotiated_derivative_of_the_whole_value_is_the_local_gradient()
    {
        // The envelope theorem: moving theta_1 moves the multipliers, too, and to first order the value does not see that.
        var scenario = FormationScenario.PaperS1();
        double[][] states = [[0.2, 0.1], [1.9, -0.1], [-1.7, 0.1]];
        const double step = 1e-4;
        double At(double change)
        {
            var parameters = Enumerable.Range(0, 3).Select(i => scenario.ParametersFor(i, FormationScenario.ImperfectModel)).ToArray();
            parameters[0].Offset[0] += change;
            var reference = new CentralisedReference(scenario, parameters);
            Assert.Equal(QpStatus.Solved, reference.Solve(states));
            return reference.Objective;
        }

        var team = new FormationTeam(scenario, FormationScenario.ImperfectModel, NegotiationMode.DualNewton);
        team.Negotiate(states, 1e-9, 200);
        var slopes = new MpcParameters(2, 1, 1, scenario.Horizon);
        new LocalGradient(2).Compute(team.Controllers[0], team.Parameters[0], team.PriceOf(0), slopes);
        var difference = (At(step) - At(-step)) / (2.0 * step);
        Assert.Equal(difference, slopes.Offset[0], 1e-5 * Math.Max(1.0, Math.Abs(difference)));
    }

    [Fact]
    public void Divergence_rolls_back_to_the_best_theta()
    {
        // A step that no run survives: everything jumps to the corners of its box.
        var learner = new QLearner(FormationScenario.PaperS1(), Short with
        {
            Update = UpdateRule.QLearning,
            StepSize = 1e6,
            DivergenceFactor = 1.01,
            Blocks = [new(ParameterBlock.ModelOffset, [1.0], -0.3, 0.3), new(ParameterBlock.ModelB, [1.0], -0.3, 0.3)],
        });
        var start = learner.BestCost;
        for (var k = 0; k < 200; k++)
            learner.Step();
        Assert.True(learner.Rollbacks >= 1);
        Assert.True(learner.BestCost <= start);
        if (learner.LastCost > learner.BestCost)
            Assert.Equal(learner.BestTheta.SelectMany(theta => theta), learner.Theta.SelectMany(theta => theta));
    }

    [Theory]
    [InlineData(UpdateRule.QLearning)]
    [InlineData(UpdateRule.Identification)]
    public void The_solve_path_allocates_nothing(UpdateRule update)
    {
        var learner = new QLearner(FormationScenario.PaperS1(), Short with { Update = update });
        for (var k = 0; k < 50; k++)
            learner.Step();
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var k = 0; k < 20; k++)
            {
                learner.Act();
                learner.Learn();
            }
        }));
    }

    private static long[] Bits(QLearner learner) =>
        [.. learner.Theta.Append([learner.TdError, learner.Value]).SelectMany(v => v).Select(BitConverter.DoubleToInt64Bits)];
}
