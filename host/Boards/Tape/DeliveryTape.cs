using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Records a delivery rover on one edge of paper S4's kind: horizon 10, the stored traversal as its safe set.</summary>
public static class DeliveryTape
{
    private const int Horizon = 10;

    /// <summary>Periods of <see cref="Record(RoverOptions, int)"/>: before the edge's end, where the rover holds and a frozen reading is a
    /// fault.</summary>
    private const int Longest = 40;

    /// <summary>Periods of <see cref="RecordLong"/>: at its top speed the rover needs as many for the edge.</summary>
    public const int LongPeriods = 90;

    /// <summary>The edge that is counted, 6 m.</summary>
    public static AgentTape Record(RoverOptions options, int periods) => Record(options, 6, 2, 0.5, Math.Min(periods, Longest));

    /// <summary>A long edge, 28 m, in one of many directions: what a golden run compares. Its set takes the slots of
    /// <see cref="BoardBench.DeliverySizes"/>.</summary>
    /// <param name="direction">0 or more; each gives other bits.</param>
    public static AgentTape RecordLong(RoverOptions options, int direction)
    {
        const double LengthM = 28, StoredSpeedMS = 1;
        var bearing = 1e-3 * (((direction * 7919) % 1200) - 600);
        return Record(options, LengthM * Math.Cos(bearing), LengthM * Math.Sin(bearing), StoredSpeedMS, LongPeriods);
    }

    /// <summary>The set of the edge that is counted.</summary>
    public static byte[] Set(uint version)
    {
        var dynamics = DeliveryDynamics.Of(new VehicleLimits());
        return DeliveryParameterSet.Build(dynamics, InitialTrajectory.Create(dynamics, 0, 0, 6, 2, 0.5), Horizon, version);
    }

    private static AgentTape Record(RoverOptions options, double toXM, double toYM, double storedSpeedMS, int periods)
    {
        var dynamics = DeliveryDynamics.Of(new VehicleLimits());
        var edge = InitialTrajectory.Create(dynamics, 0, 0, toXM, toYM, storedSpeedMS);
        var set = DeliveryParameterSet.Build(dynamics, edge, Horizon, 1);
        return ScriptedTape.Record(options, set, [.. edge.States[..edge.StateCount], 0, 0], periods, _ => []);
    }
}
