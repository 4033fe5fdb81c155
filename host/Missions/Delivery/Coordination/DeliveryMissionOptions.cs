namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>How careful a delivery mission is.</summary>
public sealed record DeliveryMissionOptions
{
    /// <summary>What an edge may use beyond its estimate, as a share of it, &gt;= 0: the worst case that plans keep to.</summary>
    public double Margin { get; init; } = 0.1;

    /// <summary>What the fleet's batteries give away for what the model draws, as earlier iterations measured it, &gt;= 1.</summary>
    public double BatteryFactor { get; init; } = 1;

    /// <summary>Control periods that a rover may stand at a node because its next edge was slow to reach it, &gt;= 0; part of every edge's
    /// worst case. None where messages take less than the horizon of the low level, during which they are on their way.</summary>
    public int HandoverPeriods { get; init; } = 1;

    /// <summary>What an edge may take longer because others are in the way, s, &gt;= 0; part of every edge's worst case.</summary>
    public double PassingS { get; init; }

    /// <summary>Seconds without coming nearer after which a rover is named as blocked, &gt; 0.</summary>
    public double BlockedS { get; init; } = 20;

    /// <summary>Control periods of silence after which a rover counts as out.</summary>
    public int SilentPeriods { get; init; } = 60;

    /// <summary>Rovers that are out there count their way by their wheels, and their time from when they were put down: the first edge's
    /// set tells them that they stand at the depot, and one that was switched off since no longer knows where it stands and stays
    /// stopped.</summary>
    public bool CountWays { get; init; }

    /// <summary>What a battery under load may seem to have given beyond what it has, as a share of it, &gt;= 0: that much more than
    /// expected proves nothing.</summary>
    public double BatteryDoubt { get; init; }

    /// <summary>Above every version that the rovers have had.</summary>
    public uint FirstVersion { get; init; } = 1;
}
