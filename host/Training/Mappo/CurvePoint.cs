namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>A point of the learning curves: means over the episodes that ended since the point before.</summary>
/// <param name="Steps">Environment steps of all stages so far.</param>
/// <param name="Return">Undiscounted, by the stage's reward.</param>
/// <param name="TimeSteps">2 T where a constraint is unmet.</param>
/// <param name="Cost">The largest possible where a constraint is unmet.</param>
public sealed record CurvePoint(
    long Steps, int Episodes, double Return, double TerminalViolationRate, double StateViolationRate, double TimeSteps, double Cost);
