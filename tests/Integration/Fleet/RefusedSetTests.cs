using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Tests.Integration.Cli;

namespace MultiAgentEdge.Tests.Integration.Fleet;

/// <summary>Rovers that do not take their set: every mission says the same of the same, at once and in the rovers' own words.</summary>
[Collection("real time")] // one after the other: each fills the thread pool with rovers that wait for their clocks
public sealed class RefusedSetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae refused ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_host_without_the_rovers_key_or_with_another_is_told_so_by_every_mission()
    {
        FleetKeys.Create(Path.Combine(folder, "right.key"));
        FleetKeys.Create(Path.Combine(folder, "wrong.key"));
        using var broker = MqttNetBroker.Start();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sim = CliRun.Of(end.Token, ["sim", .. At(broker, Fleet("rover", "right.key"))]);

        foreach (var (key, reason) in new[] { ((string?)null, "not signed"), ("wrong.key", "signature wrong") })
        {
            foreach (var mission in Missions)
                await IsRefusedAsync(mission, At(broker, Fleet("rover", key)), reason);
        }

        await end.CancelAsync();
        await sim;
    }

    [Fact]
    public async Task A_body_without_a_plane_is_refused_by_both_missions_that_need_one()
    {
        using var broker = MqttNetBroker.Start();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var at = At(broker, Fleet("linear", null));
        var sim = CliRun.Of(end.Token, ["sim", .. at]);

        foreach (var mission in Missions[1..])
            Assert.Contains("needs two wheels", await IsRefusedAsync(mission, at, "does not fit this rover"), StringComparison.Ordinal);

        await end.CancelAsync();
        await sim;
    }

    private string[][] Missions =>
    [
        ["run", "formation", "--periods", "40"],
        ["run", "coverage", "--policy", Policy(), "--landmark", "0.5,0.5"],
        ["run", "delivery", "--graph", Write("yard.yaml", """
            name: yard
            nodes:
              - { name: depot, x_m: 2, y_m: 1 }
              - { name: a, x_m: 2.8, y_m: 1 }
            limits: { time_s: 150, battery: 0.9 }
            vehicle:
              speed_max_m_s: 0.5
              conservative_speed_m_s: 0.25
              yaw_rate_max_rad_s: 1
              acceleration_max_m_s2: 0.3
              idle_draw_per_s: 0.001
              speed_draw_s_m2: 0.001
            """)],
    ];

    private async Task<string> IsRefusedAsync(string[] mission, string[] at, string reason)
    {
        var run = await CliRun.Of([.. mission, .. at, "--runs", folder, "--json"]);
        var error = run.Json.GetProperty("error");
        Assert.Equal((ExitCode.Rejected, "MAE543"), (run.Code, error.GetProperty("code").GetString()));
        // Whoever refused first: the others' words may still be on their way.
        Assert.Matches(@"^rover-\d", error.GetProperty("what").GetString());
        Assert.EndsWith($"{reason}.", error.GetProperty("what").GetString(), StringComparison.Ordinal);
        return error.GetProperty("next").GetString()!;
    }

    private static string[] At(MqttNetBroker broker, string fleet) => ["--broker", $"{MqttNetBroker.Host}:{broker.Port}", "--fleet", fleet];

    private string Fleet(string body, string? key) => Write($"{body}-{key}.yaml", $$"""
        fleet: yard
        {{(key is null ? "" : $"key_file: {Path.Combine(folder, key)}")}}
        rovers:
          - { name: rover-1, body: {{body}} }
          - { name: rover-2, body: {{body}}, start: { x_m: 0.5, y_m: 0.6 } }
        formation:
          distances:
            - { from: rover-1, to: rover-2, distance_m: 0 }
        """);

    private string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(folder, name), text);
        return Path.Combine(folder, name);
    }

    private string Policy()
    {
        var sense = new CoverageSense(1, 1) { AbsentOther = (3, 3) };
        var layer = new CoverageLayer(sense.Width, 5, new float[sense.Width * 5], new float[5]);
        var policy = new CoveragePolicy { Sense = sense, PeriodS = 0.1, Layers = [layer] };
        var path = Path.Combine(folder, "actor.set");
        File.WriteAllBytes(path, CoverageParameterSet.Build(policy, [0, 0], 1));
        return path;
    }
}
