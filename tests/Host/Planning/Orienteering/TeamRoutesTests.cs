using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class TeamRoutesTests
{
    [Fact]
    public void Arrays_costs_and_score_agree_whatever_is_put_in_and_taken_out()
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(2, 40, 3, limit: 60, uphill: 0.2));
        var random = new Xoshiro256(7);
        var routes = new TeamRoutes(matrix);
        for (var step = 0; step < 2000; step++)
        {
            var node = (int)(random.NextDouble() * matrix.Count);
            if (routes.RouteOf[node] < 0)
            {
                var (route, position, extra) = routes.Cheapest(node, 8);
                if (route >= 0)
                    routes.InsertAt(route, position, node, extra);
            }
            else if (random.NextDouble() < 0.3)
            {
                var (route, position) = (routes.RouteOf[node], routes.Position[node]);
                routes.RemoveRange(route, position, 1 + (int)(random.NextDouble() * Math.Min(6, routes.Length[route] - 1 - position)));
            }

            LargeProblem.AssertConsistent(matrix, routes);
            Assert.True(routes.IsWithinLimit());
        }
    }

    [Fact]
    public void The_cheapest_place_is_that_of_trying_all_where_all_neighbours_are_looked_at()
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(3, 30, 2, limit: 40, uphill: 0.1));
        var random = new Xoshiro256(1);
        for (var round = 0; round < 50; round++)
        {
            var routes = LargeProblem.Filled(matrix, random, 12);
            for (var node = 0; node < matrix.Count; node++)
            {
                if (routes.RouteOf[node] >= 0)
                    continue;
                var least = double.PositiveInfinity;
                for (var r = 0; r < routes.Count; r++)
                {
                    for (var p = 1; p < routes.Length[r]; p++)
                    {
                        var (before, after) = (routes.Nodes[(r * matrix.Stride) + p - 1], routes.Nodes[(r * matrix.Stride) + p]);
                        least = Math.Min(
                            least,
                            matrix.Cost[(before * matrix.Stride) + node] + matrix.Cost[(node * matrix.Stride) + after]
                                - matrix.Cost[(before * matrix.Stride) + after]);
                    }
                }

                Assert.Equal(least, routes.Cheapest(node, matrix.Count).Extra, 1e-9);
            }
        }
    }

    [Fact]
    public void A_node_without_neighbours_on_routes_is_put_into_the_cheapest_gap_of_all()
    {
        var problem = LargeProblem.Of(3, 200, 1, limit: 1000);
        var matrix = LargeProblem.Matrix(problem);
        var routes = new TeamRoutes(matrix);
        routes.InsertAt(0, 1, 0, routes.Cheapest(0, 8).Extra);
        var far = Enumerable.Range(1, matrix.Count - 1).First(node => !matrix.NearOf(node).Contains(0));
        Assert.True(routes.Cheapest(far, 8).Route >= 0);
    }

    [Fact]
    public void Agents_that_have_nothing_to_do_stay()
    {
        var problem = LargeProblem.Of(3, 5, 9);
        var routes = new TeamRoutes(LargeProblem.Matrix(problem)).ToArrays();
        Assert.Equal(9, routes.Length);
        Assert.All(routes, route => Assert.Equal([problem.Start, problem.End], route));
    }
}
