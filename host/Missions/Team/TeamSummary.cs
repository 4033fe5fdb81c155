namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>What a run of a team came to, besides what its mission makes of the records.</summary>
public sealed record TeamSummary : DriveSummary
{
    /// <summary>Versions that rovers drove with at the end, ascending.</summary>
    public IReadOnlyList<uint> Versions { get; init; } = [];

    /// <summary>Periods in which a rover did not wait any longer for another's state.</summary>
    public long NeighboursMissed { get; init; }

    /// <summary>Periods of all rovers in which the safety filter changed what the mission wanted; null where nobody knows: rovers that are
    /// out there say it themselves.</summary>
    public long? Interventions { get; init; }

    /// <summary>Times two bodies touched; null likewise.</summary>
    public int? Contacts { get; init; }
}
