using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>The first, conservative route of every agent that Algorithm 1 starts from.</summary>
public static class FirstRoutes
{
    /// <summary>
    /// The graph's own routes where it has any; otherwise each agent drives to a node of its own and back, nearest first (by time), as far
    /// as there are nodes it comes home from, where edges are missing through others. An agent without one stays at the depot: its route is
    /// depot, depot.
    /// </summary>
    public static int[][] For(TaskGraph graph, DepletionTable estimate, int agents)
    {
        var routes = graph.FirstRoutes.Take(agents).ToList();
        var taken = routes.SelectMany(route => route).ToHashSet();
        var start = new double[CapacityLimits.Count];
        var near = Enumerable.Range(0, graph.Count)
            .Where(node => node != graph.Depot)
            .Select(node => (Node: node, Route: ThereAndBack(graph, estimate, node)))
            .Where(option => option.Route is not null && BackwardCapacities.Allows(option.Route, estimate, graph.Limits, start))
            .OrderBy(option => TimeS(option.Route!, estimate));
        foreach (var (node, route) in near)
        {
            if (routes.Count < agents && taken.Add(node))
                routes.Add(route!);
        }

        while (routes.Count < agents)
            routes.Add([graph.Depot, graph.Depot]);
        return [.. routes];
    }

    private static int[]? ThereAndBack(TaskGraph graph, DepletionTable estimate, int node)
    {
        if (!graph.MayPass)
            return [graph.Depot, node, graph.Depot];
        var ways = WayTable.For(graph, estimate, alternatives: 1);
        var walk = new List<int> { graph.Depot };
        if (ways.Between(graph.Depot, node) is not [var there, ..] || ways.Between(node, graph.Depot) is not [var back, ..])
            return null;
        ways.Append(graph.Depot, there, walk);
        ways.Append(node, back, walk);
        return [.. walk];
    }

    private static double TimeS(int[] route, DepletionTable estimate) =>
        Enumerable.Range(1, route.Length - 1).Sum(i => estimate[route[i - 1], route[i], 0]);
}
