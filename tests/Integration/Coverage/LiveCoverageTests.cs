using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Coverage.Run;
using MultiAgentEdge.Tests.Integration.Cli;

namespace MultiAgentEdge.Tests.Integration.Coverage;

/// <summary>Coverage by rovers that are out there: here mae sim's, on wheels, in real time, over a real broker.</summary>
[Collection("real time")] // one after the other: each fills the thread pool with rovers that wait for their clocks
public sealed class LiveCoverageTests : IDisposable
{
    private const string Fleet = """
        fleet: lab
        rovers:
          - { name: rover-1, body: rover, start: { x_m: -0.6, y_m: -0.5 } }
          - { name: rover-2, body: rover, start: { x_m: 0.5, y_m: 0.6, heading_rad: 1.5707963267948966 } }
          - { name: rover-3, body: rover, start: { x_m: 0.1, y_m: 0.7, heading_rad: -1.5 } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("mae live ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Rovers_on_a_broker_get_the_actor_and_where_they_stand_and_one_that_comes_later_joins()
    {
        Lanes.RequireMosquitto();
        using var broker = MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false });
        var fleet = Write("fleet.yaml", Fleet);
        string[] at = ["--broker", $"127.0.0.1:{broker.Port}", "--fleet", fleet];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<CliRun> Sim(int rover) => CliRun.Of(end.Token, ["sim", "--rover", $"rover-{rover}", .. at]);
        List<Task<CliRun>> sims = [Sim(1), Sim(2)];

        // A float32 actor of 64-64 units is too large for a board as it is delivered.
        var large = await CliRun.Of(["run", "coverage", .. at, "--policy", Policy(64), "--agents", "2", "--runs", folder, "--json"]);
        Assert.True(large.Code == ExitCode.Rejected, large.Error);
        Assert.Equal((ExitCode.Rejected, "MAE545"), (large.Code, large.Json.GetProperty("error").GetProperty("code").GetString()));

        var run = CliRun.Of(
            ["run", "coverage", .. at, "--policy", Policy(8), "--agents", "2", "--landmark", "0.5,0.5", "--landmark", "-0.5,-0.5",
                "--seconds", "12", "--runs", folder, "--json"]);
        await Task.Delay(2000, TestContext.Current.CancellationToken);
        sims.Add(Sim(3));
        var drove = await run;

        Assert.True(drove.Code == ExitCode.Ok, drove.Error);
        var json = drove.Json;
        Assert.Equal(
            ("live", 120, 2, 3, 1),
            (json.GetProperty("bodies").GetString(), json.GetProperty("periods").GetInt32(), json.GetProperty("landmarks").GetInt32(),
                json.GetProperty("agents_end").GetInt32(), json.GetProperty("joins").GetInt32()));
        var rows = File.ReadAllLines(Path.Combine(json.GetProperty("run_dir").GetString()!, "coverage.csv"));
        Assert.InRange(rows.Length, 122, 130);
        var header = rows[0].Split(',');
        double First(string column) => double.Parse(rows[1].Split(',')[Array.IndexOf(header, column)], CultureInfo.InvariantCulture);
        // Where the fleet file says they were put down; the point that counts lies ahead of the axle.
        Assert.Equal((-0.6 + CoverageWheels.Law.LookAheadM, -0.5), (First("rover-1.x_m"), First("rover-1.y_m")), Near);
        Assert.Equal((0.5, 0.6 + CoverageWheels.Law.LookAheadM), (First("rover-2.x_m"), First("rover-2.y_m")), Near);
        Assert.Contains(rows, row => row.Split(',')[Array.IndexOf(header, "rover-3.mode")] == "running");

        await end.CancelAsync();
        Assert.All(await Task.WhenAll(sims), sim => Assert.Equal(ExitCode.Interrupted, sim.Code));
    }

    [Fact]
    public async Task What_only_simulation_has_and_what_no_fleet_has_is_refused_before_anything_drives()
    {
        var fleet = Write("fleet.yaml", Fleet);
        var policy = Policy(8);
        foreach (var wrong in new string[][] { [], ["--broker", "127.0.0.1:1", "--join", "3s"],
            ["--broker", "127.0.0.1:1", "--agents", "4"] })
        {
            var run = await CliRun.Of(["run", "coverage", "--fleet", fleet, "--policy", policy, "--runs", folder, "--json", .. wrong]);
            Assert.Equal((ExitCode.Usage, "MAE546"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
        }

        Assert.Equal(
            ExitCode.Unreachable,
            (await CliRun.Of(
                "run", "coverage", "--fleet", fleet, "--broker", "127.0.0.1:1", "--policy", policy, "--runs", folder, "--json")).Code);
    }

    // Rovers on wheels need a moment to be heard, and stand still until they drive.
    private static bool Near((double X, double Y) left, (double X, double Y) right) =>
        Math.Abs(left.X - right.X) + Math.Abs(left.Y - right.Y) < 0.02;

    private string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(folder, name), text);
        return Path.Combine(folder, name);
    }

    private string Policy(int units) => StillActor.Write(folder, units, periodS: 0.1);
}
