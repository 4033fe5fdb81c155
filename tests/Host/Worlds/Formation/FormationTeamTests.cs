using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Worlds.Formation;

public sealed class FormationTeamTests
{
    private readonly FormationScenario scenario = FormationScenario.PaperS1();

    [Fact]
    public void A_tolerance_of_zero_is_exactly_the_asked_number_of_rounds()
    {
        var team = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.Admm);
        var plant = new FormationPlant(scenario, seed: 2);
        Assert.Equal(3, team.Negotiate(plant.States, 0.0, 3));
        Assert.Equal(3, team.Negotiator.Rounds);
    }

    [Fact]
    public void Only_admm_puts_curvature_into_the_agents()
    {
        var admm = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.Admm);
        var newton = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.DualNewton);
        Assert.All(admm.Parameters, p => Assert.True(p.CouplingWeight[0] > 0.0));
        Assert.All(newton.Parameters, p => Assert.Equal(0.0, p.CouplingWeight[0]));
    }

    [Fact]
    public void A_second_look_at_the_same_states_ends_at_once()
    {
        var team = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.DualNewton);
        var plant = new FormationPlant(scenario, seed: 2);
        team.Negotiate(plant.States, 1e-6, 60);
        var inputs = team.Inputs.Select(input => input[0]).ToArray();
        Assert.Equal(1, team.Negotiate(plant.States, 1e-6, 60, shift: false));
        for (var i = 0; i < inputs.Length; i++)
            Assert.Equal(inputs[i], team.Inputs[i][0], 1e-9);
    }

    [Fact]
    public void Lost_plans_slow_a_negotiation_down_and_do_not_spoil_it()
    {
        var all = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.Admm);
        var some = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.Admm) { LostShare = 0.3 };
        var plant = new FormationPlant(scenario, seed: 4);
        all.Negotiate(plant.States, 0.0, 200);
        some.Negotiate(plant.States, 0.0, 200);
        for (var i = 0; i < 3; i++)
            Assert.Equal(all.Inputs[i][0], some.Inputs[i][0], 1e-3);
    }
}
