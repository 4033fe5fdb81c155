using Npgsql;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>
/// What a PostgreSQL database needs for a cluster: fleets, and the silos' membership. Orleans' provider brings no tables; it reads from
/// <c>OrleansQuery</c> the statements that it runs, by their names, and from their answers columns by name
/// (Orleans.Clustering.AdoNet 10.4, <c>DbStoredQueries</c>). These are statements of our own for its contract: a row changes only together
/// with the version of the whole table, and only where that is still the one that was read.
/// </summary>
internal static class PostgresTables
{
    private const string Same = "deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation";

    private const string Turn = "UPDATE orleansmembershipversiontable SET version = version + 1 "
        + "WHERE deploymentid = @DeploymentId AND version = @Version";

    private const string Read = "SELECT m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes, "
        + "m.starttime, m.iamalivetime, v.version FROM orleansmembershipversiontable v "
        + "LEFT JOIN orleansmembershiptable m ON m.deploymentid = v.deploymentid";

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS mae_fleets (cluster text, name text, entry text NOT NULL, PRIMARY KEY (cluster, name));
        CREATE TABLE IF NOT EXISTS mae_batches (cluster text, folder text, PRIMARY KEY (cluster, folder));
        CREATE TABLE IF NOT EXISTS orleansquery (querykey text PRIMARY KEY, querytext text NOT NULL);
        CREATE TABLE IF NOT EXISTS orleansmembershipversiontable (deploymentid text PRIMARY KEY, version integer NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS orleansmembershiptable (
            deploymentid text NOT NULL, address text NOT NULL, port integer NOT NULL, generation integer NOT NULL, siloname text NOT NULL,
            hostname text NOT NULL, status integer NOT NULL, proxyport integer NOT NULL, suspecttimes text, starttime timestamptz NOT NULL,
            iamalivetime timestamptz NOT NULL, PRIMARY KEY (deploymentid, address, port, generation));
        """;

    // A silo's status: Microsoft.Orleans SiloStatus, where 6 is dead.
    private static readonly (string Key, string Text)[] Queries =
    [
        ("GatewaysQueryKey",
            "SELECT address, proxyport, generation FROM orleansmembershiptable "
            + "WHERE deploymentid = @DeploymentId AND status = @Status AND proxyport > 0"),
        ("MembershipReadRowKey",
            $"{Read} AND m.address = @Address AND m.port = @Port AND m.generation = @Generation WHERE v.deploymentid = @DeploymentId"),
        ("MembershipReadAllKey", $"{Read} WHERE v.deploymentid = @DeploymentId"),
        ("InsertMembershipVersionKey",
            "WITH put AS (INSERT INTO orleansmembershipversiontable (deploymentid) VALUES (@DeploymentId) ON CONFLICT DO NOTHING "
            + "RETURNING 1) SELECT count(*)::int FROM put"),
        ("UpdateIAmAlivetimeKey", $"UPDATE orleansmembershiptable SET iamalivetime = @IAmAliveTime WHERE {Same}"),
        ("InsertMembershipKey",
            $"WITH turn AS ({Turn} AND NOT EXISTS (SELECT 1 FROM orleansmembershiptable WHERE {Same}) RETURNING 1), "
            + "put AS (INSERT INTO orleansmembershiptable (deploymentid, address, port, generation, siloname, hostname, status, proxyport, "
            + "starttime, iamalivetime) SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, "
            + "@StartTime, @IAmAliveTime FROM turn RETURNING 1) SELECT count(*)::int FROM put"),
        ("UpdateMembershipKey",
            $"WITH turn AS ({Turn} RETURNING 1), put AS (UPDATE orleansmembershiptable SET status = @Status, "
            + $"suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime FROM turn WHERE {Same} RETURNING 1) "
            + "SELECT count(*)::int FROM put"),
        ("DeleteMembershipTableEntriesKey",
            "DELETE FROM orleansmembershiptable WHERE deploymentid = @DeploymentId; "
            + "DELETE FROM orleansmembershipversiontable WHERE deploymentid = @DeploymentId"),
        ("CleanupDefunctSiloEntriesKey",
            "DELETE FROM orleansmembershiptable WHERE deploymentid = @DeploymentId AND iamalivetime < @IAmAliveTime AND status = 6"),
        ("CleanupDefunctSiloEntryKey",
            $"DELETE FROM orleansmembershiptable WHERE {Same} AND status = 6 AND starttime = @StartTime "
            + "AND iamalivetime = @IAmAliveTime"),
    ];

    /// <summary>Makes what is not there yet; several silos may at once.</summary>
    public static async Task MakeAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var all = await connection.BeginTransactionAsync();
        // Of whoever makes these tables: "mae" in a number.
        await using (var alone = new NpgsqlCommand("SELECT pg_advisory_xact_lock(7168357); " + Tables, connection, all))
            await alone.ExecuteNonQueryAsync();
        foreach (var (key, text) in Queries)
        {
            await using var put = new NpgsqlCommand(
                "INSERT INTO orleansquery VALUES ($1, $2) ON CONFLICT (querykey) DO UPDATE SET querytext = $2", connection, all)
            {
                Parameters = { new() { Value = key }, new() { Value = text } },
            };
            await put.ExecuteNonQueryAsync();
        }

        await all.CommitAsync();
    }
}
