using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// The high-level policy (31) of paper S4, in the fleet form of its V-D: paths of at most N_h edges from where the agents are, each ending
/// in a node of one stored iteration (or at the depot) with capacity no worse than the backward-accumulated one, no node twice in the whole
/// fleet, most score, ties by time. A pure function of its arguments. Memory: some 40 bytes for each path that ends in a stored node.
/// <para>Deviations: the backward capacities (Algorithm 2) follow the present estimate; an agent may take over the stored rest of another
/// agent's route, as agents are alike; the last plan counts as stored, so that a plan once made is never lost. Where edges are missing
/// (<see cref="TaskGraph.MayPass"/>), N_h counts places to go to, by any way, routes may pass through places, and a place counts
/// once.</para>
/// <para>Exact for graphs of up to 64 nodes within the operation limit. Above, see <see cref="DeliveryPlan.Exact"/>.</para>
/// </summary>
public static class HighLevelSearch
{
    private const long OperationLimit = 2_000_000;

    /// <summary>Sets of nodes are bits of one word.</summary>
    public const int MaxExactNodes = 64;

    /// <param name="stored">Iterations driven before: each the routes of its agents, depot first and last. May hold the last plan's full
    /// routes too.</param>
    /// <param name="visited">Nodes that this iteration has visited or already assigned, n entries; the agents' present nodes need not be
    /// among them.</param>
    public static DeliveryPlan Search(
        TaskGraph graph,
        DepletionTable estimate,
        IReadOnlyList<int[][]> stored,
        IReadOnlyList<DeliveryAgentState> agents,
        IReadOnlyList<bool> visited)
    {
        var budget = new OperationBudget(OperationLimit);
        if (graph.Count > MaxExactNodes)
            return LargeFleetSearch.Search(graph, estimate, stored, agents, visited, budget);
        var taken = agents.Aggregate(1UL << graph.Depot, (mask, agent) => mask | (1UL << agent.Node));
        for (var node = 0; node < graph.Count; node++)
            taken |= visited[node] ? 1UL << node : 0;
        var distinct = Distinct(stored);
        var scoreOf = new ScoreTable(graph);
        var options = new PathOptions[agents.Count];
        for (var i = 0; i < agents.Count; i++)
        {
            var alike = agents.Take(i).ToList().FindIndex(other => Alike(other, agents[i]));
            options[i] = alike >= 0
                ? options[alike]
                : new PathOptions(graph, agents[i].Estimate ?? estimate, distinct, agents[i], taken, budget, scoreOf);
        }

        var combination = new RouteCombination(agents.Count, budget, graph.MayPass);
        for (var j = 0; j < distinct.Count; j++)
        {
            var sorted = options.Distinct().ToDictionary(one => one, one => one.For(j));
            combination.Improve([.. options.Select(one => sorted[one])], scoreOf.Of);
        }

        var isExact = !budget.IsSpent && options.All(option => option.IsWhole);
        var found = combination.Best is { } best
            ? new DeliveryPlan(true, [.. best.Select(option => option.Route)], combination.Score, combination.TimeS, isExact, budget.Used)
            : ComeHome(graph, estimate, agents, budget.Used);
        if (isExact || !graph.MayPass)
            return found;
        // Few of many ways were looked at: what grows whole routes may have more.
        var other = LargeFleetSearch.Search(graph, estimate, stored, agents, visited, new OperationBudget(OperationLimit));
        return other.Feasible && (!found.Feasible || other.Score > found.Score) ? other : found;
    }

    private static bool Alike(DeliveryAgentState a, DeliveryAgentState b) =>
        a.Node == b.Node && a.Finished == b.Finished && ReferenceEquals(a.Estimate, b.Estimate) && a.Capacities.SequenceEqual(b.Capacities);

    /// <summary>Every agent by the way home that is best for it, sure or not.</summary>
    internal static DeliveryPlan ComeHome(
        TaskGraph graph, DepletionTable estimate, IReadOnlyList<DeliveryAgentState> agents, long operations)
    {
        var feasible = true;
        var time = 0.0;
        var routes = new int[agents.Count][];
        for (var i = 0; i < agents.Count; i++)
        {
            var own = agents[i].Estimate ?? estimate;
            routes[i] = agents[i].Finished ? [agents[i].Node] : WayHome.For(graph, own, agents[i].Node, agents[i].Capacities);
            feasible &= agents[i].Finished
                || (routes[i][^1] == graph.Depot && BackwardCapacities.Allows(routes[i], own, graph.Limits, agents[i].Capacities));
            time += agents[i].Capacities[0] + RouteTimeS(routes[i], own);
        }

        return new DeliveryPlan(feasible, routes, 0, time, false, operations);
    }

    private static double RouteTimeS(int[] route, DepletionTable estimate)
    {
        var time = 0.0;
        for (var i = 1; i < route.Length; i++)
            time += route[i] == route[i - 1] ? 0 : estimate[route[i - 1], route[i], 0];
        return time;
    }

    /// <summary>Fleets settle: most stored iterations are the same routes again. Without any, going home remains.</summary>
    internal static List<int[][]> Distinct(IReadOnlyList<int[][]> stored)
    {
        var distinct = new List<int[][]>();
        foreach (var iteration in stored)
        {
            if (!distinct.Any(other => Same(other, iteration)))
                distinct.Add(iteration);
        }

        if (distinct.Count == 0)
            distinct.Add([]);
        return distinct;
    }

    private static bool Same(int[][] a, int[][] b)
    {
        if (a.Length != b.Length)
            return false;
        var left = b.ToList();
        return a.All(
            route => left.RemoveAll(
                left.Find(other => other.SequenceEqual(route)) is { } same ? other => ReferenceEquals(other, same) : _ => false) > 0);
    }
}
