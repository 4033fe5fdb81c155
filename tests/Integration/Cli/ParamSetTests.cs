using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>Parameters turned at simulated rovers over MQTTnet's broker, in real time: while they stand, and while a run drives
/// them.</summary>
public sealed class ParamSetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae knobs ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_knob_is_turned_while_the_fleet_stands_and_while_it_drives_and_taken_back()
    {
        using var broker = MqttNetBroker.Start();
        var at = $"127.0.0.1:{broker.Port}";
        var fleet = Path.Combine(folder, "fleet.yaml");
        await CliRun.Of("new", fleet);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sim = CliRun.Of(end.Token, "sim", "--broker", at, "--fleet", fleet);
        string[] Of(params string[] verb) => [.. verb, "--broker", at, "--fleet", fleet, "--runs", folder, "--json"];
        Assert.Equal(ExitCode.Ok, (await CliRun.Of("status", "--broker", at, "--fleet", fleet, "--json", "--timeout", "20")).Code);

        // Nobody's set is known yet.
        var none = await CliRun.Of("param", "set", "speed_limit", "0.3", "--broker", at, "--fleet", fleet, "--runs", folder, "--json",
            "--timeout", "4");
        Assert.Equal((ExitCode.Unreachable, "MAE314"), (none.Code, none.Json.GetProperty("error").GetProperty("code").GetString()));

        Assert.Equal(ExitCode.Ok, (await CliRun.Of(Of("push"))).Code);
        var standing = await CliRun.Of(Of("param", "set", "speed_limit", "0.3", "--rover", "rover-2"));
        Assert.True(standing.Code == ExitCode.Ok, standing.Error);
        Assert.Equal(("rover-2", "active", 0.5, 0.3), Only(standing));

        // As long as it takes: the machine may be busy.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var run = CliRun.Of(enough.Token, Of("run", "formation", "--periods", "4000", "--timeout", "600"));
        var driving = await UntilTaken(Of("param", "set", "stage_input_weight", "2"));
        Assert.True(driving.Code == ExitCode.Ok, driving.Error);
        Assert.All(driving.Json.GetProperty("rovers").EnumerateArray(), rover => Assert.Equal(
            ("active", 2.0), (rover.GetProperty("state").GetString(), rover.GetProperty("after")[0].GetDouble())));
        var refused = await CliRun.Of(Of("param", "set", "input_lower", "9"));
        Assert.Equal((ExitCode.Rejected, "MAE333"), (refused.Code, refused.Json.GetProperty("error").GetProperty("code").GetString()));
        var back = await UntilTaken(Of("param", "undo"));
        Assert.True(back.Code == ExitCode.Ok, back.Error);
        Assert.All(back.Json.GetProperty("rovers").EnumerateArray(), rover => Assert.Equal(2.0, rover.GetProperty("before")[0].GetDouble()));

        await enough.CancelAsync();
        var drove = await run;
        Assert.Equal(ExitCode.Interrupted, drove.Code);
        Assert.Contains("sets stage_input_weight = 2", drove.Error, StringComparison.Ordinal);
        var history = await CliRun.Of("param", "history", "--fleet", fleet, "--runs", folder, "--json");
        Assert.Equal(
            ["stage_input_weight", "stage_input_weight", "speed_limit"],
            history.Json.GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("name").GetString()));
        await end.CancelAsync();
        await sim;
    }

    // Until the run that was begun drives, nobody takes changes, and then not while its first set is on its way.
    private static async Task<CliRun> UntilTaken(string[] words)
    {
        while (true)
        {
            var one = await CliRun.Of(words);
            if (one.Code == ExitCode.Ok || !one.Json.TryGetProperty("error", out var error)
                || error.GetProperty("code").GetString() is not ("MAE334" or "MAE335" or "MAE336" or "MAE314"))
                return one;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static (string? Name, string? State, double Before, double After) Only(CliRun run)
    {
        var rover = Assert.Single(run.Json.GetProperty("rovers").EnumerateArray());
        return (rover.GetProperty("name").GetString(), rover.GetProperty("state").GetString(), rover.GetProperty("before")[0].GetDouble(),
            rover.GetProperty("after")[0].GetDouble());
    }
}
