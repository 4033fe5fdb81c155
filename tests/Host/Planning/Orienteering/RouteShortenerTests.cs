using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class RouteShortenerTests
{
    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.0, 3)]
    [InlineData(0.4, 1)]
    [InlineData(0.4, 2)]
    public void Routes_get_shorter_keep_their_nodes_and_their_sums(double uphill, int agents)
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(5, 60, agents, limit: 1e6, uphill: uphill));
        var random = new Xoshiro256(3);
        var shortener = new RouteShortener(matrix);
        for (var round = 0; round < 40; round++)
        {
            var routes = LargeProblem.Filled(matrix, random, 50);
            var (before, visited) = (routes.TotalCost, routes.Visited);
            for (var node = 0; node < matrix.Count; node++)
                shortener.Add(node);
            Assert.True(shortener.Run(routes));
            LargeProblem.AssertConsistent(matrix, routes);
            Assert.Equal(visited, routes.Visited);
            // Random orders are about three times as long as good ones.
            Assert.True(routes.TotalCost < 0.6 * before, $"{before} became {routes.TotalCost}");
            Assert.False(shortener.Run(routes));
        }
    }

    [Fact]
    public void A_route_takes_over_nodes_only_as_far_as_its_limit_allows()
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(6, 60, 3, limit: 30));
        var random = new Xoshiro256(3);
        var shortener = new RouteShortener(matrix);
        for (var round = 0; round < 40; round++)
        {
            var routes = LargeProblem.Filled(matrix, random, 20);
            routes.Limit = matrix.Problem.Limit;
            var before = routes.Cost.Select(cost => Math.Max(cost, routes.Limit)).ToArray();
            for (var node = 0; node < matrix.Count; node++)
                shortener.Add(node);
            shortener.Run(routes);
            LargeProblem.AssertConsistent(matrix, routes);
            Assert.All(routes.Cost.Zip(before), pair => Assert.True(pair.First <= pair.Second + 1e-9));
        }
    }

    [Fact]
    public void Without_time_it_stops_with_whole_routes_and_waits_for_nothing()
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(8, 600, 1, limit: 1e6));
        var (asked, shortener) = (0, new RouteShortener(matrix));
        shortener.IsOver = () => ++asked > 1;
        var (cut, whole) = (LargeProblem.Filled(matrix, new Xoshiro256(3), 900), LargeProblem.Filled(matrix, new Xoshiro256(3), 900));
        for (var node = 0; node < matrix.Count; node++)
            shortener.Add(node);
        Assert.True(shortener.Run(cut));
        LargeProblem.AssertConsistent(matrix, cut);
        Assert.False(shortener.Run(cut));
        shortener.IsOver = () => false;
        for (var node = 0; node < matrix.Count; node++)
            shortener.Add(node);
        Assert.True(shortener.Run(whole));
        Assert.True(whole.TotalCost < cut.TotalCost);
    }

    [Fact]
    public void Two_crossing_edges_are_uncrossed()
    {
        // Start, four corners, end: the order 0 2 1 3 crosses itself.
        (double X, double Y)[] at = [(0, 0), (0, 9), (1, 1), (1, 8), (2, 8), (2, 1)];
        double[] cost = [.. at.SelectMany(a => at.Select(b => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2))))];
        var matrix = LargeProblem.Matrix(new OrienteeringProblem("cross", cost, [0, 0, 1, 1, 1, 1], 0, 1, 100));
        var routes = new TeamRoutes(matrix);
        int[] order = [0, 2, 1, 3];
        for (var i = 0; i < order.Length; i++)
            routes.InsertAt(0, i + 1, order[i], 0);
        routes.Resum();
        var shortener = new RouteShortener(matrix);
        shortener.Add(0);
        shortener.Run(routes);
        // Along the bottom, up, and home along the top.
        Assert.Equal([0, 2, 5, 4, 3, 1], routes.ToArrays()[0]);
        LargeProblem.AssertConsistent(matrix, routes);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    public void Two_stretches_too_long_to_move_change_places(double back)
    {
        // A line of twelve nodes between start and end: steps along it cost 1, all else 50, so that a part of a stretch alone gains
        // nothing.
        int[] place = [0, 13, .. Enumerable.Range(1, 12)];
        double Step(int from, int to) => to == from + 1 ? 1 : to == from - 1 ? back : 50;
        double[] cost = [.. place.SelectMany(a => place.Select(b => Step(a, b)))];
        var matrix = LargeProblem.Matrix(new OrienteeringProblem("line", cost, [.. Enumerable.Repeat(1.0, 14)], 0, 1, 1000));
        var routes = new TeamRoutes(matrix);
        int[] order = [0, 1, 7, 8, 9, 10, 11, 2, 3, 4, 5, 6];
        for (var i = 0; i < order.Length; i++)
            routes.InsertAt(0, i + 1, order[i], 0);
        routes.Resum();
        var shortener = new RouteShortener(matrix);
        for (var node = 0; node < matrix.Count; node++)
            shortener.Add(node);
        shortener.Run(routes);
        LargeProblem.AssertConsistent(matrix, routes);
        Assert.Equal(13, routes.TotalCost);
    }
}
