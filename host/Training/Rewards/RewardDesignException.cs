namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>A reward that promises nothing: weights outside their bounds, or guidance that can be positive.</summary>
public sealed class RewardDesignException(string message, IReadOnlyList<WeightViolation>? violations = null) : Exception(message)
{
    /// <summary>Empty where the guidance is what is wrong: that no option forgives.</summary>
    public IReadOnlyList<WeightViolation> Violations { get; } = violations ?? [];
}
