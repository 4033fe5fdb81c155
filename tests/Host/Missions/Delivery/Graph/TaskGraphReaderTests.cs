using MultiAgentEdge.Host.Missions.Delivery.Graph;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Graph;

public sealed class TaskGraphReaderTests
{
    private const string Nodes = "nodes: [{name: depot, x_m: 0, y_m: 0}, {name: a, x_m: 3, y_m: 4}, {name: b, x_m: 6, y_m: 0}]\n";

    [Fact]
    public void A_graph_has_what_its_file_says_and_defaults_for_the_rest()
    {
        var graph = TaskGraphReader.Read(
            """
            name: yard
            nodes:
              - {name: home, x_m: 0, y_m: 0}
              - {name: a, x_m: 3, y_m: 4, score: 2}
              - {name: b, x_m: 6, y_m: 0}
            depot: home
            edges: [[home, a], [a, b], {from: b, to: home, one_way: yes}]
            limits: {time_s: 70, battery: 1}
            vehicle: {model: bicycle, conservative_speed_m_s: 0.4}
            high_level_horizon: 2
            first_routes: [[home, a, home]]
            """, "yard.yaml", out var problems);
        Assert.Empty(problems);
        Assert.Equal(("yard", 3, 0, 5.0), (graph.Name, graph.Count, graph.Depot, graph.DistanceM(0, 1)));
        Assert.True(graph.HasEdge(0, 1) && graph.HasEdge(1, 0) && graph.HasEdge(2, 0));
        Assert.False(graph.HasEdge(0, 2));
        Assert.Equal(new CapacityLimits(70, 1), graph.Limits);
        Assert.Equal((VehicleModel.Bicycle, 0.4, 2.0), (graph.Vehicle.Model, graph.Vehicle.ConservativeSpeedMS, graph.Vehicle.SpeedMaxMS));
        Assert.Equal((2, 10, 2.0), (graph.HighLevelHorizon, graph.LowLevelHorizon, graph.Nodes[1].Score));
        Assert.Equal([0, 1, 0], graph.FirstRoutes[0]);
    }

    [Theory]
    [InlineData("", "MAE240", 1, "2 to 1000 nodes")]
    [InlineData("nodes: [{name: depot, x_m: 0, y_m: 0}]", "MAE240", 1, "here are 1")]
    [InlineData("nodes: [{name: depot, x_m: 0, y_m: 0}, {name: depot, x_m: 1, y_m: 0}]", "MAE241", 1, "there twice")]
    [InlineData("nodes: [{name: a, x_m: 0, y_m: 0}, {name: b, x_m: 1, y_m: 0}]", "MAE242", 1, "no depot")]
    [InlineData(Nodes + "depot: bb", "MAE208", 2, "no node \"bb\"")]
    [InlineData(Nodes + "limits: {time_s: -5}", "MAE243", 2, "more than 0")]
    [InlineData(Nodes + "limits: {battery: 0}", "MAE243", 2, "more than 0")]
    [InlineData(Nodes + "limits: {time_min: 2}", "MAE202", 2, "wrong unit")]
    [InlineData(Nodes + "edges: [[depot, a]]", "MAE244", 1, "b cannot be reached")]
    [InlineData(Nodes + "edges: [[depot, a], {from: a, to: b, one_way: yes}]", "MAE244", 1, "no edges lead back")]
    [InlineData(Nodes + "edges: [[depot, x]]", "MAE208", 2, "no node \"x\"")]
    [InlineData(Nodes + "edges: [{from: depot}]", "MAE209", 2, "from and to")]
    [InlineData(Nodes + "first_routes: [[a, b, depot]]", "MAE245", 2, "begin and end")]
    [InlineData(Nodes + "first_routes: [[depot, a, b, a, depot]]", "MAE245", 2, "visited already")]
    [InlineData(Nodes + "edges: [[depot, a], [a, b]]\nfirst_routes: [[depot, b, depot]]", "MAE245", 3, "no edge")]
    [InlineData(Nodes + "limits: {time_s: 30}\nfirst_routes: [[depot, a, b, depot]]", "MAE245", 3, "not feasible")]
    [InlineData(Nodes + "limits: {battery: 0.1}\nfirst_routes: [[depot, a, depot]]", "MAE245", 3, "draw")]
    [InlineData(Nodes + "vehicle: {speed_max_kmh: 3}", "MAE201", 2, "speed_max_kmh")]
    [InlineData("nodes: [{name: depot, x_m: zero, y_m: 0}, {name: a, x_m: 1, y_m: 1}]", "MAE206", 1, "number")]
    [InlineData("nodes: [", "MAE207", 2, "no valid YAML")]
    public void A_mistake_is_named_with_its_place(string text, string code, int line, string what)
    {
        TaskGraphReader.Read(text, "graph.yaml", out var problems);
        var problem = problems[0];
        Assert.Equal((code, (long)line), (problem.Code, problem.Line));
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Next);
    }

    [Fact]
    public void A_task_graph_becomes_an_instance_in_seconds_and_an_instance_a_task_graph_in_metres()
    {
        var path = Path.Combine(Path.GetTempPath(), $"mae-{Guid.NewGuid():N}.yaml");
        var other = Path.ChangeExtension(path, ".txt");
        try
        {
            File.WriteAllText(path, Nodes + "limits: {time_s: 40, battery: 0.2}\n");
            var problem = GraphFile.LoadProblem(path, null);
            Assert.Equal(10, problem.Between(0, 1), 1e-9);
            Assert.Equal(0.2 / 0.01125, problem.Limit, 1e-9);
            File.WriteAllText(
                other, "TYPE: OP\nDIMENSION: 2\nCOST_LIMIT: 20\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n1 0 0\n2 3 4\nEOF");
            var graph = GraphFile.LoadGraph(other);
            Assert.Equal((5.0, 40.0), (graph.DistanceM(0, 1), graph.Limits.TimeS));
        }
        finally
        {
            File.Delete(path);
            File.Delete(other);
        }
    }
}
