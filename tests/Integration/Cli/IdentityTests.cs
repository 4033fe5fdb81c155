using System.Text;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>Two rovers of one name, and versions that a stranger drives to their end: with real connections, in real time.</summary>
public sealed class IdentityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae identity ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Two_rovers_of_one_name_are_named_by_status_run_and_sim()
    {
        Lanes.RequireMosquitto();
        using var broker = MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false });
        var at = $"127.0.0.1:{broker.Port}";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var fleet = CliRun.Of(end.Token, "sim", "--broker", at);
        Assert.Equal(ExitCode.Ok, (await CliRun.Of("status", "--broker", at, "--json", "--timeout", "30")).Code);

        var twin = CliRun.Of("sim", "--rover", "rover-1", "--broker", at, "--duration", "15", "--json");
        CliRun status;
        var left = 20;
        do
            status = await CliRun.Of("status", "--broker", at, "--json");
        while (status.Code == ExitCode.Ok && --left > 0);
        Assert.Equal(ExitCode.Partial, status.Code);
        Assert.Equal(["rover-1"], status.Json.GetProperty("doubles").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("MAE507", status.Error, StringComparison.Ordinal);

        var run = await CliRun.Of("run", "formation", "--broker", at, "--runs", folder, "--periods", "40", "--json");
        Assert.True(run.Code == ExitCode.Rejected, run.Output + run.Error);
        Assert.Equal("MAE507", run.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("rover-1", run.Json.GetProperty("error").GetProperty("what").GetString(), StringComparison.Ordinal);

        var ended = await twin;
        Assert.Equal(ExitCode.Partial, ended.Code);
        Assert.Equal(["rover-1"], ended.Json.GetProperty("doubles").EnumerateArray().Select(name => name.GetString()));
        await end.CancelAsync();
        await fleet;
    }

    [Fact]
    public async Task A_twin_that_appears_while_they_drive_is_named_by_the_run_and_its_exit_code()
    {
        using var broker = MqttNetBroker.Start();
        var at = $"127.0.0.1:{broker.Port}";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var fleet = CliRun.Of(end.Token, "sim", "--broker", at);
        using var watcher = LinkFactory.Choose().Create();
        watcher.Connect(new LinkOptions { ClientId = "watcher", Port = broker.Port });
        watcher.Subscribe("mae/1/s1/+/dual", QualityOfService.AtMostOnce);
        var run = CliRun.Of("run", "formation", "--broker", at, "--runs", folder, "--periods", "60", "--json");
        Assert.True(watcher.WaitForMessage(TimeSpan.FromSeconds(60)), "they do not drive");
        var twin = CliRun.Of("sim", "--rover", "rover-1", "--broker", at, "--duration", "12", "--json");
        var ended = await run;
        Assert.True(ended.Code == ExitCode.Partial, ended.Output + ended.Error);
        Assert.Equal(["rover-1"], ended.Json.GetProperty("doubles").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("MAE507", ended.Error, StringComparison.Ordinal);
        await twin;
        await end.CancelAsync();
        await fleet;
    }

    [Fact]
    public async Task A_rover_that_was_killed_and_starts_again_is_not_two()
    {
        using var broker = MqttNetBroker.Start();
        var at = $"127.0.0.1:{broker.Port}";
        for (var life = 0; life < 2; life++)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var fleet = CliRun.Of(end.Token, "sim", "--broker", at);
            for (var look = 0; look < 3; look++)
            {
                var status = await CliRun.Of("status", "--broker", at, "--json", "--timeout", "30");
                Assert.True(status.Code == ExitCode.Ok, $"life {life}, look {look}: {status.Output}");
            }

            await end.CancelAsync();
            await fleet;
        }
    }

    /// <summary><c>mae new</c> writes one name and a board may have another: whoever finds nobody is told who is there.</summary>
    [Fact]
    public async Task Whoever_looks_for_another_fleet_is_told_which_are_on_this_broker()
    {
        using var broker = MqttNetBroker.Start();
        using var rover = LinkFactory.Choose().Create();
        rover.Connect(new LinkOptions { ClientId = "rover", Port = broker.Port });
        foreach (var name in new[] { "garden/rover-7", "garden/rover-8", "yard/rover-1" })
            Assert.True(rover.TryPublish($"mae/1/{name}/info", "{}"u8, QualityOfService.AtLeastOnce, retain: true));
        rover.Disconnect();
        var status = await CliRun.Of("status", "--broker", $"127.0.0.1:{broker.Port}", "--timeout", "1", "--json");
        Assert.Equal(ExitCode.Unreachable, status.Code);
        Assert.Equal(
            ["rover-7", "rover-8"],
            status.Json.GetProperty("on_broker").GetProperty("garden").EnumerateArray().Select(name => name.GetString()));
        Assert.Contains("fleet garden (rover-7, rover-8); fleet yard (rover-1)", status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_that_a_stranger_drives_to_their_end_stop_no_push_and_a_rovers_own_have_a_way_back()
    {
        Lanes.RequireMosquitto();
        using var broker = MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false });
        var at = $"127.0.0.1:{broker.Port}";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var anybody = LinkFactory.Choose().Create();
        anybody.Connect(new LinkOptions { ClientId = "anybody", Port = broker.Port });
        const string Reported = """{"status":"active","version":4294967294,"active_version":4294967294,"active_crc32":1}""";
        Assert.True(
            anybody.TryPublish(
                "mae/1/s1/retired/param/reported", Encoding.ASCII.GetBytes(Reported), QualityOfService.AtLeastOnce, retain: true));
        var fleet = CliRun.Of(end.Token, "sim", "--broker", at);

        for (var version = 1; version <= 2; version++)
        {
            var push = await CliRun.Of("push", "--broker", at, "--runs", folder, "--json");
            Assert.Equal((ExitCode.Ok, version), (push.Code, push.Json.GetProperty("version").GetInt32()));
        }

        // Now one of the fleet's own: the push is refused before anything is sent, and there is a way back.
        Assert.True(
            anybody.TryPublish(
                "mae/1/s1/rover-2/param/reported", Encoding.ASCII.GetBytes(Reported), QualityOfService.AtLeastOnce, retain: true));
        var refused = await CliRun.Of("push", "--broker", at, "--runs", folder, "--json");
        Assert.Equal((ExitCode.Rejected, "MAE306"), (refused.Code, refused.Json.GetProperty("error").GetProperty("code").GetString()));
        // rover-2 has version 2: it says so when it is asked to go back from a version that it does not have.
        var first = await CliRun.Of("push", "--restart-versions", "--broker", at, "--runs", folder, "--json");
        Assert.Equal(3, first.Json.GetProperty("version").GetInt32());
        Assert.Equal(ExitCode.Ok, (await CliRun.Of("push", "--broker", at, "--runs", folder, "--json")).Code);
        await end.CancelAsync();
        await fleet;
    }
}
