using Npgsql;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>Two tables in PostgreSQL: cluster and name to entry; cluster and folder.</summary>
internal sealed class PostgresFleetStore(ClusterAddress address) : IFleetStore, IAsyncDisposable, IDisposable
{
    private const int PatienceS = 2;

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(Options(address));

    /// <summary>For whoever speaks to this store.</summary>
    public static string Options(ClusterAddress address) => new NpgsqlConnectionStringBuilder
    {
        Host = address.Host,
        Port = address.Port,
        Database = address.Name,
        Username = address.User ?? "mae",
        Password = ClusterAddress.Password(),
        Timeout = PatienceS,
        CommandTimeout = PatienceS,
        ApplicationName = "mae",
        MaxPoolSize = 8,
    }.ConnectionString;

    public async Task PrepareAsync()
    {
        try
        {
            await PostgresTables.MakeAsync(source);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new StoreException($"{address.Text} does not answer: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    public async Task<IReadOnlyList<FleetEntry>> ListAsync()
    {
        var found = new List<FleetEntry>();
        await AskAsync("SELECT entry FROM mae_fleets WHERE cluster = $1 ORDER BY name COLLATE \"C\"", async command =>
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                if (FleetEntry.FromJson(reader.GetString(0)) is { } entry)
                    found.Add(entry);
            }

            return found.Count;
        });
        return found;
    }

    public async Task<bool> TryAddAsync(FleetEntry entry) => await AskAsync(
        "INSERT INTO mae_fleets VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", Count, entry.Name, entry.ToJson()) > 0;

    public Task ReplaceAsync(FleetEntry entry) => AskAsync(
        "UPDATE mae_fleets SET entry = $3 WHERE cluster = $1 AND name = $2", Count, entry.Name, entry.ToJson());

    public async Task<bool> RemoveAsync(string name) =>
        await AskAsync("DELETE FROM mae_fleets WHERE cluster = $1 AND name = $2", Count, name) > 0;

    public async Task<IReadOnlyList<string>> BatchesAsync()
    {
        var found = new List<string>();
        await AskAsync("SELECT folder FROM mae_batches WHERE cluster = $1 ORDER BY folder COLLATE \"C\"", async command =>
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                found.Add(reader.GetString(0));
            return found.Count;
        });
        return found;
    }

    public Task AddBatchAsync(string folder) =>
        AskAsync("INSERT INTO mae_batches VALUES ($1, $2) ON CONFLICT DO NOTHING", Count, folder);

    public Task RemoveBatchAsync(string folder) => AskAsync("DELETE FROM mae_batches WHERE cluster = $1 AND folder = $2", Count, folder);

    public void Dispose() => source.Dispose();

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static Task<int> Count(NpgsqlCommand command) => command.ExecuteNonQueryAsync();

    private async Task<int> AskAsync(string text, Func<NpgsqlCommand, Task<int>> ask, params string[] values)
    {
        try
        {
            await using var command = source.CreateCommand(text);
            foreach (var value in values.Prepend(address.Name))
                command.Parameters.Add(new() { Value = value });
            return await ask(command);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new StoreException($"{address.Text} does not answer: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
