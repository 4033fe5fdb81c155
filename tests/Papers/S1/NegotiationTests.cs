using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Papers.S1;

/// <summary>Distributed MPC of paper S1: equality with the coupled problem, weak duality (14), V = min Q (12b).</summary>
public sealed class NegotiationTests
{
    private const ulong Seed = 11;

    private static double DualValue(FormationScenario scenario, FormationTeam team, double[][] states)
    {
        // Evaluated without ADMM's quadratic term: at the plain price M'mu.
        var sum = 0.0;
        for (var i = 0; i < scenario.Agents.Count; i++)
        {
            var a = scenario.Agents[i];
            var p = scenario.ParametersFor(i, FormationScenario.ImperfectModel);
            var controller = new MpcController(a.StateCount, a.InputCount, a.OutputCount, scenario.Horizon);
            controller.Configure(p);
            var price = new double[scenario.Horizon];
            for (var l = 0; l < scenario.Horizon; l++)
            {
                for (var r = 0; r < scenario.Coupling.RowCount; r++)
                    price[l] += scenario.Coupling.M[i][r] * team.Negotiator.Multipliers[(l * scenario.Coupling.RowCount) + r];
            }

            Assert.Equal(QpStatus.Solved, controller.Solve(states[i], price));
            sum += controller.Objective;
        }

        return sum - team.Negotiator.DualConstant();
    }

    [Theory]
    [InlineData(NegotiationMode.Subgradient, 2000)]
    [InlineData(NegotiationMode.Fista, 400)]
    [InlineData(NegotiationMode.Admm, 800)]
    [InlineData(NegotiationMode.DualNewton, 60)]
    public void Negotiated_solution_is_that_of_the_coupled_problem(NegotiationMode mode, int rounds)
    {
        var scenario = FormationScenario.PaperS1();
        var plant = new FormationPlant(scenario, Seed);
        for (var sample = 0; sample < 4; sample++)
        {
            plant.Restart();
            var team = new FormationTeam(scenario, FormationScenario.ImperfectModel, mode);
            var reference = new CentralisedReference(scenario, team.Parameters);
            Assert.Equal(QpStatus.Solved, reference.Solve(plant.States));
            var taken = team.Negotiate(plant.States, 1e-9, rounds);
            Assert.True(taken < rounds, $"{mode} did not converge in {rounds} rounds");
            for (var i = 0; i < scenario.Agents.Count; i++)
                Assert.Equal(reference.FirstInputs[i][0], team.Inputs[i][0], 1e-5);
            for (var k = 0; k < reference.Multipliers.Length; k++)
                Assert.Equal(reference.Multipliers[k], team.Negotiator.Multipliers[k], 1e-4 * (1 + Math.Abs(reference.Multipliers[k])));
            Assert.Equal(reference.Objective, DualValue(scenario, team, plant.States), 1e-6 * (1 + Math.Abs(reference.Objective)));
        }
    }

    [Theory]
    [InlineData(NegotiationMode.Subgradient)]
    [InlineData(NegotiationMode.Fista)]
    [InlineData(NegotiationMode.Admm)]
    [InlineData(NegotiationMode.DualNewton)]
    public void Local_values_never_exceed_the_coupled_value_after_any_number_of_rounds(NegotiationMode mode)
    {
        var scenario = FormationScenario.PaperS1();
        var plant = new FormationPlant(scenario, Seed + 1);
        for (var sample = 0; sample < 3; sample++)
        {
            plant.Restart();
            var team = new FormationTeam(scenario, FormationScenario.ImperfectModel, mode);
            var reference = new CentralisedReference(scenario, team.Parameters);
            Assert.Equal(QpStatus.Solved, reference.Solve(plant.States));
            var slack = 1e-8 * (1 + Math.Abs(reference.Objective));
            Assert.True(DualValue(scenario, team, plant.States) < reference.Objective, "before the first round the bound is strict");
            for (var round = 0; round < 12; round++)
            {
                team.Negotiate(plant.States, 0.0, 1);
                Assert.True(DualValue(scenario, team, plant.States) <= reference.Objective + slack, $"{mode}, round {round}");
            }
        }
    }

    [Fact]
    public void Value_is_the_smallest_action_value()
    {
        var scenario = FormationScenario.PaperS1();
        var team = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.DualNewton);
        var plant = new FormationPlant(scenario, Seed + 2);
        for (var sample = 0; sample < 10; sample++)
        {
            plant.Restart();
            team.Negotiate(plant.States, 1e-6, 50);
            for (var i = 0; i < scenario.Agents.Count; i++)
            {
                var controller = team.Controllers[i];
                var price = team.PriceOf(i);
                Assert.Equal(QpStatus.Solved, controller.Solve(plant.States[i], price));
                var value = controller.Objective;
                var action = controller.Inputs[0];
                Assert.Equal(QpStatus.Solved, controller.SolveFixedInput(plant.States[i], price, [action]));
                Assert.Equal(value, controller.Objective, 1e-8 * (1 + Math.Abs(value)));
                for (var other = -1.0; other <= 1.0; other += 0.25)
                {
                    Assert.Equal(QpStatus.Solved, controller.SolveFixedInput(plant.States[i], price, [other]));
                    Assert.True(controller.Objective >= value - (1e-8 * (1 + Math.Abs(value))));
                    Assert.Equal(other, controller.Inputs[0]);
                }
            }
        }
    }
}
