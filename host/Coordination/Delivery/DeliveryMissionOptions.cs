namespace MultiAgentEdge.Host.Coordination;

/// <summary>How careful a delivery mission is.</summary>
public sealed record DeliveryMissionOptions
{
    /// <summary>What an edge may use beyond its estimate, as a share of it, &gt;= 0: the worst case that plans keep to.</summary>
    public double Margin { get; init; } = 0.1;

    /// <summary>What the fleet's batteries give away for what the model draws, as earlier iterations measured it, &gt;= 1.</summary>
    public double BatteryFactor { get; init; } = 1;

    /// <summary>Control periods that a rover may stand at a node until its next edge is active, &gt;= 0; part of every edge's worst case.</summary>
    public int HandoverPeriods { get; init; } = 3;

    /// <summary>Control periods of silence after which a rover counts as out.</summary>
    public int SilentPeriods { get; init; } = 60;

    /// <summary>Above every version that the rovers have had.</summary>
    public uint FirstVersion { get; init; } = 1;
}
