using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>What a rover's telemetry says in this mission. Only of frames that were driven by a set of this mission.</summary>
public static class DeliveryTelemetry
{
    public static TelemetryFields Fields { get; } = new(
        new Signal("periods to the node", "periods", "periods_to_go"),
        new Signal("QPs of a step", "", "qps"));

    /// <summary>Periods to the node; 0: it is there.</summary>
    public static int PeriodsToGo(TelemetryFrame frame) => (int)frame.Figure;

    /// <summary>QPs of the last step.</summary>
    public static int Qps(TelemetryFrame frame) => frame.Count;
}
