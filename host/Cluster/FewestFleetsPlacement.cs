using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>A fleet comes to the silo with the fewest.</summary>
[Serializable, GenerateSerializer, Immutable]
internal sealed class FewestFleetsPlacement : PlacementStrategy;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class FewestFleetsAttribute() : PlacementAttribute(new FewestFleetsPlacement());

internal sealed class FewestFleetsDirector(FleetCensus census, ISiloStatusOracle oracle) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target).ToDictionary(
            silo => oracle.TryGetSiloName(silo, out var name) ? name : silo.ToString(), StringComparer.Ordinal);
        return Task.FromResult(silos[census.Place(target.GrainIdentity.Key.ToString()!, silos.Keys)]);
    }
}
