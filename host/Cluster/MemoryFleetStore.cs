using System.Collections.Concurrent;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>Of one process: a silo that is alone needs no store that outlives it.</summary>
internal sealed class MemoryFleetStore : IFleetStore
{
    private readonly ConcurrentDictionary<string, FleetEntry> entries = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, bool> batches = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<FleetEntry>> ListAsync() =>
        Task.FromResult<IReadOnlyList<FleetEntry>>([.. entries.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal)]);

    public Task<bool> TryAddAsync(FleetEntry entry) => Task.FromResult(entries.TryAdd(entry.Name, entry));

    public Task ReplaceAsync(FleetEntry entry)
    {
        if (entries.TryGetValue(entry.Name, out var before))
            entries.TryUpdate(entry.Name, entry, before);
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(string name) => Task.FromResult(entries.TryRemove(name, out _));

    public Task<IReadOnlyList<string>> BatchesAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. batches.Keys.Order(StringComparer.Ordinal)]);

    public Task AddBatchAsync(string folder) => Task.FromResult(batches.TryAdd(folder, true));

    public Task RemoveBatchAsync(string folder) => Task.FromResult(batches.TryRemove(folder, out _));
}
