using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>The first, conservative route of every agent that Algorithm 1 starts from.</summary>
public static class FirstRoutes
{
    /// <summary>
    /// The graph's own routes where it has any; otherwise each agent drives to a node of its own and back, nearest first (by time), as far as there are
    /// nodes it comes home from. An agent without one stays at the depot: its route is depot, depot.
    /// </summary>
    public static int[][] For(TaskGraph graph, DepletionTable estimate, int agents)
    {
        var routes = graph.FirstRoutes.Take(agents).ToList();
        var taken = routes.SelectMany(route => route).ToHashSet();
        var start = new double[CapacityLimits.Count];
        var near = Enumerable.Range(0, graph.Count)
            .Where(node => node != graph.Depot && graph.HasEdge(graph.Depot, node) && graph.HasEdge(node, graph.Depot))
            .Select(node => new[] { graph.Depot, node, graph.Depot })
            .Where(route => BackwardCapacities.Allows(route, estimate, graph.Limits, start))
            .OrderBy(route => estimate[route[0], route[1], 0] + estimate[route[1], route[2], 0]);
        foreach (var route in near)
        {
            if (routes.Count < agents && taken.Add(route[1]))
                routes.Add(route);
        }

        while (routes.Count < agents)
            routes.Add([graph.Depot, graph.Depot]);
        return [.. routes];
    }
}
