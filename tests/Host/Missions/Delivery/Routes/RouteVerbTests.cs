using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Tests.Host.Cli;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Routes;

/// <summary>route as a user types it, on graphs where the direct way is missing or not the shortest. Right values by hand or from
/// TSPLIB.</summary>
public sealed class RouteVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private const string Yard =
        """
        nodes: [{name: depot, x_m: 0, y_m: 0}, {name: gate, x_m: 6, y_m: 2}, {name: pond, x_m: 8, y_m: -4, score: 2}]
        edges: [[depot, gate], [gate, pond], {from: pond, to: depot, one_way: yes}]
        """;

    private const string Ring =
        """
        nodes: [{name: depot, x_m: 0, y_m: 0}, {name: a, x_m: 4, y_m: 0}, {name: b, x_m: 4, y_m: 4}, {name: c, x_m: 0, y_m: 4}]
        edges: [[depot, a], [a, b], [b, c], [c, depot]]
        limits: {time_s: 90, battery: 5}
        """;

    private const string Line =
        """
        nodes: [{name: depot, x_m: 0, y_m: 0}, {name: a, x_m: 2, y_m: 0}, {name: b, x_m: 4, y_m: 0}, {name: c, x_m: 6, y_m: 0}]
        edges: [[depot, a], [a, b], [b, c]]
        limits: {time_s: 17, battery: 5}
        """;

    private const string Detour =
        "TYPE : TSP\nDIMENSION : 4\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\nEDGE_WEIGHT_SECTION\n0 1 9 1\n1 0 1 "
        + "9\n9 1 0 1\n1 9 1 0\nEOF\n";

    /// <summary>br17 of TSPLIB 95 (Repetto), whose shortest tour costs 39; its nodes form groups without distance. Public domain data, here
    /// without line breaks.</summary>
    private const string Br17 =
        """
        NAME: br17
        TYPE: ATSP
        DIMENSION: 17
        EDGE_WEIGHT_TYPE: EXPLICIT
        EDGE_WEIGHT_FORMAT: FULL_MATRIX
        EDGE_WEIGHT_SECTION
        9999 3 5 48 48 8 8 5 5 3 3 0 3 5 8 8 5
        3 9999 3 48 48 8 8 5 5 0 0 3 0 3 8 8 5
        5 3 9999 72 72 48 48 24 24 3 3 5 3 0 48 48 24
        48 48 74 9999 0 6 6 12 12 48 48 48 48 74 6 6 12
        48 48 74 0 9999 6 6 12 12 48 48 48 48 74 6 6 12
        8 8 50 6 6 9999 0 8 8 8 8 8 8 50 0 0 8
        8 8 50 6 6 0 9999 8 8 8 8 8 8 50 0 0 8
        5 5 26 12 12 8 8 9999 0 5 5 5 5 26 8 8 0
        5 5 26 12 12 8 8 0 9999 5 5 5 5 26 8 8 0
        3 0 3 48 48 8 8 5 5 9999 0 3 0 3 8 8 5
        3 0 3 48 48 8 8 5 5 0 9999 3 0 3 8 8 5
        0 3 5 48 48 8 8 5 5 3 3 9999 3 5 8 8 5
        3 0 3 48 48 8 8 5 5 0 0 3 9999 3 8 8 5
        5 3 0 72 72 48 48 24 24 3 3 5 3 9999 48 48 24
        8 8 50 6 6 0 0 8 8 8 8 8 8 50 9999 0 8
        8 8 50 6 6 0 0 8 8 8 8 8 8 50 0 9999 8
        5 5 26 12 12 8 8 0 0 5 5 5 5 26 8 8 9999
        EOF
        """;

    [Theory]
    [InlineData("yard.yaml", Yard, "", 3)]
    [InlineData("ring.yaml", Ring, "", 3)]
    [InlineData("line.yaml", Line, "", 2)] // to b and back, past a
    [InlineData("line.yaml", Line, "--agents 2", 2)]
    [InlineData("detour.tsp", Detour, "--budget 4", 4)]
    [InlineData("br17.atsp", Br17, "--budget 39", 17)]
    public async Task Graphs_without_a_direct_way_home_get_their_best_route_and_its_proof(
        string file, string text, string options, double score)
    {
        var path = Path.Combine(folder, file);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        var run = await CliRun.Of(
            ["route", path, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--timeout", "300", "--json"]);
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.Equal((score, true), (run.Json.GetProperty("score").GetDouble(), run.Json.GetProperty("proven_optimal").GetBoolean()));
        Assert.All(
            run.Json.GetProperty("route_costs").EnumerateArray(),
            cost => Assert.True(cost.GetDouble() <= run.Json.GetProperty("limit").GetDouble() + 1e-9));
    }

    [Fact]
    public async Task A_way_from_start_to_end_that_is_too_long_is_named()
    {
        var path = Path.Combine(folder, "apart.txt");
        await File.WriteAllTextAsync(path, "3 1\n0 0 0\n4 0 0\n1 1 5\n", TestContext.Current.CancellationToken);
        var run = await CliRun.Of("route", path, "--json");
        Assert.Equal((ExitCode.Configuration, "MAE247"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
    }
}
