using System.Diagnostics;
using System.Text.Json;
using MultiAgentEdge.Host.Cluster;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Tests.Integration.Cluster;

/// <summary>What happens to fleets that drive while silos and their store come and go.</summary>
public sealed class SiloTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Every_silo_is_restarted_in_turn_and_no_rover_stops()
    {
        Lanes.RequireRedis();
        using var fleets = new ServedFleets(3);
        using var redis = new RedisServer(fleets.Folder);
        string[] cluster = ["--cluster", redis.Address];
        List<Process> silos = [ServedFleets.Start(["serve", .. cluster, .. Files(fleets)])];
        var listeners = Listen(fleets);
        try
        {
            AssertAllDrive(listeners);
            silos.Add(ServedFleets.Start(["serve", .. cluster]));
            await Silos(cluster, 2, listeners);
            listeners.ForEach(listener => listener.Watch());
            for (var turn = 0; turn < silos.Count; turn++)
            {
                ServedFleets.Pump(listeners, Calm);
                var ending = ServedFleets.EndAsync(silos[turn]);
                while (!ending.IsCompleted)
                    ServedFleets.Pump(listeners, TimeSpan.FromMilliseconds(50));
                await ending;
                silos[turn].Dispose();
                silos[turn] = ServedFleets.Start(["serve", .. cluster]);
                await Silos(cluster, 2, listeners);
                var others = silos[1 - turn].Id;
                await ServedFleets.WaitAsync(
                    cluster, report => AllRun(report, others), "the other silo", () => ServedFleets.Pump(listeners, Calm / 4));
            }

            ServedFleets.Pump(listeners, Calm);
            Assert.All(listeners, listener => Assert.Empty(listener.Wrong));
        }
        finally
        {
            Close(silos, listeners);
        }
    }

    [Fact]
    public async Task Fleets_are_spread_a_full_silo_refuses_by_name_and_verbs_find_them_by_the_cluster()
    {
        Lanes.RequireRedis();
        using var fleets = new ServedFleets(3);
        using var redis = new RedisServer(fleets.Folder);
        string[] cluster = ["--cluster", redis.Address];
        var said = new List<string>();
        List<Process> silos = [ServedFleets.Start(["serve", .. cluster, "--most-fleets", "1", .. Files(fleets)], said)];
        var listeners = Listen(fleets);
        try
        {
            var full = await ServedFleets.WaitAsync(
                cluster, report => Fleets(report).Count(one => one.GetProperty("phase").GetString() == "running") == 1
                    && Fleets(report).Count(one => Error(one).Contains("MAE557", StringComparison.Ordinal)) == 2, "a full silo");
            var waiting = Fleets(full).First(one => Error(one).Length > 0).GetProperty("fleet").GetString()!;
            Assert.Contains($"refuses {waiting}", Error(Fleets(full).First(one => Error(one).Length > 0)), StringComparison.Ordinal);
            Assert.True(HasSaid(said, $"refuses {waiting}"));
            silos.Add(ServedFleets.Start(["serve", .. cluster]));
            var all = await ServedFleets.WaitAsync(
                cluster, report => Fleets(report).All(one => one.GetProperty("phase").GetString() == "running"), "fleets that drive");
            Assert.Equal([1, 2], Fleets(all).GroupBy(one => one.GetProperty("process_id").GetInt32()).Select(one => one.Count()).Order());

            // No file of the fleet is at hand: the cluster knows it.
            string[] named = [.. cluster, "--fleet", fleets.Names[1], "--json"];
            var status = await Cli.CliRun.Of(["status", .. named]);
            Assert.True(status.Code == 0, status.Error);
            Assert.Equal(fleets.Names[1], status.Json.GetProperty("fleet").GetString());
            Assert.Equal(3, status.Json.GetProperty("rovers_there").GetInt32());
            var turned = await Cli.CliRun.Of(["param", "set", "stage_input_weight", "2", "--runs", fleets.Folder, .. named]);
            Assert.True(turned.Code == 0, turned.Error);
            var stopped = await Cli.CliRun.Of(["estop", .. named]);
            Assert.True(stopped.Code == 0, stopped.Error);
            Assert.Equal(3, stopped.Json.GetProperty("confirmed").GetArrayLength());
            var none = await Cli.CliRun.Of(["status", .. cluster, "--fleet", "nobody", "--json"]);
            Assert.Equal("MAE556", none.Json.GetProperty("error").GetProperty("code").GetString());
        }
        finally
        {
            Close(silos, listeners);
        }
    }

    [Fact]
    public async Task A_store_that_goes_away_is_said_and_fleets_drive_on()
    {
        Lanes.RequireRedis();
        using var fleets = new ServedFleets(2);
        using var redis = new RedisServer(fleets.Folder);
        var said = new List<string>();
        List<Process> silos = [ServedFleets.Start(["serve", "--cluster", redis.Address, .. Files(fleets)], said)];
        var listeners = Listen(fleets);
        try
        {
            AssertAllDrive(listeners);
            await ServedFleets.WaitAsync(["--cluster", redis.Address], report => AllRun(report, silos[0].Id), "fleets that drive");
            listeners.ForEach(listener => listener.Watch());
            ServedFleets.Pump(listeners, Calm);
            var gone = Stopwatch.StartNew();
            redis.Kill();
            while (!HasSaid(said, "The fleets drive on") && gone.Elapsed < ServedFleets.Patience)
                ServedFleets.Pump(listeners, TimeSpan.FromMilliseconds(50));
            output.WriteLine($"said {gone.Elapsed.TotalSeconds:0.0} s after the store was killed");
            Assert.True(HasSaid(said, "The fleets drive on"), string.Join('\n', said));
            // Longer than a rover drives without a host.
            ServedFleets.Pump(listeners, TimeSpan.FromSeconds(12));
            Assert.All(listeners, listener => Assert.Empty(listener.Wrong));
            Assert.All(listeners, listener => Assert.True(listener.HeardPrice()));
        }
        finally
        {
            Close(silos, listeners);
        }
    }

    // Each has a store of its own and believes the other gone: the fleet's lease and the epoch decide.
    [Fact]
    public async Task Two_silos_that_do_not_see_each_other_never_both_command_a_fleet()
    {
        Lanes.RequireRedis();
        using var fleets = new ServedFleets(1);
        using var here = new RedisServer(fleets.Folder);
        using var there = new RedisServer(fleets.Folder);
        var file = fleets.PathOf(fleets.Names[0]);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        using (var store = new RedisFleetStore(ClusterAddress.Parse(there.Address)))
            Assert.True(await store.TryAddAsync(new FleetEntry(fleets.Names[0], text, file, null, "one that is gone")));
        List<Process> silos = [ServedFleets.Start(["serve", "--cluster", here.Address, "--fleet", file])];
        var listeners = Listen(fleets);
        try
        {
            AssertAllDrive(listeners);
            await ServedFleets.WaitAsync(["--cluster", here.Address], report => AllRun(report, silos[0].Id), "the first silo");
            listeners[0].Watch();
            ServedFleets.Pump(listeners, Calm);
            var first = listeners[0].Epoch;
            silos.Add(ServedFleets.Start(["serve", "--cluster", there.Address]));
            void Listens() => ServedFleets.Pump(listeners, TimeSpan.FromMilliseconds(200));
            await ServedFleets.WaitAsync(
                ["--cluster", there.Address], report => AllRun(report, silos[1].Id), "the second silo", Listens);
            var beaten = await ServedFleets.WaitAsync(
                ["--cluster", here.Address],
                report => report.GetProperty("fleets")[0].GetProperty("error").ValueKind == JsonValueKind.String, "the first to make way",
                Listens);
            Assert.Contains("nother host", beaten.GetProperty("fleets")[0].GetProperty("error").GetString()!, StringComparison.Ordinal);
            // It asks for the fleet again and again, and does not take it.
            ServedFleets.Pump(listeners, TimeSpan.FromSeconds(8));
            Assert.Empty(listeners[0].Wrong);
            var second = listeners[0].Epoch;
            Assert.True(second > first, $"epoch {first}, then {second}");

            silos[1].Kill();
            await ServedFleets.WaitAsync(
                ["--cluster", here.Address], report => AllRun(report, silos[0].Id), "the first silo again", Listens);
            ServedFleets.Pump(listeners, Calm);
            Assert.Empty(listeners[0].Wrong);
            Assert.True(listeners[0].Epoch > second, $"epoch {second}, then {listeners[0].Epoch}");
        }
        finally
        {
            Close(silos, listeners);
        }
    }

    private static string[] Files(ServedFleets fleets) => [.. fleets.Names.SelectMany(name => new[] { "--fleet", fleets.PathOf(name) })];

    private static List<FleetListener> Listen(ServedFleets fleets) =>
        [.. fleets.Names.Select(name => new FleetListener(FleetFile.Load(fleets.PathOf(name))))];

    private static void AssertAllDrive(List<FleetListener> listeners) =>
        Assert.All(listeners, listener => Assert.True(listener.Listen(() => listener.AllDrive, ServedFleets.Patience)));

    private static Task<JsonElement> Silos(string[] cluster, int count, List<FleetListener> listeners) => ServedFleets.WaitAsync(
        cluster, report => report.GetProperty("silos").GetArrayLength() == count, $"{count} silos",
        () => ServedFleets.Pump(listeners, TimeSpan.FromMilliseconds(100)));

    private static bool AllRun(JsonElement report, int process) => report.GetProperty("fleets").EnumerateArray().All(
        fleet => fleet.GetProperty("process_id").GetInt32() == process && fleet.GetProperty("phase").GetString() == "running");

    private static List<JsonElement> Fleets(JsonElement report) => [.. report.GetProperty("fleets").EnumerateArray()];

    private static string Error(JsonElement fleet) => fleet.GetProperty("error").GetString() ?? "";

    private static bool HasSaid(List<string> said, string text)
    {
        lock (said)
            return said.Exists(line => line.Contains(text, StringComparison.Ordinal));
    }

    private static void Close(List<Process> silos, List<FleetListener> listeners)
    {
        listeners.ForEach(listener => listener.Dispose());
        foreach (var silo in silos)
        {
            if (!silo.HasExited)
                silo.Kill();
            silo.Dispose();
        }
    }
}
