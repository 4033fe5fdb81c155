using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Tests.Integration.Cli;

namespace MultiAgentEdge.Tests.Integration.Delivery;

/// <summary>Delivery by rovers that are out there: here mae sim's, on wheels, in real time, over a real broker.</summary>
[Collection("real time")] // one after the other: each fills the thread pool with rovers that wait for their clocks
public sealed class LiveDeliveryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae live ").FullName;
    private readonly string graph;

    // The depot lies where no wheel has been: who is not told stands still. Times and batteries are far from their limits, whatever the
    // machine is busy with.
    public LiveDeliveryTests() => graph = Write("yard.yaml", """
        name: yard
        nodes:
          - { name: depot, x_m: 2, y_m: 1 }
          - { name: a, x_m: 2.8, y_m: 1 }
        limits: { time_s: 150, battery: 0.9 }
        vehicle: { speed_max_m_s: 0.5, conservative_speed_m_s: 0.25, yaw_rate_max_rad_s: 1, acceleration_max_m_s2: 0.3, idle_draw_per_s: 0.001, speed_draw_s_m2: 0.001 }
        """);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_rover_on_a_broker_is_told_where_it_stands_and_delivers_and_comes_home()
    {
        Lanes.RequireMosquitto();
        using var broker = MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false });
        string[] At(string name, string body) => ["--broker", $"127.0.0.1:{broker.Port}", "--fleet", Fleet(name, body)];
        var (wheels, lane) = (At("wheels", "rover"), At("lane", "linear"));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sims = new[] { CliRun.Of(end.Token, ["sim", .. wheels]), CliRun.Of(end.Token, ["sim", .. lane]) };
        Task<CliRun> Drive(string[] at, params string[] more) =>
            CliRun.Of(["run", "delivery", .. at, "--runs", folder, "--timeout", "60", "--json", .. more]);

        // The example of the paper is ten metres from node to node, too large for a board as it is delivered; and a lane has no plane.
        foreach (var (at, more, code) in new[] { (wheels, Array.Empty<string>(), "MAE545"), (lane, ["--graph", graph], "MAE543") })
        {
            var refused = await Drive(at, more);
            Assert.Equal((ExitCode.Rejected, code), (refused.Code, refused.Json.GetProperty("error").GetProperty("code").GetString()));
        }

        var drove = await Drive(wheels, "--graph", graph);
        Assert.True(drove.Code == ExitCode.Ok, drove.Error);
        var json = drove.Json;
        double Of(string key) => json.GetProperty(key)[0].GetDouble();
        Assert.True((1, 1, 1) == (Of("nodes_visited"), Of("sent_out"), Of("came_home")), drove.Error);
        Assert.Equal(["depot", "a", "depot"], json.GetProperty("routes")[0][0].EnumerateArray().Select(node => node.GetString()!));
        Assert.Equal("mqtt", json.GetProperty("transport").GetString());
        Assert.True(File.Exists(Path.Combine(json.GetProperty("run_dir").GetString()!, "report.html")));

        await end.CancelAsync();
        Assert.All(await Task.WhenAll(sims), sim => Assert.Equal(ExitCode.Interrupted, sim.Code));
    }

    [Fact]
    public async Task What_only_simulation_has_and_what_no_fleet_has_is_refused_before_anything_drives()
    {
        string[] run = ["run", "delivery", "--fleet", Fleet("wheels", "rover"), "--graph", graph, "--runs", folder, "--json"];
        foreach (var wrong in new string[][]
        {
            [],
            ["--broker", "127.0.0.1:1", "--headwind", "1"],
            ["--broker", "127.0.0.1:1", "--fail", "wheels-1@3"],
            ["--broker", "127.0.0.1:1", "--in-process"],
            ["--broker", "127.0.0.1:1", "--iterations", "2"],
            ["--broker", "127.0.0.1:1", "--agents", "2"],
        })
        {
            var refused = await CliRun.Of([.. run, .. wrong]);
            Assert.Equal((ExitCode.Usage, "MAE546"), (refused.Code, refused.Json.GetProperty("error").GetProperty("code").GetString()));
        }

        Assert.Equal(ExitCode.Unreachable, (await CliRun.Of([.. run, "--broker", "127.0.0.1:1"])).Code);
    }

    private string Fleet(string name, string body) => Write($"{name}.yaml", $$"""
        fleet: {{name}}
        rovers:
          - { name: {{name}}-1, body: {{body}} }
        """);

    private string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(folder, name), text);
        return Path.Combine(folder, name);
    }
}
