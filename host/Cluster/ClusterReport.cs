namespace MultiAgentEdge.Host.Cluster;

/// <summary>All fleets of a cluster, and its silos by name.</summary>
[GenerateSerializer, Immutable]
public sealed record ClusterReport([property: Id(0)] IReadOnlyList<FleetReport> Fleets, [property: Id(1)] IReadOnlyList<string> Silos);
