using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>
/// The control problem of a formation in the plane: for each axis the same, that of paper S1 in deviations from a rover's place. Plant and
/// model are double integrators, and rows e_i - e_j = 0 around a ring couple the rovers, whatever their shape.
/// </summary>
public static class PlanarScenario
{
    public const int Horizon = 10;
    public const double PeriodS = 0.2;

    /// <summary>Of the point before the axle in each axis, m/s^2.</summary>
    public const double AccelerationMS2 = 0.8;

    /// <summary>Likewise, m/s.</summary>
    public const double SpeedMS = 0.4;

    /// <summary>Slack weight and rho: with both at 20 a lag of the wheels of 0.15 s is stable.</summary>
    public const double CouplingWeight = 20;

    private const double Discount = 0.95;

    /// <summary>An error that no rover has: prices that only such a one could justify are refused.</summary>
    private const double PlausibleErrorM = 5;

    public static NegotiatorOptions NegotiatorOptions => new() { AdmmWeight = CouplingWeight };

    /// <summary>One axis, as a scenario that trainers take.</summary>
    /// <param name="modelOf">What the controllers believe of a rover: A and B; null: the double integrator that it is.</param>
    /// <param name="driftOf">How far a controller believes that the floor carries its rover in a period, m; null: not at all, as it
    /// is.</param>
    public static FormationScenario OneAxis(
        IReadOnlyList<string> rovers, double periodS, int horizon, (double[] A, double[] B)? modelOf = null,
        Func<int, double>? driftOf = null)
    {
        ArgumentNullException.ThrowIfNull(rovers);
        double[] a = [1, periodS, 0, 1], b = [0.5 * periodS * periodS, periodS];
        return new FormationScenario(
            [.. rovers.Select((name, i) => new FormationAgent
            {
                Name = name,
                PlantA = a,
                PlantB = b,
                ModelA = modelOf?.A ?? a,
                ModelB = modelOf?.B ?? b,
                ModelOffset = driftOf is null ? null : [driftOf(i), 0],
                DisturbanceLower = [0, 0],
                DisturbanceUpper = [0, 0],
                StateWeight = [1, 0, 0, 0.1],
                InputWeight = [0.1],
                Reference = [0, 0],
                InputLower = [-AccelerationMS2],
                InputUpper = [AccelerationMS2],
                StateLower = [-MpcParameters.Unbounded, -SpeedMS],
                StateUpper = [MpcParameters.Unbounded, SpeedMS],
                BoundPenalty = [100, 100],
                OutputMatrix = [1, 0],
                InitialLower = [-0.1, -0.05],
                InitialUpper = [0.1, 0.05],
            })],
            Ring(rovers.Count, horizon, axes: 1, isCoupled: true),
            periodS);
    }

    /// <summary>What couples the rovers in both axes: x and y of e, stage by stage.</summary>
    /// <param name="isCoupled">False: rows that nobody has part in.</param>
    public static CouplingProblem Coupling(int rovers, int horizon, bool isCoupled)
    {
        var coupling = Ring(rovers, horizon, axes: 2, isCoupled);
        double[][] Side(double at) => [.. Enumerable.Range(0, rovers).Select(_ => new[] { at, at })];
        coupling.Limit(Side(-PlausibleErrorM), Side(PlausibleErrorM));
        return coupling;
    }

    // Around a ring one rover that is away leaves the others coupled.
    private static CouplingProblem Ring(int rovers, int horizon, int axes, bool isCoupled)
    {
        var links = rovers < 3 ? Math.Max(1, rovers - 1) : rovers;
        var coupling = new CouplingProblem(rovers, links * axes, horizon, axes) { Discount = Discount };
        for (var link = 0; link < links; link++)
        {
            for (var axis = 0; axis < axes; axis++)
            {
                var row = (link * axes) + axis;
                coupling.SlackWeight[row] = CouplingWeight;
                if (rovers < 2 || !isCoupled)
                    continue;
                coupling.M[link][(row * axes) + axis] = 1;
                coupling.M[(link + 1) % rovers][(row * axes) + axis] = -1;
            }
        }

        return coupling;
    }
}
