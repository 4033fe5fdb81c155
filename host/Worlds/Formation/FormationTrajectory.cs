namespace MultiAgentEdge.Host.Worlds;

/// <summary>One closed loop, period by period.</summary>
/// <param name="States">Before each period: period, agent, component.</param>
/// <param name="Inputs">In each period: period, agent, component.</param>
public sealed record FormationTrajectory(double[][][] States, double[][][] Inputs)
{
    /// <summary>Drives a team from the first initial state of a seed; the same seed gives every team the same state and the same
    /// disturbance.</summary>
    /// <param name="team">Its negotiator is started cold.</param>
    /// <param name="rounds">Negotiation rounds a period.</param>
    public static FormationTrajectory Of(FormationTeam team, ulong seed, int periods, int rounds)
    {
        ArgumentNullException.ThrowIfNull(team);
        var plant = new FormationPlant(team.Scenario, seed);
        plant.Restart();
        team.Negotiator.Reset();
        var states = new double[periods][][];
        var inputs = new double[periods][][];
        for (var k = 0; k < periods; k++)
        {
            team.Negotiate(plant.States, tolerance: 0.0, rounds);
            team.Scenario.Measure(plant.States, team.Inputs);
            states[k] = [.. plant.States.Select(state => state.ToArray())];
            inputs[k] = [.. team.Inputs.Select(input => input.ToArray())];
            plant.Step(team.Inputs);
        }

        return new FormationTrajectory(states, inputs);
    }
}
