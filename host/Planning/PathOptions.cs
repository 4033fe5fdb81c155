using System.Numerics;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Constraints (26) to (30) of paper S4 for one agent: every admissible path with the stored rest it goes on with, of those with the same nodes and rest
/// the fastest.
/// </summary>
internal sealed class PathOptions
{
    private const int Capacities = CapacityLimits.Count;
    private const int NoIteration = -1;

    private readonly Dictionary<(int Iteration, int Route, ulong Nodes), PathOption> fastest = [];
    private readonly TaskGraph graph;
    private readonly DepletionTable estimate;
    private readonly IReadOnlyList<int[][]> stored;
    private readonly double[][][] most; // iteration, route, position x capacity
    private readonly OperationBudget budget;
    private readonly ulong taken;
    private readonly int[] path;
    private readonly double[] used; // (N_h + 1) x capacities

    /// <param name="taken">Bit set of the nodes nobody may be sent to: visited, assigned, the depot.</param>
    public PathOptions(TaskGraph graph, DepletionTable estimate, IReadOnlyList<int[][]> stored, DeliveryAgentState agent, ulong taken, OperationBudget budget)
    {
        (this.graph, this.estimate, this.stored, this.taken, this.budget) = (graph, estimate, stored, taken, budget);
        most = [.. stored.Select(iteration => iteration.Select(route => BackwardCapacities.Along(route, estimate, graph.Limits)).ToArray())];
        path = new int[graph.HighLevelHorizon + 1];
        used = new double[path.Length * Capacities];
        if (agent.Finished)
        {
            Add(NoIteration, -1, new PathOption([agent.Node], 0, -1, 0, agent.Capacities[0]));
            return;
        }

        path[0] = agent.Node;
        agent.Capacities.CopyTo(used, 0);
        // Nothing sends out an agent that has not left the depot.
        if (agent.Node == graph.Depot)
            Add(NoIteration, -1, new PathOption([agent.Node, agent.Node], 0, -1, 0, agent.Capacities[0]));
        // The stored rests from here are options of no edges at all. They come first, so that no operation limit can lose them.
        AddStored(0, 0);
        Extend(0, 0);
    }

    /// <summary>Options that rest on one stored iteration, or on none: most score first, then least time, then in the order found.</summary>
    public PathOption[] For(int iteration) =>
    [
        .. fastest.Where(pair => pair.Key.Iteration == iteration || pair.Key.Iteration == NoIteration).Select(pair => pair.Value)
            .OrderByDescending(option => option.Score).ThenBy(option => option.TimeS),
    ];

    public static double Score(TaskGraph graph, ulong nodes)
    {
        var score = 0.0;
        for (; nodes != 0; nodes &= nodes - 1)
            score += graph.Nodes[BitOperations.TrailingZeroCount(nodes)].Score;
        return score;
    }

    private void Extend(int edges, ulong nodes)
    {
        if (edges == graph.HighLevelHorizon)
            return;
        var from = path[edges];
        for (var to = 0; to < graph.Count; to++)
        {
            var home = to == graph.Depot;
            if ((!home && ((taken | nodes) & (1UL << to)) != 0) || !graph.HasEdge(from, to) || !budget.Spend() || !Drive(edges, from, to))
                continue;
            path[edges + 1] = to;
            if (home)
            {
                Add(NoIteration, -1, new PathOption(path[..(edges + 2)], nodes, -1, Score(nodes), used[(edges + 1) * Capacities]));
                continue;
            }

            AddStored(edges + 1, nodes | (1UL << to));
            Extend(edges + 1, nodes | (1UL << to));
        }
    }

    /// <summary>(28): accumulates the capacities and holds them to their limits.</summary>
    private bool Drive(int edges, int from, int to)
    {
        for (var c = 0; c < Capacities; c++)
        {
            var next = used[(edges * Capacities) + c] + estimate[from, to, c];
            var limit = c == 0 ? graph.Limits.TimeS : graph.Limits.Battery;
            // Written so that NaN and infinity do not pass.
            if (!(next <= limit + BackwardCapacities.Tolerance(limit)))
                return false;
            used[((edges + 1) * Capacities) + c] = next;
        }

        return true;
    }

    /// <summary>(30): the path ends in a node of a stored route, with a rest that it may go on with.</summary>
    private void AddStored(int edges, ulong nodes)
    {
        for (var j = 0; j < stored.Count; j++)
        {
            for (var r = 0; r < stored[j].Length; r++)
            {
                var at = Array.IndexOf(stored[j][r], path[edges]);
                if (at >= 0 && at < stored[j][r].Length - 1)
                    AddStored(edges, nodes, j, r, at);
            }
        }
    }

    private void AddStored(int edges, ulong nodes, int j, int r, int at)
    {
        var route = stored[j][r];
        for (var c = 0; c < Capacities; c++)
        {
            var limit = most[j][r][(at * Capacities) + c];
            if (!(used[(edges * Capacities) + c] <= limit + BackwardCapacities.Tolerance(limit)))
                return;
        }

        for (var i = at + 1; i < route.Length - 1; i++)
        {
            if (((nodes | taken) & (1UL << route[i])) != 0)
                return;
            nodes |= 1UL << route[i];
        }

        int[] whole = [.. path.AsSpan(0, edges), .. route.AsSpan(at)];
        Add(j, r, new PathOption(whole, nodes, r, Score(nodes), used[edges * Capacities] + graph.Limits.TimeS - most[j][r][at * Capacities]) { Continues = edges == 0 });
    }

    private void Add(int iteration, int route, PathOption option)
    {
        var key = (iteration, route, option.Nodes);
        if (!fastest.TryGetValue(key, out var other))
            fastest[key] = option;
        else if (option.TimeS < other.TimeS)
            fastest[key] = option with { Continues = option.Continues || other.Continues };
    }

    private double Score(ulong nodes) => Score(graph, nodes);
}
