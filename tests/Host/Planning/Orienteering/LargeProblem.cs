using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

/// <summary>Random problems in the plane for the heuristic, and what its routes must always keep.</summary>
internal static class LargeProblem
{
    /// <param name="uphill">What a unit of height costs more; 0: symmetric. The triangle inequality holds either way.</param>
    public static OrienteeringProblem Of(ulong seed, int nodes, int agents, double limit = 25, double uphill = 0)
    {
        var random = new Xoshiro256(seed);
        var at = Enumerable.Range(0, nodes).Select(_ => (X: random.NextDouble() * 10, Y: random.NextDouble() * 10)).ToArray();
        var cost = new double[nodes * nodes];
        for (var i = 0; i < nodes; i++)
        {
            for (var j = 0; j < nodes; j++)
            {
                cost[(i * nodes) + j] = Math.Sqrt(Math.Pow(at[i].X - at[j].X, 2) + Math.Pow(at[i].Y - at[j].Y, 2))
                    + (uphill * Math.Max(0, at[j].Y - at[i].Y));
            }
        }

        double[] score = [.. Enumerable.Range(0, nodes).Select(_ => 1.0 + (int)(random.NextDouble() * 9))];
        return new OrienteeringProblem("large", cost, score, 0, 1, limit, agents);
    }

    public static RouteMatrix Matrix(OrienteeringProblem problem) =>
        new(problem, [.. Enumerable.Range(0, problem.Count).Where(node => node != problem.Start && node != problem.End)]);

    /// <summary>The arrays agree with each other, and costs and score with the problem.</summary>
    public static void AssertConsistent(RouteMatrix matrix, TeamRoutes routes)
    {
        var seen = new bool[matrix.Count];
        var score = 0.0;
        for (var r = 0; r < routes.Count; r++)
        {
            var nodes = routes.Nodes.AsSpan(r * matrix.Stride, routes.Length[r]).ToArray();
            Assert.Equal((matrix.Start, matrix.End), (nodes[0], nodes[^1]));
            for (var i = 1; i < nodes.Length - 1; i++)
            {
                Assert.False(seen[nodes[i]], "a node is twice on the routes");
                seen[nodes[i]] = true;
                Assert.Equal((r, i), (routes.RouteOf[nodes[i]], routes.Position[nodes[i]]));
                score += matrix.Score[nodes[i]];
            }

            Assert.Equal(matrix.Problem.RouteCost(nodes.Select(node => matrix.Node[node]).ToArray()), routes.Cost[r], 1e-6);
        }

        Assert.Equal(score, routes.Score, 1e-6);
        Assert.Equal(seen.Count(node => node), routes.Visited);
        Assert.All(Enumerable.Range(0, matrix.Count).Where(node => !seen[node]), node => Assert.Equal(-1, routes.RouteOf[node]));
    }

    /// <summary>Routes with nodes put at random places, longer than the limit or not.</summary>
    public static TeamRoutes Filled(RouteMatrix matrix, Xoshiro256 random, int visits)
    {
        var routes = new TeamRoutes(matrix) { Limit = double.PositiveInfinity };
        for (var i = 0; i < visits; i++)
        {
            var node = (int)(random.NextDouble() * matrix.Count);
            if (routes.RouteOf[node] >= 0)
                continue;
            var route = (int)(random.NextDouble() * routes.Count);
            routes.InsertAt(route, 1 + (int)(random.NextDouble() * (routes.Length[route] - 1)), node, 0);
        }

        routes.Resum();
        return routes;
    }
}
