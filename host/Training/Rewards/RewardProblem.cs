namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>The problems that the paper's curriculum goes through.</summary>
public enum RewardProblem
{
    /// <summary>Reach the goal fast, anything goes: Corollary 1, (16).</summary>
    MinimumTimeUnconstrained,

    /// <summary>Reach the goal fast and keep the state constraint: Theorem 2, (15).</summary>
    MinimumTime,

    /// <summary>Reach the goal cheaply and keep the state constraint: Theorem 1, (12).</summary>
    MinimumCost,
}
