using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Coverage.Coordination;

/// <summary>What a rover's telemetry says in this mission.</summary>
public static class CoverageTelemetry
{
    public static TelemetryFields Fields { get; } = new(
        new Signal("others in scope", "", "in_scope"),
        new Signal("others in range", "", "in_range"));

    /// <summary>Others that its actor is shown.</summary>
    public static int InScope(TelemetryFrame frame) => (int)frame.Figure;

    /// <summary>Of these, others within range.</summary>
    public static int InRange(TelemetryFrame frame) => frame.Count;
}
