using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Tests.Host.Cli;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Training;

public sealed class TrainDeliveryVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<CliRun> Train(params string[] more) => CliRun.Of(["train", "delivery", "--runs", folder, "--json", .. more]);

    [Fact]
    public async Task The_example_of_the_paper_prints_its_figures_and_leaves_a_report()
    {
        var run = await Train();
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal([2, 4, 5, 5, 5, 5], Integers(run.Json.GetProperty("nodes_visited")));
        foreach (var key in new[] { "time_s", "battery" })
            Assert.Equal(6, run.Json.GetProperty(key).GetArrayLength());
        Assert.Equal(0, run.Json.GetProperty("infeasible_steps").GetInt32());
        Assert.Equal(0, run.Json.GetProperty("capacity_increases").GetInt32());
        double Ms(string key) => run.Json.GetProperty(key).GetDouble();
        // A handful of QPs of some ten variables: microseconds at least; a minute would be a figure in another unit.
        Assert.InRange(Ms("step_ms_mean"), 1e-3, Ms("step_ms_max"));
        Assert.InRange(Ms("step_ms_max"), 1e-3, 60_000);
        Assert.InRange(Ms("replan_ms_max"), 1e-3, 60_000);
        var edge = run.Json
            .GetProperty("edges")
            .EnumerateArray()
            .First(one => one.GetProperty("from").GetString() == "depot" && one.GetProperty("to").GetString() == "1");
        var times = edge.GetProperty("time_s").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        Assert.Equal(16.4, times[0], 1e-9);
        Assert.True(times[1] <= times[0] / 2, $"{times[1]} s");
        var runFolder = run.Json.GetProperty("run_dir").GetString()!;
        Assert.Contains(
            "Nodes visited", await File.ReadAllTextAsync(Path.Combine(runFolder, "report.html"), TestContext.Current.CancellationToken));
        using var document = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(runFolder, "run.json"), TestContext.Current.CancellationToken));
        Assert.Equal("completed", document.RootElement.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_fleet_has_totals_and_agents_and_no_two_visit_one_node()
    {
        var run = await Train("--agents", "2", "--iterations", "2");
        Assert.Equal(ExitCode.Ok, run.Code);
        var total = Integers(run.Json.GetProperty("nodes_visited"));
        var agents = run.Json
            .GetProperty("agents")
            .EnumerateArray()
            .Select(agent => Integers(agent.GetProperty("nodes_visited")))
            .ToArray();
        Assert.Equal(2, agents.Length);
        for (var j = 0; j < total.Length; j++)
            Assert.Equal(total[j], agents.Sum(agent => agent[j]));
        foreach (var iteration in run.Json.GetProperty("routes").EnumerateArray())
        {
            var visited = iteration
                .EnumerateArray()
                .SelectMany(route => route.EnumerateArray())
                .Select(node => node.GetString())
                .Where(node => node != "depot").ToArray();
            Assert.Equal(visited.Length, visited.Distinct().Count());
        }
    }

    [Fact]
    public async Task A_disturbed_run_says_what_it_assumed_and_what_failed()
    {
        var run = await Train("--drain-factor", "1.8", "--margin", "0.05", "--iterations", "2");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.True(run.Json.GetProperty("came_home").GetBoolean());
        Assert.Contains(
            run.Json.GetProperty("notices").EnumerateArray(), notice => notice.GetString()!.Contains("battery", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_margin_that_leaves_no_first_route_is_said_before_anybody_moves()
    {
        var run = await Train("--margin", "1");
        Assert.Equal(ExitCode.Configuration, run.Code);
        Assert.Equal("MAE245", run.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_completed_run_is_not_gone_on_with_and_a_bad_number_is_refused()
    {
        var run = await Train("--iterations", "0");
        Assert.Equal([2], Integers(run.Json.GetProperty("nodes_visited")));
        Assert.Equal(ExitCode.Configuration, (await Train("--resume", run.Json.GetProperty("run_dir").GetString()!)).Code);
        Assert.Equal(ExitCode.Usage, (await Train("--iterations", "-1")).Code);
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetInt32())];
}
