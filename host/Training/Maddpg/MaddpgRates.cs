namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>What one update needs beside networks and data.</summary>
/// <param name="Discount">Gamma.</param>
/// <param name="LogitRegulariser">Weight of the mean square logit in the actor's loss.</param>
/// <param name="HardActions">Actions are exact samples, in the target as in the critic's input; otherwise softened ones.</param>
/// <param name="RewardScale">Rewards are multiplied by it; which policy is best stays the same.</param>
internal sealed record MaddpgRates(float Discount, float LogitRegulariser, bool HardActions, float RewardScale);
