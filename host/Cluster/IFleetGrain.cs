namespace MultiAgentEdge.Host.Cluster;

/// <summary>A fleet: there is one of its name in the whole cluster, and it coordinates.</summary>
public interface IFleetGrain : IGrainWithStringKey
{
    /// <summary>Sees to it that the fleet is coordinated here, unless it is already.</summary>
    Task<FleetReport> KeepAsync(FleetEntry entry);

    /// <summary>Disarms its rovers and lets go of it.</summary>
    Task EndAsync();
}
