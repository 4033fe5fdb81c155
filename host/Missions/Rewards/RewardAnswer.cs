using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Host.Missions.Rewards;

/// <summary>What <c>mae reward</c> has to say.</summary>
/// <param name="Caveat">What the chosen form certifies, in a sentence.</param>
/// <param name="CheckedAs">The problem whose bounds the given weights were held to; null where none was given.</param>
/// <param name="Warnings">Weights to check that stand outside a bound, and quantities that a policy contradicts.</param>
public sealed record RewardAnswer(
    string Task,
    RewardForm Form,
    double Alpha,
    double Gamma,
    IReadOnlyList<RewardQuantity> Quantities,
    IReadOnlyList<RewardProblemAnswer> Problems,
    string Caveat,
    string? CheckedAs,
    IReadOnlyList<string> Warnings);
