using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>What a run of a team came to, besides what its mission makes of the records.</summary>
public sealed record TeamSummary
{
    /// <summary>mqtt or in-process.</summary>
    public required string Transport { get; init; }

    /// <summary>Null in process.</summary>
    public string? Broker { get; init; }

    public required string Client { get; init; }

    /// <summary>Control periods recorded.</summary>
    public int Periods { get; init; }

    /// <summary>Versions that rovers drove with at the end, ascending.</summary>
    public IReadOnlyList<uint> Versions { get; init; } = [];

    public long DeadlineMisses { get; init; }

    /// <summary>Periods in which a rover did not wait any longer for another's state.</summary>
    public long NeighboursMissed { get; init; }

    public long MessagesTotal { get; init; }

    /// <summary>Periods of all rovers in which the safety filter changed what the mission wanted; null where nobody knows: rovers that are
    /// out there say it themselves.</summary>
    public long? Interventions { get; init; }

    /// <summary>Times two bodies touched; null likewise.</summary>
    public int? Contacts { get; init; }

    /// <summary>Names that two rovers use.</summary>
    public IReadOnlyList<string> Doubles { get; init; } = [];

    public required Turnout Turnout { get; init; }
}
