using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class RouteStartTests
{
    [Theory]
    [InlineData(1, 25.0)]
    [InlineData(3, 14.0)]
    public void Starts_are_within_the_limit_and_differ_by_the_regions_that_they_favour(int agents, double limit)
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(11, 120, agents, limit));
        var start = new RouteStart(matrix, new RouteBuilder(matrix, new Xoshiro256(2)));
        var scores = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            var routes = new TeamRoutes(matrix);
            start.Make(routes, i % 3, 2, () => false);
            LargeProblem.AssertConsistent(matrix, routes);
            Assert.True(routes.IsWithinLimit());
            scores.Add(routes.Score);
        }

        Assert.True(scores.Distinct().Count() > 4);
    }

    [Theory]
    [InlineData(1000.0, 80, 80)]
    [InlineData(20.0, 5, 79)]
    public void A_merger_visits_what_either_visits_as_far_as_the_limit_allows(double limit, int least, int most)
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(12, 120, 2, limit));
        var (a, b) = (Visiting(matrix, 0, 50), Visiting(matrix, 30, 80));
        new RouteStart(matrix, new RouteBuilder(matrix, new Xoshiro256(4))).Merge(a, b, 0, () => false);
        LargeProblem.AssertConsistent(matrix, a);
        Assert.True(a.IsWithinLimit());
        Assert.InRange(Enumerable.Range(0, 80).Count(node => a.RouteOf[node] >= 0), least, most);
    }

    private static TeamRoutes Visiting(RouteMatrix matrix, int from, int to)
    {
        var routes = new TeamRoutes(matrix) { Limit = double.PositiveInfinity };
        for (var node = from; node < to; node++)
        {
            var (route, position, extra) = routes.Cheapest(node, 8);
            routes.InsertAt(route, position, node, extra);
        }

        routes.Limit = matrix.Problem.Limit;
        return routes;
    }

    [Fact]
    public void A_far_region_that_is_worth_the_way_is_gone_to()
    {
        // Ten small scores around the start, ten large ones 40 away; the limit allows one of the two.
        var random = new Xoshiro256(8);
        var at = new List<(double X, double Y)> { (0, 0) };
        for (var i = 0; i < 20; i++)
            at.Add(((i < 10 ? 0 : 40) + (random.NextDouble() * 4), random.NextDouble() * 4));
        double[] cost = [.. at.SelectMany(a => at.Select(b => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2))))];
        double[] score = [0, .. Enumerable.Range(0, 20).Select(i => i < 10 ? 1.0 : 10.0)];
        var matrix = LargeProblem.Matrix(new OrienteeringProblem("far", cost, score, 0, 0, 100));
        var routes = new TeamRoutes(matrix);
        new RouteStart(matrix, new RouteBuilder(matrix, new Xoshiro256(1))).Make(routes, 0, 1, () => false);
        Assert.True(routes.Score >= 100, $"score {routes.Score}");
    }

    [Fact]
    public void Without_time_it_comes_back()
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(11, 60, 2));
        var routes = new TeamRoutes(matrix);
        new RouteStart(matrix, new RouteBuilder(matrix, new Xoshiro256(1))).Make(routes, 1, 1, () => true);
        LargeProblem.AssertConsistent(matrix, routes);
    }
}
