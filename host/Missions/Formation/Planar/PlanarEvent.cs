namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Something that happens in a simulated run.</summary>
/// <param name="Period">From 1.</param>
/// <param name="Order">What the fleet is told; null: nothing.</param>
/// <param name="Stops">A rover that is taken out of the drive; null: none.</param>
/// <param name="Returns">A rover that may take part again; null: none.</param>
/// <param name="Learned">New parameters are pushed.</param>
public sealed record PlanarEvent(
    int Period, FormationOrder? Order = null, string? Stops = null, string? Returns = null, bool Learned = false);
