namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary>One push of a run that learns.</summary>
/// <param name="Tick">Last period learned from before it.</param>
/// <param name="Why">For people.</param>
public sealed record LivePush(uint Version, int Tick, bool IsRollback, string Why);
