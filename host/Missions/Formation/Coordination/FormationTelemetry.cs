using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Formation.Coordination;

/// <summary>What a rover's telemetry says in this mission.</summary>
public static class FormationTelemetry
{
    public static TelemetryFields Fields { get; } = new(
        new Signal("cost of the local problem", "", "local_cost"),
        new Signal("solver iterations", "", "iterations"));

    /// <summary>Solver iterations of the last solve.</summary>
    public static int Iterations(TelemetryFrame frame) => frame.Count;
}
