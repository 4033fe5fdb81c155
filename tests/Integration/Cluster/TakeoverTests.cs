using System.Diagnostics;
using System.Text.Json;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Missions.Serve;

namespace MultiAgentEdge.Tests.Integration.Cluster;

/// <summary>Fleets whose coordinator changes while they drive.</summary>
public sealed class TakeoverTests(ITestOutputHelper output)
{
    // What is promised is five seconds; the machine of a test may be busy, and rovers stop by themselves after ten.
    private const double MostSeconds = 9;

    // Without prices, on a machine that is not busy.
    private const double UsualSeconds = 2.5;

    // Of a rover in one period: prices begin from none, and inputs change no faster than they may.
    private const double MostStepM = 0.25;

    /// <summary>Where a silo that is alone on its machine is asked.</summary>
    private const int LonePort = 30_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("lanes")]
    [InlineData("coverage")]
    [InlineData("plane")]
    public async Task A_service_that_leaves_lets_the_rovers_drive_on_and_the_next_takes_them_where_they_are(string kind)
    {
        using var fleets = new ServedFleets(1, kind);
        var file = FleetFile.Load(fleets.PathOf("lab-001"));
        using var listener = new FleetListener(file);
        using var end = new CancellationTokenSource();
        using var leave = new CancellationTokenSource();
        var first = ServedFleet.Of(MissionList.BuiltIn, file);
        var one = Begin(first, end.Token, leave.Token);
        Assert.True(listener.Listen(() => first.Status.IsRunning && listener.AllDrive && first.Status.Tick > 5, Patience), Why(first));
        Assert.Null(first.Status.AdoptedAt);
        var (version, tick) = (first.Status.Version, first.Status.Tick);
        listener.Watch();
        await leave.CancelAsync();
        await one.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var second = ServedFleet.Of(MissionList.BuiltIn, file);
        var two = Begin(second, end.Token, CancellationToken.None);
        Assert.True(listener.Listen(() => second.Status.IsRunning && listener.Tick > tick + 20, Patience), Why(second));
        Assert.Empty(listener.Wrong);
        Assert.InRange(listener.LongestStepM, 0, MostStepM);
        Assert.Equal(version, second.Status.Version);
        Assert.True(second.Status.AdoptedAt > tick, $"adopted at {second.Status.AdoptedAt}, left at {tick}");

        await end.CancelAsync();
        await two.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(listener.Listen(() => !listener.AllDrive, Patience), "the rovers were not disarmed");
    }

    [Theory]
    [InlineData("lanes", "stage_input_weight")]
    [InlineData("coverage", "silence_limit")]
    [InlineData("plane", "stage_input_weight")]
    public async Task What_people_have_turned_is_kept_by_the_next(string kind, string name)
    {
        using var fleets = new ServedFleets(1, kind);
        var path = fleets.PathOf("lab-001");
        var file = FleetFile.Load(path);
        using var listener = new FleetListener(file);
        using var end = new CancellationTokenSource();
        using var leave = new CancellationTokenSource();
        var first = ServedFleet.Of(MissionList.BuiltIn, file);
        var one = Begin(first, end.Token, leave.Token);
        Assert.True(listener.Listen(() => first.Status.IsRunning && listener.AllDrive, Patience), Why(first));
        var turned = await Cli.CliRun.Of("param", "set", name, "7", "--fleet", path, "--runs", fleets.Folder, "--json");
        Assert.True(turned.Code == 0, turned.Error);
        listener.Watch();
        var version = first.Status.Version;
        await leave.CancelAsync();
        await one.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var second = ServedFleet.Of(MissionList.BuiltIn, file);
        var two = Begin(second, end.Token, CancellationToken.None);
        Assert.True(listener.Listen(() => second.Status.IsRunning, Patience), Why(second));
        Assert.NotNull(second.Status.AdoptedAt);
        Assert.Equal(version, second.Status.Version);
        var again = await Cli.CliRun.Of("param", "set", name, "8", "--fleet", path, "--runs", fleets.Folder, "--json");
        Assert.True(again.Code == 0, again.Error);
        Assert.All(
            again.Json.GetProperty("rovers").EnumerateArray(), rover => Assert.Equal(7, rover.GetProperty("before")[0].GetDouble()));
        Assert.True(listener.Listen(() => true, TimeSpan.FromSeconds(1)));
        Assert.Empty(listener.Wrong);
        await end.CancelAsync();
        await two.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_formation_that_changes_its_shape_and_path_goes_on_changing_under_the_next()
    {
        using var fleets = new ServedFleets(1, "plane");
        var path = fleets.PathOf("lab-001");
        var file = FleetFile.Load(path);
        using var listener = new FleetListener(file);
        using var end = new CancellationTokenSource();
        using var leave = new CancellationTokenSource();
        var first = ServedFleet.Of(MissionList.BuiltIn, file);
        var one = Begin(first, end.Token, leave.Token);
        Assert.True(listener.Listen(() => first.Status.IsRunning && listener.AllDrive, Patience), Why(first));
        var began = first.Status.Version;
        var told = await Cli.CliRun.Of("tell", "--shape", "line", "--path", "eight", "--speed-m-s", "0.1", "--fleet", path, "--json");
        Assert.True(told.Code == 0, told.Error);
        Assert.True(listener.Listen(() => listener.Versions.All(version => version > began), Patience), Why(first));
        listener.Watch();
        await leave.CancelAsync();
        await one.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var second = ServedFleet.Of(MissionList.BuiltIn, file);
        var two = Begin(second, end.Token, CancellationToken.None);
        Assert.True(listener.Listen(() => second.Status.IsRunning, Patience), Why(second));
        var adopted = second.Status.AdoptedAt;
        Assert.NotNull(adopted);
        Assert.True(listener.Listen(() => listener.Tick > adopted + 40, Patience), Why(second));
        var scene = listener.Kept("scene");
        Assert.Equal("line", scene.GetProperty("shape").GetProperty("name").GetString());
        Assert.Equal("eight", scene.GetProperty("path").GetProperty("name").GetString());
        Assert.Equal(0.1, scene.GetProperty("order").GetProperty("speed_m_s").GetProperty("value").GetDouble());
        Assert.Empty(listener.Wrong);
        Assert.InRange(listener.LongestStepM, 0, MostStepM);
        await end.CancelAsync();
        await two.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(listener.Listen(() => !listener.AllDrive, Patience), "the rovers were not disarmed");
    }

    [Fact]
    public async Task A_silo_alone_needs_nothing_and_drives_its_fleet_whose_parameters_can_be_turned()
    {
        Assert.SkipWhen(Ports.IsOpen(LonePort), $"A silo of somebody else has port {LonePort} of this machine.");
        using var fleets = new ServedFleets(1);
        var file = fleets.PathOf("lab-001");
        using var silo = ServedFleets.Start(["serve", "--fleet", file]);
        try
        {
            var report = await ServedFleets.WaitAsync(
                [], found => found.GetProperty("fleets").EnumerateArray().Any(fleet => fleet.GetProperty("rovers_driving").GetInt32() == 3),
                "a fleet that drives");
            Assert.Equal(silo.Id, report.GetProperty("fleets")[0].GetProperty("process_id").GetInt32());
            var turned = await Cli.CliRun.Of("param", "set", "stage_input_weight", "2", "--fleet", file, "--runs", fleets.Folder, "--json");
            Assert.True(turned.Code == 0, turned.Error);
            Assert.Equal(3, turned.Json.GetProperty("active").GetInt32());
        }
        finally
        {
            silo.Kill();
            await silo.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Theory]
    [InlineData("redis", "lanes")]
    [InlineData("redis", "plane")]
    [InlineData("postgres", "lanes")]
    public async Task Fleets_of_a_silo_that_is_killed_are_coordinated_by_another_and_no_rover_stops(string storeKind, string kind)
    {
        if (storeKind == "redis")
            Lanes.RequireRedis();
        else
            Lanes.RequirePostgres();
        using var fleets = new ServedFleets(3, kind);
        using IStoreServer store = storeKind == "redis" ? new RedisServer(fleets.Folder) : new PostgresServer(fleets.Folder);
        string[] cluster = ["--cluster", store.Address];
        string[] files = [.. fleets.Names.SelectMany(name => new[] { "--fleet", fleets.PathOf(name) })];
        using var first = ServedFleets.Start(["serve", .. cluster, .. files]);
        var listeners = fleets.Names.Select(name => new FleetListener(FleetFile.Load(fleets.PathOf(name)))).ToList();
        try
        {
            Assert.All(listeners, listener => Assert.True(listener.Listen(() => listener.AllDrive && listener.Tick >= 0, Patience)));
            using var second = ServedFleets.Start(["serve", .. cluster]);
            await ServedFleets.WaitAsync(cluster, report => report.GetProperty("silos").GetArrayLength() == 2, "two silos");
            listeners.ForEach(listener => listener.Watch());
            ServedFleets.Pump(listeners, TimeSpan.FromSeconds(2));

            first.Kill();
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
            var killed = Stopwatch.StartNew();
            // What it said last is heard before anything that comes after.
            ServedFleets.Pump(listeners, TimeSpan.FromMilliseconds(300));
            listeners.ForEach(listener => listener.HeardPrice());
            var silent = listeners.ToList();
            while (silent.Count > 0 && killed.Elapsed < Patience)
            {
                ServedFleets.Pump(listeners, TimeSpan.FromMilliseconds(20));
                silent.RemoveAll(listener => listener.HeardPrice());
            }

            var aloneS = killed.Elapsed.TotalSeconds;
            output.WriteLine($"{listeners.Count} fleets have prices again {aloneS:0.0} s after the kill");
            Assert.InRange(aloneS, 0, MostSeconds);
            var report = await ServedFleets.WaitAsync(
                cluster,
                found => found.GetProperty("fleets").EnumerateArray().All(
                    fleet => fleet.GetProperty("process_id").GetInt32() == second.Id
                        && fleet.GetProperty("phase").GetString() == "running"),
                "the other silo",
                () => ServedFleets.Pump(listeners, TimeSpan.FromMilliseconds(200)));
            ServedFleets.Pump(listeners, TimeSpan.FromSeconds(3));
            output.WriteLine($"longest way of a rover in one period: {listeners.Max(listener => listener.LongestStepM):0.000} m");
            Assert.All(listeners, listener => Assert.Empty(listener.Wrong));
            // Who drives alone for longer is drawn to its own place, and comes back from further away.
            if (aloneS < UsualSeconds)
                Assert.All(listeners, listener => Assert.InRange(listener.LongestStepM, 0, MostStepM));
            Assert.All(
                report.GetProperty("fleets").EnumerateArray(),
                fleet => Assert.True(fleet.GetProperty("adopted_at_tick").GetInt64() > 0));
            second.Kill();
            await second.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
            if (!first.HasExited)
                first.Kill();
        }
    }

    private static Task Begin(IMissionService service, CancellationToken stop, CancellationToken leave) => Task.Factory.StartNew(
        () => service.Run(stop, leave), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static string Why(IMissionService service) => service.Status.ToJson().ToJsonString();
}
