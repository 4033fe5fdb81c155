using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// The high level where (31) can no longer be searched exactly (hundreds of nodes): starts from the best of the stored rests, then inserts
/// nodes where they cost the least share of a capacity and shortens the routes by moving and reversing, over the whole way home instead of
/// N_h edges. Every route it passes through is feasible by the estimate, so it may stop anywhere, and it is never worse than what was
/// stored.
/// </summary>
internal static class LargeFleetSearch
{
    // The others, day after day, are those of longer ago.
    private const int MostStarts = 3;

    public static DeliveryPlan Search(
        TaskGraph graph,
        DepletionTable estimate,
        IReadOnlyList<int[][]> stored,
        IReadOnlyList<DeliveryAgentState> agents,
        IReadOnlyList<bool> visited,
        OperationBudget budget)
    {
        var taken = new bool[graph.Count];
        for (var node = 0; node < graph.Count; node++)
            taken[node] = visited[node] || node == graph.Depot || agents.Any(agent => agent.Node == node);
        var starts = new List<FleetRoutes>();
        foreach (var iteration in HighLevelSearch.Distinct(stored))
        {
            var fleet = new FleetRoutes(graph, estimate, agents, taken);
            if (fleet.Start(iteration))
                starts.Add(fleet);
        }

        DeliveryPlan? best = null;
        foreach (var fleet in starts.OrderByDescending(fleet => fleet.Score).ThenBy(fleet => fleet.TimeS).Take(MostStarts))
        {
            fleet.Improve(budget);
            if (fleet.IsFeasible && (best is null || fleet.Score > best.Score || (fleet.Score == best.Score && fleet.TimeS < best.TimeS)))
                best = new DeliveryPlan(true, fleet.ToArrays(), fleet.Score, fleet.TimeS, false, budget.Used);
        }

        return best ?? HighLevelSearch.ComeHome(graph, estimate, agents, budget.Used);
    }
}
