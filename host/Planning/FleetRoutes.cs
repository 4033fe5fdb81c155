using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>The agents' whole routes home, changed only in ways that keep every capacity within its limit by the estimate.</summary>
internal sealed class FleetRoutes
{
    private const int Capacities = CapacityLimits.Count;

    private readonly TaskGraph graph;
    private readonly IReadOnlyList<DeliveryAgentState> agents;
    private readonly DepletionTable[] estimates;
    private readonly bool[] taken;
    private readonly double[] limits;
    private readonly List<int>[] routes;
    private readonly double[][] used; // agent, capacity: when back

    public FleetRoutes(TaskGraph graph, DepletionTable estimate, IReadOnlyList<DeliveryAgentState> agents, bool[] taken)
    {
        (this.graph, this.agents, this.taken) = (graph, agents, [.. taken]);
        estimates = [.. agents.Select(agent => agent.Estimate ?? estimate)];
        limits = graph.Limits.ToVector();
        routes = [.. agents.Select(_ => new List<int>())];
        used = [.. agents.Select(agent => agent.Capacities.ToArray())];
    }

    public double Score { get; private set; }

    public double TimeS => used.Sum(one => one[0]);

    public int[][] ToArrays() => [.. routes.Select(route => route.ToArray())];

    /// <summary>Each agent goes on with the stored route of its own number if it stands on it, or goes home. False: one cannot.</summary>
    public bool Start(int[][] iteration)
    {
        for (var a = 0; a < agents.Count; a++)
        {
            var node = agents[a].Node;
            if (agents[a].Finished)
            {
                routes[a] = [node];
                continue;
            }

            var at = a < iteration.Length ? Array.IndexOf(iteration[a], node) : -1;
            int[] rest = at < 0 || at == iteration[a].Length - 1 ? [] : iteration[a][at..];
            if (rest.Length == 0 || rest[1..^1].Any(next => taken[next]) || !Fits(a, rest))
                rest = node == graph.Depot ? [node, node] : WayHome.For(graph, estimates[a], node, agents[a].Capacities);
            if (!Fits(a, rest))
                return false;
            Replace(a, [.. rest]);
            foreach (var next in rest[1..^1])
            {
                Score += taken[next] ? 0 : graph.Nodes[next].Score;
                taken[next] = true;
            }
        }

        return true;
    }

    /// <summary>Inserts and shortens until neither helps or the budget is spent.</summary>
    public void Improve(OperationBudget budget)
    {
        while (!budget.IsSpent)
        {
            var changed = Insert(budget);
            for (var a = 0; a < agents.Count; a++)
                changed |= Shorten(a, budget);
            if (!changed)
                return;
        }
    }

    /// <summary>The unvisited node with the most score for the largest share of a capacity that it costs, until none fits.</summary>
    private bool Insert(OperationBudget budget)
    {
        var any = false;
        while (true)
        {
            var (bestRatio, bestNode, bestAgent, bestAt) = (0.0, -1, -1, -1);
            for (var node = 0; node < graph.Count; node++)
            {
                for (var a = 0; !taken[node] && a < agents.Count; a++)
                {
                    for (var at = 1; at < routes[a].Count; at++)
                    {
                        if (!budget.Spend())
                            return any;
                        var ratio = graph.Nodes[node].Score / Math.Max(1e-12, ShareToInsert(a, at, node));
                        if (ratio > bestRatio)
                            (bestRatio, bestNode, bestAgent, bestAt) = (ratio, node, a, at);
                    }
                }
            }

            if (bestNode < 0)
                return any;
            var route = routes[bestAgent].ToList();
            route.Insert(bestAt, bestNode);
            Replace(bestAgent, route);
            taken[bestNode] = true;
            Score += graph.Nodes[bestNode].Score;
            any = true;
        }
    }

    private double ShareToInsert(int agent, int at, int node)
    {
        var (from, to) = (routes[agent][at - 1], routes[agent][at]);
        if (!graph.HasEdge(from, node) || !graph.HasEdge(node, to))
            return double.PositiveInfinity;
        var estimate = estimates[agent];
        var share = 0.0;
        for (var c = 0; c < Capacities; c++)
        {
            var more = estimate[from, node, c] + estimate[node, to, c] - (from == to ? 0 : estimate[from, to, c]);
            if (!(used[agent][c] + more <= limits[c]))
                return double.PositiveInfinity;
            share = Math.Max(share, more / limits[c]);
        }

        return share;
    }

    /// <summary>Moves one node, or reverses a stretch, wherever that saves time and keeps every capacity.</summary>
    private bool Shorten(int a, OperationBudget budget)
    {
        var any = false;
        for (var i = 1; i < routes[a].Count - 1; i++)
        {
            for (var k = 1; k < routes[a].Count - 1; k++)
            {
                if (i == k)
                    continue;
                if (!budget.Spend())
                    return any;
                var moved = routes[a].ToList();
                if (i < k)
                {
                    moved.Reverse(i, k - i + 1);
                }
                else
                {
                    moved.RemoveAt(i);
                    moved.Insert(k, routes[a][i]);
                }

                var before = used[a][0];
                if (!Saves(a, moved, before))
                    continue;
                Replace(a, moved);
                any = true;
            }
        }

        return any;
    }

    private bool Saves(int a, List<int> route, double timeS)
    {
        Span<double> sum = stackalloc double[Capacities];
        return Sum(a, route, sum) && sum[0] < timeS - 1e-9;
    }

    private bool Fits(int a, int[] route)
    {
        Span<double> sum = stackalloc double[Capacities];
        return route.Length > 1 && route[^1] == graph.Depot && Sum(a, route, sum);
    }

    private void Replace(int a, List<int> route)
    {
        routes[a] = route;
        Sum(a, route, used[a]);
    }

    private bool Sum(int a, IReadOnlyList<int> route, Span<double> sum)
    {
        agents[a].Capacities.CopyTo(sum);
        var fits = true;
        for (var i = 1; i < route.Count; i++)
        {
            if (route[i] == route[i - 1])
                continue;
            for (var c = 0; c < Capacities; c++)
                sum[c] += estimates[a][route[i - 1], route[i], c];
        }

        for (var c = 0; c < Capacities; c++)
            fits &= sum[c] <= limits[c] + BackwardCapacities.Tolerance(limits[c]);
        return fits;
    }
}
