namespace MultiAgentEdge.Host.Cluster;

/// <summary>What clients ask of a cluster as a whole, so that they need not speak to its store.</summary>
public interface IFleetListGrain : IGrainWithIntegerKey
{
    /// <summary>Null: it is added, or was there already with the same words; otherwise the other one of its name.</summary>
    Task<FleetEntry?> AddAsync(FleetEntry entry);

    /// <summary>False: there is none.</summary>
    Task<bool> RemoveAsync(string name);

    Task<ClusterReport> ReportAsync();
}
