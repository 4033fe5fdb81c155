namespace MultiAgentEdge.Host.Cluster;

/// <summary>Which fleets a cluster coordinates, and at which batches of trainings it works: what has to outlive every silo.</summary>
public interface IFleetStore
{
    /// <summary>Makes what silos and clients look for in the store, where it is not there. Asked before any of them starts: one whose store
    /// does not answer would be left behind half started.</summary>
    /// <exception cref="StoreException">The store cannot be reached, or lets nobody make it.</exception>
    Task PrepareAsync() => Task.CompletedTask;

    /// <exception cref="StoreException">The store cannot be reached.</exception>
    Task<IReadOnlyList<FleetEntry>> ListAsync();

    /// <summary>False: there is one of this name already, and it stays as it is.</summary>
    /// <exception cref="StoreException">The store cannot be reached.</exception>
    Task<bool> TryAddAsync(FleetEntry entry);

    /// <summary>Replaces an entry that is there; one that was removed stays removed.</summary>
    /// <exception cref="StoreException">The store cannot be reached.</exception>
    Task ReplaceAsync(FleetEntry entry);

    /// <summary>False: there was none.</summary>
    /// <exception cref="StoreException">The store cannot be reached.</exception>
    Task<bool> RemoveAsync(string name);

    /// <summary>Folders of the batches that are announced, by name.</summary>
    /// <exception cref="StoreException">The store cannot be reached.</exception>
    Task<IReadOnlyList<string>> BatchesAsync();

    /// <summary>Announces a batch; one that is announced stays so.</summary>
    /// <exception cref="StoreException">The store cannot be reached.</exception>
    Task AddBatchAsync(string folder);

    /// <summary>It is over.</summary>
    /// <exception cref="StoreException">The store cannot be reached.</exception>
    Task RemoveBatchAsync(string folder);
}
