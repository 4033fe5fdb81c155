namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>A stage of a run.</summary>
/// <param name="FirstStep">Environment steps before it begins.</param>
public sealed record CoverageStage(string Name, long FirstStep);
