using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>The verbs that speak to a fleet, one after the other against simulated rovers on a real Mosquitto, in real time.</summary>
public sealed class FleetVerbsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae fleet ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_fleet_is_seen_pushed_to_driven_stopped_and_released()
    {
        if (BrokerProgram.Find("mosquitto") is null)
            Assert.Skip("Mosquitto is not installed: sudo apt-get install mosquitto");
        using var broker = MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false });
        var at = $"127.0.0.1:{broker.Port}";
        var fleet = Path.Combine(folder, "fleet.yaml");
        await CliRun.Of("new", fleet);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sim = CliRun.Of(end.Token, "sim", "--broker", at, "--fleet", fleet);

        var status = await CliRun.Of("status", "--broker", at, "--fleet", fleet, "--json", "--timeout", "20");
        Assert.Equal((ExitCode.Ok, 3), (status.Code, status.Json.GetProperty("rovers_there").GetInt32()));

        var push = await CliRun.Of("push", "--broker", at, "--fleet", fleet, "--runs", folder, "--json");
        Assert.Equal(
            (ExitCode.Ok, 1, 3), (push.Code, push.Json.GetProperty("version").GetInt32(), push.Json.GetProperty("active").GetInt32()));
        var kept = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(RunDir(push), "run.json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(
            (1, "push", "completed"),
            (kept.GetProperty("schema_version").GetInt32(), kept.GetProperty("verb").GetString(), kept.GetProperty("state").GetString()));
        Assert.Equal(3, kept.GetProperty("results").GetProperty("active").GetInt32());
        var saved = Path.Combine(RunDir(push), "rover-2.v1.maep");
        var load = await CliRun.Of(
            "param", "load", saved, "--rover", "rover-2", "--broker", at, "--fleet", fleet, "--runs", folder, "--json");
        Assert.Equal((ExitCode.Ok, 2), (load.Code, load.Json.GetProperty("version").GetInt32()));
        var get = await CliRun.Of("param", "get", "--broker", at, "--fleet", fleet, "--json");
        Assert.Equal(
            [1, 2, 1], get.Json.GetProperty("rovers").EnumerateArray().Select(rover => rover.GetProperty("active_version").GetInt32()));

        var other = await CliRun.Of("push", "--model", "true", "--broker", at, "--fleet", fleet, "--runs", folder, "--json");
        Assert.Equal((ExitCode.Ok, 3), (other.Code, other.Json.GetProperty("version").GetInt32()));
        var back = await CliRun.Of("push", "--rollback", "--broker", at, "--fleet", fleet, "--runs", folder, "--json");
        Assert.True(back.Code == ExitCode.Ok, back.Error);
        Assert.Equal(
            (ExitCode.Ok, 4, 3), (back.Code, back.Json.GetProperty("version").GetInt32(), back.Json.GetProperty("active").GetInt32()));
        // Each its own: rover-2 had been given a set in between. Nothing but the version differs.
        Assert.Contains("rover-2: back from version 3 to what version 2 was", back.Error, StringComparison.Ordinal);
        foreach (var (rover, earlier) in new[] { ("rover-1", push), ("rover-2", load), ("rover-3", push) })
        {
            var was = $"{rover}.v{earlier.Json.GetProperty("version").GetInt32()}.maep";
            var diff = await CliRun.Of(
                "param", "diff", Path.Combine(RunDir(earlier), was), Path.Combine(RunDir(back), $"{rover}.v4.maep"), "--json");
            Assert.True(diff.Json.GetProperty("same").GetBoolean());
        }

        var lost = await CliRun.Of(
            "push", "--rollback", "--broker", at, "--fleet", fleet, "--runs", Path.Combine(folder, "elsewhere"), "--json");
        Assert.Equal((ExitCode.Configuration, "MAE305"), (lost.Code, lost.Json.GetProperty("error").GetProperty("code").GetString()));

        var run = await CliRun.Of("run", "formation", "--broker", at, "--fleet", fleet, "--runs", folder, "--periods", "40", "--json");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.Equal((40, 5), (run.Json.GetProperty("periods").GetInt32(), run.Json.GetProperty("parameter_version").GetInt32()));

        var stop = await CliRun.Of("estop", "--broker", at, "--fleet", fleet, "--json", "--timeout", "10");
        Assert.Equal((ExitCode.Ok, 3), (stop.Code, stop.Json.GetProperty("confirmed").GetArrayLength()));
        var latched = await CliRun.Of("run", "formation", "--broker", at, "--fleet", fleet, "--runs", folder, "--periods", "40", "--json");
        Assert.Equal((ExitCode.Rejected, "MAE502"), (latched.Code, latched.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(
            ExitCode.Ok, (await CliRun.Of("estop", "--reset", "--broker", at, "--fleet", fleet, "--json", "--timeout", "10")).Code);

        await end.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, (await sim).Code);
        // Gracefully or not: who looks now sees the rovers gone, not their last good news.
        Assert.Equal(ExitCode.Unreachable, (await CliRun.Of("status", "--broker", at, "--fleet", fleet, "--json", "--timeout", "2")).Code);
        Assert.Equal(
            ExitCode.Unreachable,
            (await CliRun.Of("push", "--broker", at, "--fleet", fleet, "--runs", folder, "--json", "--timeout", "2")).Code);
    }

    private static string RunDir(CliRun run) => run.Json.GetProperty("run_dir").GetString()!;

    [Theory]
    [InlineData("status")]
    [InlineData("estop")]
    [InlineData("sim")]
    [InlineData("push")]
    [InlineData("param get")]
    [InlineData("run formation")]
    public async Task Without_a_broker_a_verb_ends_with_4_and_says_where_it_looked(string verb)
    {
        // Port 1 of the loopback: nobody listens there without being root and meaning it.
        var run = await CliRun.Of([.. verb.Split(' '), "--broker", "127.0.0.1:1", "--json"]);
        Assert.Equal(ExitCode.Unreachable, run.Code);
        Assert.Contains("127.0.0.1:1", run.Json.GetProperty("error").GetProperty("what").GetString(), StringComparison.Ordinal);
    }
}
