namespace MultiAgentEdge.Host.Cluster;

/// <summary>Batches of trainings that a cluster works at. The queue is the batch's own folder, which the machines share; the store says
/// where it is.</summary>
public sealed class ClusterBatches : IDisposable
{
    private readonly ClusterAddress address;
    private readonly IFleetStore store;

    /// <param name="cluster">Address of the store.</param>
    /// <exception cref="Commands.MaeException">MAE558, MAE559: the address is wrong.</exception>
    public ClusterBatches(string cluster)
    {
        address = ClusterAddress.Parse(cluster);
        store = ClusterHost.Store(address);
    }

    /// <exception cref="Commands.MaeException">MAE555: the store does not answer.</exception>
    public async Task<IReadOnlyList<string>> FoldersAsync()
    {
        await ClusterOption.TryAsync(store.PrepareAsync, address);
        return await ClusterOption.TryAsync(store.BatchesAsync, address);
    }

    /// <exception cref="Commands.MaeException">MAE555: the store does not answer.</exception>
    public async Task AddAsync(string folder)
    {
        await ClusterOption.TryAsync(store.PrepareAsync, address);
        await ClusterOption.TryAsync(() => store.AddBatchAsync(folder), address);
    }

    /// <summary>A batch that is over; that the store does not hear of it now is no fault of the batch's: whoever looks next takes it
    /// out.</summary>
    public async Task RemoveAsync(string folder)
    {
        try
        {
            await store.RemoveBatchAsync(folder);
        }
        catch (StoreException)
        {
        }
    }

    public void Dispose() => (store as IDisposable)?.Dispose();
}
