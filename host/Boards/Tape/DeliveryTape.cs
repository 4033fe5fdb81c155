using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Records a delivery rover on one edge of paper S4's kind: horizon 10, the stored traversal as its safe set.</summary>
public static class DeliveryTape
{
    private const int Horizon = 10;

    /// <summary>Periods of the edge that are recorded: before its end, where the rover holds and a frozen reading is a fault.</summary>
    private const int Longest = 40;

    public static AgentTape Record(RoverOptions options, int periods)
    {
        var dynamics = DeliveryDynamics.Of(new VehicleLimits());
        var edge = InitialTrajectory.Create(dynamics, 0, 0, 6, 2, 0.5);
        var set = DeliveryParameterSet.Build(dynamics, edge, Horizon, 1);
        return ScriptedTape.Record(options, set, [.. edge.States[..edge.StateCount], 0, 0], Math.Min(periods, Longest), _ => []);
    }
}
