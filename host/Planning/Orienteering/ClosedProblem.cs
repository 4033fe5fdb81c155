using System.Diagnostics;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// A problem in which walks may pass through nodes, as one in which they need not: its edges are the shortest ways of the real graph, so
/// that the triangle inequality holds, and its nodes those that a walk can reach and come back from. An optimum of one is an optimum of the
/// other: a walk with the same nodes in the order of their first visits costs no more. Memory: 12 k^2 bytes for k such nodes.
/// </summary>
internal sealed class ClosedProblem
{
    // 300 MB; larger matrices come from files of coordinates, which need no passing.
    private const int MostNodes = 5000;

    // Some milliseconds, which are taken even where there is no time at all.
    private const int QuickNodes = 300;

    private readonly OrienteeringProblem problem;
    private readonly int[] nodes;  // of the closed problem's node, the real one
    private readonly int[] before; // k x k: from, to: the last node but one on the shortest way

    private ClosedProblem(OrienteeringProblem problem, int[] nodes, int[] before, OrienteeringProblem closed) =>
        (this.problem, this.nodes, this.before, Closed) = (problem, nodes, before, closed);

    public OrienteeringProblem Closed { get; }

    /// <summary>Null: there is nothing to close, it is too large, or the deadline came first. Then the problem is to be solved as it
    /// is.</summary>
    public static ClosedProblem? Of(OrienteeringProblem problem, long deadline, CancellationToken cancellation)
    {
        var nodes = Reachable.Of(problem).Append(problem.Start).Append(problem.End).Distinct().Order().ToArray();
        if (nodes.Length > MostNodes)
            return null;
        var count = nodes.Length;
        var next = nodes
            .Select(
                (from, i) => Enumerable
                    .Range(0, count)
                    .Where(j => i != j && double.IsFinite(problem.Between(from, nodes[j])))
                    .ToArray()).ToArray();
        var length = next.Select((to, i) => to.Select(j => problem.Between(nodes[i], nodes[j])).ToArray()).ToArray();
        var cost = new double[count * count];
        var before = new int[count * count];
        var isShorter = false;
        var loop = Parallel.For(0, count, (from, state) =>
        {
            if (count > QuickNodes && (Stopwatch.GetTimestamp() >= deadline || cancellation.IsCancellationRequested))
            {
                state.Stop();
                return;
            }

            var row = before.AsSpan(from * count, count);
            ShortestWays.From(from, next, length, cost.AsSpan(from * count, count), row);
            for (var to = 0; to < count; to++)
            {
                if (row[to] >= 0 && row[to] != from)
                    Volatile.Write(ref isShorter, true);
            }
        });
        if (!loop.IsCompleted || !isShorter)
            return null;
        var (start, end) = (Array.BinarySearch(nodes, problem.Start), Array.BinarySearch(nodes, problem.End));
        return new ClosedProblem(
            problem, nodes, before,
            new OrienteeringProblem(
                problem.Name, cost, [.. nodes.Select(node => problem.Score[node])], start, end, problem.Limit, problem.Agents));
    }

    /// <summary>The same routes as walks on the real graph. What they pass counts, once in the team.</summary>
    public OrienteeringSolution Walk(OrienteeringSolution closed)
    {
        var routes = closed.Routes.Select(Walk).ToArray();
        var visited = routes.SelectMany(route => route).Distinct();
        return new OrienteeringSolution(
            routes, visited.Sum(node => problem.Score[node]), routes.Sum(problem.RouteCost), closed.ProvenOptimal);
    }

    private int[] Walk(int[] route)
    {
        var walk = new List<int>();
        for (var i = route.Length - 1; i > 0; i--)
        {
            walk.Add(nodes[route[i]]);
            for (var at = before[(route[i - 1] * nodes.Length) + route[i]]; at >= 0
                && at != route[i - 1]; at = before[(route[i - 1] * nodes.Length) + at])
                walk.Add(nodes[at]);
        }

        walk.Add(nodes[route[0]]);
        walk.Reverse();
        return [.. walk];
    }
}
