using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>How a formation run in the plane went.</summary>
public sealed record PlanarSummary
{
    /// <summary>mqtt or in-process.</summary>
    public required string Transport { get; init; }

    /// <summary>host:port, or null in process.</summary>
    public required string? Broker { get; init; }

    public required string Client { get; init; }

    public required int Periods { get; init; }

    public long DeadlineMisses { get; init; }

    public long RoundsIncomplete { get; init; }

    public long MessagesTotal { get; init; }

    public int ShapeChanges { get; init; }

    public uint ParameterVersion { get; init; }

    public required Turnout Turnout { get; init; }

    public IReadOnlyList<string> Doubles { get; init; } = [];
}
