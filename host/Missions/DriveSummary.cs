using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Missions;

/// <summary>What every run of rovers says of itself when it is over; its mission adds its figures.</summary>
public abstract record DriveSummary
{
    /// <summary>mqtt or in-process.</summary>
    public required string Transport { get; init; }

    /// <summary>host:port, or null in process.</summary>
    public string? Broker { get; init; }

    public required string Client { get; init; }

    /// <summary>Control periods recorded.</summary>
    public int Periods { get; init; }

    /// <summary>Who drove as it was asked to.</summary>
    public required Turnout Turnout { get; init; }

    public long DeadlineMisses { get; init; }

    public long MessagesTotal { get; init; }

    /// <summary>Names that two rovers used at once; empty in simulation.</summary>
    public IReadOnlyList<string> Doubles { get; init; } = [];
}
