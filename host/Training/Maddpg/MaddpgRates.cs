namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>What one update needs beside networks and data.</summary>
/// <param name="Discount">Gamma.</param>
/// <param name="LogitRegulariser">Weight of the mean square logit in the actor's loss.</param>
/// <param name="HardTargets">The target policies act by exact samples; otherwise by softened ones.</param>
internal sealed record MaddpgRates(float Discount, float LogitRegulariser, bool HardTargets);
