using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// The agents' whole routes home, changed only in ways that keep every capacity within its limit by the estimate. Where edges are missing,
/// routes hold the nodes that count, and what lies between two of them is the shortest way (<see cref="WayTable"/>).
/// </summary>
internal sealed class FleetRoutes
{
    private const int Capacities = CapacityLimits.Count;

    private readonly TaskGraph graph;
    private readonly IReadOnlyList<DeliveryAgentState> agents;
    private readonly DepletionTable[] estimates;
    private readonly WayTable[]? ways; // null: every edge is there
    private readonly bool[] taken;
    private readonly double[] limits;
    private readonly List<int>[] routes;
    private readonly double[][] used; // agent, capacity: when back

    public FleetRoutes(TaskGraph graph, DepletionTable estimate, IReadOnlyList<DeliveryAgentState> agents, bool[] taken)
    {
        (this.graph, this.agents, this.taken) = (graph, agents, [.. taken]);
        estimates = [.. agents.Select(agent => agent.Estimate ?? estimate)];
        ways = graph.MayPass ? [.. estimates.Select(one => WayTable.For(graph, one, alternatives: 1))] : null;
        limits = graph.Limits.ToVector();
        routes = [.. agents.Select(_ => new List<int>())];
        used = [.. agents.Select(agent => agent.Capacities.ToArray())];
    }

    public double Score { get; private set; }

    public double TimeS => used.Sum(one => one[0]);

    /// <summary>Edge by edge.</summary>
    public int[][] ToArrays() => [.. routes.Select((route, a) => ways is null ? route.ToArray() : Walk(a).ToArray())];

    /// <summary>Whether every route, edge by edge, is within the limits: the last word, whatever rounding did.</summary>
    public bool IsFeasible => ways is null
        || agents
            .Select((agent, a) => agent.Finished || BackwardCapacities.Allows(Walk(a), estimates[a], graph.Limits, agent.Capacities))
            .All(feasible => feasible);

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
            if (ways is not null && rest.Length > 0)
                rest = [node, .. rest[1..^1].Where(next => !taken[next]).Distinct(), graph.Depot];
            if (rest.Length == 0 || rest[1..^1].Any(next => taken[next]) || !Fits(a, rest))
            {
                rest = node == graph.Depot
                    ? [node, node]
                    : ways is not null ? [node, graph.Depot]
                    : WayHome.For(graph, estimates[a], node, agents[a].Capacities);
            }

            if (!Fits(a, rest))
                return false;
            Replace(a, [.. rest]);
            foreach (var next in rest[1..^1])
                Take(next);
            TakePassed(a);
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
            Take(bestNode);
            TakePassed(bestAgent);
            any = true;
        }
    }

    private double ShareToInsert(int agent, int at, int node)
    {
        var (from, to) = (routes[agent][at - 1], routes[agent][at]);
        var share = 0.0;
        for (var c = 0; c < Capacities; c++)
        {
            var more = Leg(agent, from, node, c) + Leg(agent, node, to, c) - Leg(agent, from, to, c);
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

    /// <summary>What lies between two nodes of a route draws of a capacity.</summary>
    private double Leg(int a, int from, int to, int capacity) =>
        from == to ? 0 : ways is null ? estimates[a][from, to, capacity] : ways[a].Used(from, to, capacity);

    private void Take(int node)
    {
        Score += taken[node] ? 0 : graph.Nodes[node].Score;
        taken[node] = true;
    }

    /// <summary>What a route passes and nobody visits counts for it, and from now on it has to pass there.</summary>
    private void TakePassed(int a)
    {
        for (var i = routes[a].Count - 1; ways is not null && i > 0; i--)
        {
            var passed = new List<int>();
            Append(a, routes[a][i - 1], routes[a][i], passed);
            for (var k = passed.Count - 2; k >= 0; k--)
            {
                if (taken[passed[k]])
                    continue;
                Take(passed[k]);
                routes[a].Insert(i, passed[k]);
            }
        }

        Replace(a, routes[a]);
    }

    private List<int> Walk(int a)
    {
        var walk = new List<int> { routes[a][0] };
        for (var i = 1; i < routes[a].Count; i++)
            Append(a, routes[a][i - 1], routes[a][i], walk);
        return walk;
    }

    private void Append(int a, int from, int to, List<int> walk)
    {
        if (from == to)
            walk.Add(to);
        else
            ways![a].Append(from, ways[a].Between(from, to)[0], walk);
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
            for (var c = 0; c < Capacities; c++)
                sum[c] += Leg(a, route[i - 1], route[i], c);
        }

        for (var c = 0; c < Capacities; c++)
            fits &= sum[c] <= limits[c] + BackwardCapacities.Tolerance(limits[c]);
        return fits;
    }
}
