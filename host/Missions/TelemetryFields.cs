using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions;

/// <summary>What the two numbers of a telemetry frame that are a mission's own are (<c>IController.Figure</c>,
/// <c>IController.Count</c>).</summary>
/// <param name="Figure">A real number.</param>
/// <param name="Count">A whole number.</param>
public sealed record TelemetryFields(Signal Figure, Signal Count);
