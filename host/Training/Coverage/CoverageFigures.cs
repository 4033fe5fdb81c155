namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>What an evaluation found.</summary>
/// <param name="ReturnMean">Of an agent and episode: sum over T steps of -(sum of distances to the nearest agent) - 2 pairs / K (paper
/// S3).</param>
/// <param name="ReturnStd">Standard deviation over episodes.</param>
/// <param name="TerminalViolationRate">Share of episodes not covered within T steps, or collided before (paper S2).</param>
/// <param name="StateViolationRate">Share of episodes with a collision before everything was covered.</param>
/// <param name="TimeStepsMean">Steps until everything was covered, 2 T where a constraint was violated.</param>
/// <param name="ActionsMean">Moves of all agents until then, K T where a constraint was violated.</param>
public sealed record CoverageFigures(
    int Episodes, double ReturnMean, double ReturnStd, double TerminalViolationRate, double StateViolationRate, double TimeStepsMean,
    double ActionsMean);
