using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>How long the conservative traversal of an edge becomes, before anybody computes it: a graph may be wrong by a factor of a
/// thousand, or meant to harm.</summary>
public static class EdgeSize
{
    /// <summary>Longest traversal, control periods: 5.6 MB of states, inputs and battery, and far above what a rover takes as one
    /// set.</summary>
    public const int MostPeriods = 100_000;

    // As in InitialTrajectory: half of what the inputs allow.
    private const double InputShare = 0.5;

    /// <summary>The first edge that is too long, and the periods that it takes; null where none is.</summary>
    public static (int From, int To, double Periods)? TooLong(TaskGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        for (var from = 0; from < graph.Count; from++)
        {
            for (var to = 0; to < graph.Count; to++)
            {
                if (graph.HasEdge(from, to) && !(Periods(graph.Vehicle, graph.DistanceM(from, to)) <= MostPeriods))
                    return (from, to, Periods(graph.Vehicle, graph.DistanceM(from, to)));
            }
        }

        return null;
    }

    /// <summary>Not below what the traversal takes.</summary>
    public static double Periods(VehicleLimits vehicle, double distanceM)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        var speed = Math.Min(vehicle.ConservativeSpeedMS, vehicle.SpeedMaxMS);
        var ramp = 2 * (1 + (speed / (InputShare * vehicle.AccelerationMaxMS2 * vehicle.PeriodS)));
        if (vehicle.Model == VehicleModel.Unicycle)
        {
            return 1 + (distanceM / (speed * vehicle.PeriodS)) + ramp
                + (2 * (1 + (Math.PI / (InputShare * vehicle.YawRateMaxRadS * vehicle.PeriodS))));
        }

        // Two turns of at most a full circle and a straight, each with its ramps, and the steering from side to side.
        var circleM = 2 * Math.PI * vehicle.WheelbaseM / Math.Tan(InputShare * vehicle.SteeringMaxRad);
        var steer = 4 * (1 + (2 * vehicle.SteeringMaxRad / (vehicle.SteeringRateMaxRadS * vehicle.PeriodS)));
        return 3 + ((distanceM + (4 * circleM)) / (speed * vehicle.PeriodS)) + (3 * ramp) + steer;
    }
}
