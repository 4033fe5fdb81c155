using StackExchange.Redis;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>One hash in Redis, name to entry, and a set of folders.</summary>
internal sealed class RedisFleetStore(ClusterAddress address) : IFleetStore, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lazy<Task<ConnectionMultiplexer>> connection = new(
        () => ConnectionMultiplexer.ConnectAsync(Options(address)), LazyThreadSafetyMode.ExecutionAndPublication);

    private RedisKey Key => $"mae/{address.Name}/fleets";

    private RedisKey Batches => $"mae/{address.Name}/batches";

    /// <summary>For whoever speaks to this store; a connection that is lost is made again.</summary>
    public static ConfigurationOptions Options(ClusterAddress address) => new()
    {
        EndPoints = { { address.Host, address.Port } },
        User = address.User,
        Password = ClusterAddress.Password(),
        AbortOnConnectFail = false,
        ConnectTimeout = (int)Patience.TotalMilliseconds,
        AsyncTimeout = (int)Patience.TotalMilliseconds,
        SyncTimeout = (int)Patience.TotalMilliseconds,
        ClientName = "mae",
    };

    /// <inheritdoc/>
    public Task PrepareAsync() => AskAsync(database => database.PingAsync());

    public Task<IReadOnlyList<FleetEntry>> ListAsync() => AskAsync(async database =>
    {
        var all = await database.HashGetAllAsync(Key);
        return (IReadOnlyList<FleetEntry>)[.. all
            .Select(pair => FleetEntry.FromJson(pair.Value.ToString()))
            .OfType<FleetEntry>()
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    });

    public Task<bool> TryAddAsync(FleetEntry entry) =>
        AskAsync(database => database.HashSetAsync(Key, entry.Name, entry.ToJson(), When.NotExists));

    public Task ReplaceAsync(FleetEntry entry) => AskAsync(async database =>
    {
        // Between reading and writing somebody may have removed it.
        var transaction = database.CreateTransaction();
        transaction.AddCondition(Condition.HashExists(Key, entry.Name));
        _ = transaction.HashSetAsync(Key, entry.Name, entry.ToJson());
        return await transaction.ExecuteAsync();
    });

    public Task<bool> RemoveAsync(string name) => AskAsync(database => database.HashDeleteAsync(Key, name));

    public Task<IReadOnlyList<string>> BatchesAsync() => AskAsync(async database =>
        (IReadOnlyList<string>)[.. (await database.SetMembersAsync(Batches)).Select(folder => folder.ToString())
            .Order(StringComparer.Ordinal)]);

    public Task AddBatchAsync(string folder) => AskAsync(database => database.SetAddAsync(Batches, folder));

    public Task RemoveBatchAsync(string folder) => AskAsync(database => database.SetRemoveAsync(Batches, folder));

    public void Dispose()
    {
        if (connection.IsValueCreated && connection.Value.IsCompletedSuccessfully)
            connection.Value.Result.Dispose();
    }

    private async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        try
        {
            return await ask((await connection.Value).GetDatabase());
        }
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException or TimeoutException)
        {
            throw new StoreException($"{address.Text} does not answer.", exception);
        }
    }
}
