namespace MultiAgentEdge.Host.Missions.Rewards;

/// <summary>A number that bounds are computed from.</summary>
/// <param name="Key">In JSON, with its unit.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record RewardQuantity(string Name, string Key, double Value, string Source);
