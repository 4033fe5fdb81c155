using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Host.Missions.Rewards;

/// <summary>One problem of the curriculum: its bounds, and weights near them.</summary>
public sealed record RewardProblemAnswer(RewardProblem Problem, string Title, IReadOnlyList<WeightBound> Bounds, RewardWeights Recommended);
