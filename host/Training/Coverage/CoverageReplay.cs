namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>One recorded episode, to be shown.</summary>
/// <param name="X">Of each agent, m. // K of T + 1</param>
/// <param name="Y">Of each agent, m. // K of T + 1</param>
/// <param name="Landmarks">x, y of each, m. // K x 2</param>
public sealed record CoverageReplay(double[][] X, double[][] Y, double[] Landmarks);
