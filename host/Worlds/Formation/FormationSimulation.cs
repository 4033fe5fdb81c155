using MultiAgentEdge.Coupling;

namespace MultiAgentEdge.Host.Worlds;

/// <summary>Closed loop of a team on its plants: a pure function of its arguments.</summary>
public static class FormationSimulation
{
    /// <param name="team">Its negotiator is started cold at every run.</param>
    /// <param name="runs">New initial states, one a run.</param>
    /// <param name="from">First period of a run that counts: those before are transient.</param>
    /// <param name="tolerance">Residual at which a negotiation ends; 0 for exactly <paramref name="roundLimit"/> rounds.</param>
    public static FormationResult Run(FormationTeam team, ulong seed, int runs, int periods, int from, double tolerance, int roundLimit)
    {
        ArgumentNullException.ThrowIfNull(team);
        var plant = new FormationPlant(team.Scenario, seed);
        var error = new double[team.Scenario.Coupling.RowCount];
        var shortfall = new double[error.Length];
        double cost = 0.0, rounds = 0.0;
        int violated = 0, counted = 0, shortened = 0;
        for (var run = 0; run < runs; run++)
        {
            plant.Restart();
            team.Negotiator.Reset();
            for (var k = 0; k < periods; k++)
            {
                var taken = team.Negotiate(plant.States, tolerance, roundLimit);
                team.Scenario.Measure(plant.States, team.Inputs);
                if (k >= from)
                {
                    counted++;
                    rounds += taken;
                    cost += team.Scenario.StageCost(plant.States, team.Inputs);
                    violated += plant.States[0][0] < team.Scenario.Agents[0].StateLower[0] ? 1 : 0;
                    var now = team.Scenario.CouplingError(plant.States);
                    var most = 0.0;
                    for (var row = 0; row < error.Length; row++)
                    {
                        error[row] += Math.Abs(now[row]);
                        if (team.Scenario.Coupling.Kinds[row] != RowKind.Inequality)
                            continue;
                        shortfall[row] += Math.Max(0.0, now[row]);
                        most = Math.Max(most, now[row]);
                    }

                    shortened += most > FormationResult.ShortfallToleranceM ? 1 : 0;
                }

                plant.Step(team.Inputs);
            }
        }

        return new FormationResult(cost / counted, [.. error.Select(sum => sum / counted)], (double)violated / counted, rounds / counted)
        {
            HasInequalities = team.Scenario.HasInequalities,
            ShortfallMeanM = [.. shortfall.Select(sum => sum / counted)],
            ShortfallShare = (double)shortened / counted,
        };
    }
}
