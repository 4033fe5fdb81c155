using System.Diagnostics;

namespace MultiAgentEdge.Tests.Integration.Cluster;

/// <summary>Trainings that are given to a cluster.</summary>
public sealed class ClusterBatchTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("mae cluster batch ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task A_batch_whose_command_is_killed_is_done_by_whoever_works_for_the_cluster(string kind)
    {
        if (kind == "redis")
            Lanes.RequireRedis();
        else
            Lanes.RequirePostgres();
        var runs = Path.Combine(folder, "runs");
        using IStoreServer store = kind == "redis" ? new RedisServer(folder) : new PostgresServer(folder);
        string[] cluster = ["--cluster", store.Address];
        using (var began = ServedFleets.Start(
            ["train", "formation", "--samples", "1500", "--seeds", "1..3", "--workers", "1", .. cluster, "--runs", runs]))
        {
            for (var watch = Stopwatch.StartNew(); !HasLease(runs) && watch.Elapsed < Limit;)
                await Task.Delay(20, TestContext.Current.CancellationToken);
            began.Kill();
            await began.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var before = await Cli.CliRun.Of("train", "ls", "--runs", runs, "--json");
        Assert.True(before.Json.GetProperty("batches")[0].GetProperty("runs_done").GetInt32() < 3, "it was done before it was killed");
        // Not in the folder where it looks by itself.
        string[] work = ["train", "work", .. cluster, "--workers", "2", "--runs", Path.Combine(folder, "elsewhere"), "--json"];
        var done = await Cli.CliRun.Of(work).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.True(done.Code == 0, done.Error);
        Assert.True(done.Json.GetProperty("runs_done").GetInt32() > 0);
        var after = await Cli.CliRun.Of("train", "ls", "--runs", runs, "--json");
        Assert.Equal(3, after.Json.GetProperty("batches")[0].GetProperty("runs_done").GetInt32());
        var nothing = await Cli.CliRun.Of(work).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (nothing.Code, nothing.Json.GetProperty("runs_done").GetInt32()));
    }

    private static bool HasLease(string runs) =>
        Directory.Exists(runs) && Directory.EnumerateFiles(runs, "lease-*.json", SearchOption.AllDirectories).Any();
}
