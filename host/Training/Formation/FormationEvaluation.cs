using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Training;

/// <summary>Closed loops from new initial states without exploration: 100 periods each, of which the first ones may not count.</summary>
public static class FormationEvaluation
{
    public const int Periods = 100;

    /// <param name="tighteningM">Also the margin of every inequality row, where <paramref name="theta"/> is null.</param>
    /// <param name="theta">As <see cref="FormationLearner.Theta"/>; null: the version as it is.</param>
    /// <param name="rounds">ADMM rounds a period.</param>
    /// <param name="runs">Initial states.</param>
    public static FormationResult Of(
        FormationScenario scenario,
        int version,
        double tighteningM,
        IReadOnlyList<Theta> maps,
        IReadOnlyList<double[]>? theta,
        int rounds,
        ulong seed,
        int runs)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var team = new FormationTeam(scenario, version, NegotiationMode.Admm, tighteningM);
        for (var i = 0; theta is not null && i < maps.Count; i++)
        {
            maps[i].Apply(theta[i], team.Parameters[i]);
            if (team.Controllers[i].Configure(team.Parameters[i]) != QpStatus.Solved)
                return new FormationResult(double.PositiveInfinity, new double[scenario.Coupling.RowCount], 1.0, rounds);
        }

        if (theta is null)
            team.TightenCoupling([.. Enumerable.Repeat(tighteningM, scenario.Coupling.RowCount)]);
        else if (theta.Count > maps.Count)
            team.TightenCoupling(theta[maps.Count]);
        return FormationSimulation.Run(team, seed, runs, Periods, scenario.EvaluateFromPeriod, tolerance: 0.0, rounds);
    }
}
