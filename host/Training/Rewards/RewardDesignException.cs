namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>A reward that promises nothing: weights outside their bounds, guidance that can be positive, or a discount that leaves nothing
/// of the goal.</summary>
public sealed class RewardDesignException(string message, string remedy, IReadOnlyList<WeightViolation>? violations = null)
    : Exception(message)
{
    /// <summary>What to do about it, a sentence.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>Empty where no weight is what is wrong: that no option forgives.</summary>
    public IReadOnlyList<WeightViolation> Violations { get; } = violations ?? [];
}
