using MultiAgentEdge.Host.Training.Coverage;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>What <see cref="LearningBench"/> measured.</summary>
/// <param name="Batch">Rows of an update.</param>
/// <param name="EnvironmentSteps">Done in the time.</param>
/// <param name="Updates">Updates of one agent's critic and actor in the time.</param>
/// <param name="Seconds">Wall clock.</param>
/// <param name="CpuSeconds">Of this process: what the same would take on a machine that has nothing else to do.</param>
/// <param name="Model">What was learned meanwhile.</param>
public sealed record LearningBenchResult(
    int Batch, long EnvironmentSteps, long Updates, double Seconds, double CpuSeconds, CoverageModel Model);
