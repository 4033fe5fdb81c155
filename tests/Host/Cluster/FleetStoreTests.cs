using MultiAgentEdge.Host.Cluster;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Tests.Host.Cli;

namespace MultiAgentEdge.Tests.Host.Cluster;

public sealed class FleetStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae store ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_entry_is_added_once_replaced_while_it_is_there_and_not_brought_back()
    {
        var store = new MemoryFleetStore();
        var entry = new FleetEntry("lab", "text", "/lab.yaml", null, "");
        Assert.True(await store.TryAddAsync(entry));
        Assert.False(await store.TryAddAsync(entry with { Text = "other" }));
        await store.ReplaceAsync(entry with { Holder = "silo" });
        Assert.Equal("silo", Assert.Single(await store.ListAsync()).Holder);
        Assert.True(await store.RemoveAsync("lab"));
        Assert.False(await store.RemoveAsync("lab"));
        await store.ReplaceAsync(entry);
        Assert.Empty(await store.ListAsync());
    }

    [Fact]
    public async Task A_batch_is_listed_until_it_is_over()
    {
        var store = new MemoryFleetStore();
        await store.AddBatchAsync("/runs/b");
        await store.AddBatchAsync("/runs/a");
        await store.AddBatchAsync("/runs/a");
        Assert.Equal(["/runs/a", "/runs/b"], await store.BatchesAsync());
        await store.RemoveBatchAsync("/runs/a");
        await store.RemoveBatchAsync("/runs/a");
        Assert.Equal(["/runs/b"], await store.BatchesAsync());
    }

    [Fact]
    public void An_entry_reads_back_what_it_writes_and_anything_else_is_none()
    {
        var entry = new FleetEntry("lab", "fleet: lab\n", "/lab.yaml", "10.0.0.7", "silo");
        Assert.Equal(entry, FleetEntry.FromJson(entry.ToJson()));
        Assert.Null(FleetEntry.FromJson("{}"));
        Assert.Null(FleetEntry.FromJson("not json"));
        Assert.Equal("10.0.0.7", new FleetEntry("lab", "fleet: lab\nperiod_s: 0.5\n", "/lab.yaml", "10.0.0.7", "").File().Broker.Host);
    }

    [Theory]
    [InlineData("fleet: lab\n", "names no broker")]
    [InlineData("fleet: lab\nbroker: { host: 10.0.0.7 }\nserve: delivery\n", "which has an end")]
    public async Task A_fleet_that_no_silo_can_coordinate_is_refused_before_any_silo_is_asked(string text, string said)
    {
        var path = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        var run = await CliRun.Of("serve", "--fleet", path, "--json");
        Assert.Equal((ExitCode.Configuration, "MAE553"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_said()
    {
        foreach (var verb in new[] { "fleets", "status" })
        {
            var run = await CliRun.Of(verb, "--cluster", "redis://127.0.0.1:1/lab", "--json");
            Assert.Equal((ExitCode.Unreachable, "MAE555"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
        }
    }
}
