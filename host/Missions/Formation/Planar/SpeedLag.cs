using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>
/// How late rovers follow their commanded velocity, from what they say of themselves: the delay at which the integral of the velocity fits
/// the way of the point best. A model identified in closed loop is biased by it, and from <see cref="MostS"/> on what was identified makes
/// the loop diverge.
/// </summary>
public static class SpeedLag
{
    /// <summary>From this lag on A and B stay as they were, s.</summary>
    public const double MostS = 0.2;

    private const double StepS = 0.01;
    private const double LongestS = 0.5;
    private const int LeastPeriods = 20;

    public static bool IsTooLate(double lagS) => lagS >= MostS;

    /// <summary>In s; NaN where too little was driven.</summary>
    public static double Of(IReadOnlyList<PlanarRecord> records, double periodS)
    {
        ArgumentNullException.ThrowIfNull(records);
        var formed = records.Where(record => record.IsFormed).ToList();
        var (best, lagS) = (double.PositiveInfinity, double.NaN);
        for (var delayS = 0.0; delayS <= LongestS && formed.Count >= LeastPeriods; delayS += StepS)
        {
            var misfit = 0.0;
            for (var i = 0; i < formed[0].Rovers.Length; i++)
                misfit += Misfit([.. formed.Select(record => record.Rovers[i])], delayS / periodS, periodS);
            if (misfit < best)
                (best, lagS) = (misfit, delayS);
        }

        return lagS;
    }

    /// <summary>What was learned, with the models of the scenario's plants.</summary>
    public static Func<int, MpcParameters> Frozen(Func<int, MpcParameters> learned, FormationScenario nominal)
    {
        ArgumentNullException.ThrowIfNull(learned);
        ArgumentNullException.ThrowIfNull(nominal);
        return agent =>
        {
            var parameters = learned(agent);
            nominal.Agents[agent].PlantA.CopyTo(parameters.A, 0);
            nominal.Agents[agent].PlantB.CopyTo(parameters.B, 0);
            return parameters;
        };
    }

    // Of the changes of the way, so that a bias of the speed (slip) does not count.
    private static double Misfit(List<PlanarRoverRecord> rover, double delay, double periodS)
    {
        var sum = 0.0;
        var first = (int)Math.Ceiling(delay) + 1;
        for (var axis = 0; axis < 2; axis++)
        {
            for (var k = first; k + 2 < rover.Count; k++)
            {
                if (rover[k - first].State.Length < 4 || rover[k + 2].State.Length < 4)
                    continue;
                var way = rover[k + 2].State[axis] - (2 * rover[k + 1].State[axis]) + rover[k].State[axis];
                var predicted = periodS * (Mean(rover, k + 1 - delay, axis) - Mean(rover, k - delay, axis));
                sum += (way - predicted) * (way - predicted);
            }
        }

        return sum;
    }

    // Of the velocity between two samples from a time on, straight in between.
    private static double Mean(List<PlanarRoverRecord> rover, double at, int axis)
    {
        var k = (int)Math.Floor(at);
        var share = at - k;
        double V(int sample) => rover[Math.Min(sample, rover.Count - 1)].State[2 + axis];
        var (a, b, c) = (V(k), V(k + 1), V(k + 2));
        // From share to 1 on the first piece, from 0 to share on the second.
        return ((1 - share) * (a + (0.5 * (1 + share) * (b - a)))) + (share * (b + (0.5 * share * (c - b))));
    }
}
