using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Constraints (26) to (30) of paper S4 for one agent: every admissible path with the stored rest it goes on with, of those with the same nodes and rest
/// the fastest.
/// </summary>
internal sealed class PathOptions
{
    private const int Capacities = CapacityLimits.Count;
    private const int NoRest = -1;

    private readonly Dictionary<(int RestNumber, ulong Nodes), PathOption> fastest = [];
    private readonly List<Rest>[] restsAt; // by node
    private readonly int restCount;
    private readonly TaskGraph graph;
    private readonly DepletionTable estimate;
    private readonly IReadOnlyList<int[][]> stored;
    private readonly OperationBudget budget;
    private readonly ScoreTable scores;
    private readonly ulong taken;
    private readonly int[] path;
    private readonly double[] used; // (N_h + 1) x capacities

    /// <param name="taken">Bit set of the nodes nobody may be sent to: visited, assigned, the depot.</param>
    public PathOptions(TaskGraph graph, DepletionTable estimate, IReadOnlyList<int[][]> stored, DeliveryAgentState agent, ulong taken, OperationBudget budget, ScoreTable scores)
    {
        (this.graph, this.estimate, this.stored) = (graph, estimate, stored);
        (this.taken, this.budget, this.scores) = (taken, budget, scores);
        restsAt = [.. Enumerable.Range(0, graph.Count).Select(_ => new List<Rest>())];
        for (var j = 0; j < stored.Count; j++)
        {
            for (var r = 0; r < stored[j].Length; r++)
                AddRests(j, r, restCount++);
        }

        path = new int[graph.HighLevelHorizon + 1];
        used = new double[path.Length * Capacities];
        if (agent.Finished)
        {
            fastest[(NoRest, 0)] = new PathOption([agent.Node], 0, -1, 0, agent.Capacities[0]);
            return;
        }

        path[0] = agent.Node;
        agent.Capacities.CopyTo(used, 0);
        // Nothing sends out an agent that has not left the depot.
        if (agent.Node == graph.Depot)
            fastest[(NoRest, 0)] = new PathOption([agent.Node, agent.Node], 0, -1, 0, agent.Capacities[0]);
        // The stored rests from here are options of no edges at all. They come first, so that no operation limit can lose them.
        AddStored(0, 0);
        Extend(0, 0);
    }

    /// <summary>Options that rest on one stored iteration, or on none: most score first, then least time, then in the order found.</summary>
    public PathOption[] For(int iteration)
    {
        var first = 0;
        for (var j = 0; j < iteration; j++)
            first += stored[j].Length;
        var last = first + stored[iteration].Length;
        var options = new List<PathOption>();
        foreach (var (key, option) in fastest)
        {
            if (key.RestNumber == NoRest || (key.RestNumber >= first && key.RestNumber < last))
                options.Add(option);
        }

        var sorted = options.ToArray();
        Array.Sort(sorted.Select((option, i) => (-option.Score, option.TimeS, i)).ToArray(), sorted);
        return sorted;
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
                var back = used[(edges + 1) * Capacities];
                if (!fastest.TryGetValue((NoRest, nodes), out var other) || back < other.TimeS)
                    fastest[(NoRest, nodes)] = new PathOption(path[..(edges + 2)], nodes, -1, scores.Of(nodes), back);
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
        foreach (var rest in restsAt[path[edges]])
        {
            if ((rest.Nodes & (nodes | taken)) != 0 || !IsAdmitted(edges, rest))
                continue;
            var key = (rest.Number, nodes | rest.Nodes);
            var timeS = used[edges * Capacities] + rest.TimeS;
            var known = fastest.TryGetValue(key, out var other);
            if (known && timeS >= other!.TimeS)
                continue;
            int[] whole = [.. path.AsSpan(0, edges), .. stored[rest.Iteration][rest.Route].AsSpan(rest.At)];
            fastest[key] = new PathOption(whole, key.Item2, rest.Route, scores.Of(key.Item2), timeS) { Continues = edges == 0 || (known && other!.Continues) };
        }
    }

    private bool IsAdmitted(int edges, Rest rest)
    {
        for (var c = 0; c < Capacities; c++)
        {
            var limit = rest.Most[(rest.At * Capacities) + c];
            if (!(used[(edges * Capacities) + c] <= limit + BackwardCapacities.Tolerance(limit)))
                return false;
        }

        return true;
    }

    private void AddRests(int iteration, int route, int number)
    {
        var nodesOf = stored[iteration][route];
        var most = BackwardCapacities.Along(nodesOf, estimate, graph.Limits);
        var nodes = 0UL;
        for (var at = nodesOf.Length - 2; at >= 0; at--)
        {
            restsAt[nodesOf[at]].Add(new Rest(iteration, route, number, at, nodes, most, graph.Limits.TimeS - most[at * Capacities]));
            nodes |= 1UL << nodesOf[at];
        }
    }

    /// <summary>What follows a node in a stored route.</summary>
    /// <param name="Number">Of the route, counted through all iterations.</param>
    /// <param name="Nodes">Bit set of the nodes after this one, the depot not counted.</param>
    /// <param name="Most">Algorithm 2 along the route.</param>
    private sealed record Rest(int Iteration, int Route, int Number, int At, ulong Nodes, double[] Most, double TimeS);
}
