namespace MultiAgentEdge.Host.Coordination;

/// <summary>Where a rover stands with the version being rolled out, by its own report.</summary>
public enum RolloutState
{
    Waiting,
    Receiving,
    Staged,
    Active,
    Refused,
}
