namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>What <see cref="ActorBench"/> measured.</summary>
/// <param name="Nanoseconds">An inference, the best of all rounds of 1,024.</param>
/// <param name="AllocatedBytes">An inference.</param>
public sealed record ActorBenchResult(double Nanoseconds, double AllocatedBytes);
