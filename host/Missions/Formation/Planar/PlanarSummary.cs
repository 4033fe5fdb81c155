using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>How a formation run in the plane went.</summary>
public sealed record PlanarSummary : DriveSummary
{
    public long RoundsIncomplete { get; init; }

    public int ShapeChanges { get; init; }

    public uint ParameterVersion { get; init; }

    /// <summary>What stands there in the end; null: as the options have it.</summary>
    public FloorEntry? Floor { get; init; }
}
