namespace MultiAgentEdge.Host.Telemetry;

/// <summary>One moving disc of a <see cref="ReportReplay"/>.</summary>
/// <param name="X">Metres, one a frame; NaN where it is absent.</param>
/// <param name="Y">Metres, one a frame.</param>
public sealed record ReportTrack(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, double RadiusM);
