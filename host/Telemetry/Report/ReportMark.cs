namespace MultiAgentEdge.Host.Telemetry;

/// <summary>Something that stands still in a <see cref="ReportReplay"/>: a landmark, a node.</summary>
/// <param name="Name">Written beside it; may be empty.</param>
public sealed record ReportMark(double X, double Y, double RadiusM, string Name);
