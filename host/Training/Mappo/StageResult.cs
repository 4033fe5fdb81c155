using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>A stage that is over.</summary>
/// <param name="Number">From 1.</param>
/// <param name="ConstraintLevel">In the task's unit.</param>
/// <param name="Weights">Null for the original reward.</param>
/// <param name="Derivation">Where each weight came from, a sentence each.</param>
/// <param name="StepsEnd">Environment steps of all stages when it ended.</param>
/// <param name="Own">Its policy at its own constraint level.</param>
/// <param name="Full">Its policy at the full level: what stages are compared by.</param>
public sealed record StageResult(
    int Number, string Name, double ConstraintLevel, RewardWeights? Weights, IReadOnlyList<string> Derivation, long StepsEnd,
    TaskEvaluation Own, TaskEvaluation Full);
