using MultiAgentEdge.Host.Missions.Delivery.Graph;
using MultiAgentEdge.Host.Missions.Delivery.Run;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Cli.Delivery;

/// <summary>Graphs as people draw them, from the file to rovers that are home again: in the trainer, and over a link.</summary>
public sealed class DeliveryGraphTests
{
    private const string Yard =
        """
        nodes: [{name: depot, x_m: 0, y_m: 0}, {name: gate, x_m: 6, y_m: 2}, {name: pond, x_m: 8, y_m: -4, score: 2}]
        edges: [[depot, gate], [gate, pond], {from: pond, to: depot, one_way: yes}]
        first_routes: [[depot, gate, depot]]
        """;

    private const string OnePlace = "nodes: [{name: depot, x_m: 0, y_m: 0}, {name: a, x_m: 4, y_m: 0}]\nlimits: {time_s: 90, battery: 5}";

    private const string TwoPlaces = "nodes: [{name: depot, x_m: 0, y_m: 0}, {name: a, x_m: 4, y_m: 0}, {name: b, x_m: 0, y_m: 3}]";

    private const string Ring =
        """
        nodes: [{name: depot, x_m: 0, y_m: 0}, {name: a, x_m: 4, y_m: 0}, {name: b, x_m: 4, y_m: 4}, {name: c, x_m: 0, y_m: 4}]
        edges: [[depot, a], [a, b], [b, c], [c, depot]]
        limits: {time_s: 90, battery: 5}
        """;

    private const string OneWayRing =
        """
        nodes: [{name: depot, x_m: 0, y_m: 0}, {name: a, x_m: 3, y_m: 0}, {name: b, x_m: 3, y_m: 3}]
        edges: [{from: depot, to: a, one_way: yes}, {from: a, to: b, one_way: yes}, {from: b, to: depot, one_way: yes}]
        limits: {time_s: 90, battery: 5}
        """;

    private const string Line =
        """
        nodes: [{name: depot, x_m: 0, y_m: 0}, {name: a, x_m: 2, y_m: 0}, {name: b, x_m: 4, y_m: 0}, {name: c, x_m: 6, y_m: 0}]
        edges: [[depot, a], [a, b], [b, c]]
        limits: {time_s: 150, battery: 5}
        """;

    private const string Star =
        """
        nodes: [{name: depot, x_m: 0, y_m: 0}, {name: a, x_m: 3, y_m: 0}, {name: b, x_m: -2, y_m: 2}, {name: c, x_m: 0, y_m: -3}]
        edges: [[depot, a], [depot, b], [depot, c]]
        limits: {time_s: 150, battery: 5}
        """;

    [Theory]
    [InlineData(Yard, 1, 2)]
    [InlineData(Yard, 2, 2)]
    [InlineData(OnePlace, 1, 1)]
    [InlineData(OnePlace, 3, 1)]
    [InlineData(TwoPlaces, 1, 2)]
    [InlineData(TwoPlaces, 2, 2)]
    [InlineData(Ring, 1, 3)]
    [InlineData(Ring, 3, 3)]
    [InlineData(OneWayRing, 1, 2)]
    [InlineData(Line, 1, 3)]
    [InlineData(Line, 2, 3)]
    [InlineData(Star, 1, 3)]
    [InlineData(Star, 2, 3)]
    public void Every_place_is_visited_by_the_third_day_and_every_rover_comes_home(string text, int agents, int places)
    {
        var graph = Read(text);
        var training = new DeliveryTraining(new DeliveryMemory(graph), new DeliveryOptions { Agents = agents });
        for (var day = 0; day < 3; day++)
        {
            var iteration = training.Next(TestContext.Current.CancellationToken);
            Assert.True(iteration.AllCameHome, string.Join("; ", iteration.Notices));
            Assert.Equal((0, 0), (iteration.InfeasiblePlans, iteration.InfeasibleSteps));
        }

        Assert.Equal(places, training.Iterations[^1].NodesVisited);

        using var run = new DeliveryRun(
            new DeliveryRunOptions { Graph = graph, Agents = agents, Iterations = 3, InProcess = true,
                StartTimeout = TimeSpan.FromMinutes(5) });
        run.Execute(TestContext.Current.CancellationToken);
        for (var day = 0; day < 3; day++)
        {
            Assert.Equal((run.Days[day].SentOut, 0), (run.Days[day].CameHome, run.Days[day].InfeasiblePlans));
            Assert.Equal(training.Iterations[day + 1].NodesVisited, run.Days[day].NodesVisited);
        }

        Assert.Equal(0, run.WaitsInVain);
    }

    private static TaskGraph Read(string text)
    {
        var graph = TaskGraphReader.Read(text, "graph.yaml", out var problems);
        Assert.Empty(problems.Select(problem => problem.What));
        return graph;
    }
}
