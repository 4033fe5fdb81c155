using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>Shortest ways in a cost matrix whose entries need not be symmetric, metric or finite (Dijkstra 1959).</summary>
internal static class ShortestWays
{
    /// <summary>Cost from one node to every other; infinite where no way leads.</summary>
    /// <param name="limit">What costs more need not be exact, but is above it.</param>
    public static double[] From(OrienteeringProblem problem, int start, double limit = double.PositiveInfinity) =>
        Dense(problem.Count, start, problem.Between, limit);

    /// <summary>Cost from every node to one.</summary>
    /// <inheritdoc cref="From(OrienteeringProblem, int, double)"/>
    public static double[] To(OrienteeringProblem problem, int end, double limit = double.PositiveInfinity) =>
        Dense(problem.Count, end, (node, before) => problem.Between(before, node), limit);

    /// <summary>From one node along adjacency lists. A direct way is kept unless another is shorter by more than rounding.</summary>
    /// <param name="next">Of each node, the nodes that an edge leads to.</param>
    /// <param name="cost">Of these edges, in the same order.</param>
    /// <param name="distance">n, filled in.</param>
    /// <param name="before">n, filled in: the last node but one on the way to each; -1 where there is none.</param>
    public static void From(int start, int[][] next, double[][] cost, Span<double> distance, Span<int> before)
    {
        distance.Fill(double.PositiveInfinity);
        before.Fill(-1);
        distance[start] = 0;
        var open = new PriorityQueue<int, double>();
        open.Enqueue(start, 0);
        while (open.TryDequeue(out var node, out var reached))
        {
            if (reached > distance[node])
                continue;
            for (var i = 0; i < next[node].Length; i++)
            {
                var (to, length) = (next[node][i], reached + cost[node][i]);
                if (!(length < distance[to] - (1e-12 * length)))
                    continue;
                (distance[to], before[to]) = (length, node);
                open.Enqueue(to, length);
            }
        }
    }

    private static double[] Dense(int count, int start, Func<int, int, double> edge, double limit)
    {
        var distance = new double[count];
        var isDone = new bool[count];
        Array.Fill(distance, double.PositiveInfinity);
        distance[start] = 0;
        while (true)
        {
            var node = -1;
            for (var i = 0; i < count; i++)
            {
                if (!isDone[i] && double.IsFinite(distance[i]) && (node < 0 || distance[i] < distance[node]))
                    node = i;
            }

            if (node < 0 || distance[node] > limit)
                return distance;
            isDone[node] = true;
            for (var to = 0; to < count; to++)
                distance[to] = Math.Min(distance[to], distance[node] + edge(node, to));
        }
    }
}
