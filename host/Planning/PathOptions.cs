using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Constraints (26) to (30) of paper S4 for one agent: every admissible path with the stored rest it goes on with, of those with the same
/// nodes and rest the fastest. Where edges are missing, an edge of the path is a way through any nodes between, and neither it nor a stored
/// rest minds nodes visited before.
/// </summary>
internal sealed class PathOptions
{
    private const int Capacities = CapacityLimits.Count;
    private const int NoRest = -1;
    private const int NoWay = -1;

    // Time and battery rarely disagree: more than two or three ways are best in one of their mixtures only where the numbers are arbitrary.
    private const int AlternativeWays = 12;

    private readonly Dictionary<(int RestNumber, ulong Nodes), PathOption> fastest = [];
    private readonly List<Rest>[] restsAt; // by node
    private readonly int restCount;
    private readonly TaskGraph graph;
    private readonly DepletionTable estimate;
    private readonly IReadOnlyList<int[][]> stored;
    private readonly OperationBudget budget;
    private readonly ScoreTable scores;
    private readonly ulong taken;
    private readonly WayTable? ways;   // null: edges only
    private readonly Dictionary<(int Node, ulong Nodes), List<(int Edges, double TimeS, double Battery)>> reached = [];
    private readonly List<int> walk = [];
    private readonly double[] used; // (N_h + 1) x capacities

    /// <param name="taken">Bit set of the nodes nobody may be sent to: visited, assigned, the depot.</param>
    public PathOptions(
        TaskGraph graph, DepletionTable estimate, IReadOnlyList<int[][]> stored, DeliveryAgentState agent, ulong taken,
        OperationBudget budget, ScoreTable scores)
    {
        (this.graph, this.estimate, this.stored) = (graph, estimate, stored);
        (this.taken, this.budget, this.scores) = (taken, budget, scores);
        restsAt = [.. Enumerable.Range(0, graph.Count).Select(_ => new List<Rest>())];
        for (var j = 0; j < stored.Count; j++)
        {
            for (var r = 0; r < stored[j].Length; r++)
                AddRests(j, r, restCount++);
        }

        ways = graph.MayPass ? WayTable.For(graph, estimate, AlternativeWays) : null;
        used = new double[(graph.HighLevelHorizon + 1) * Capacities];
        if (agent.Finished)
        {
            fastest[(NoRest, 0)] = new PathOption([agent.Node], 0, -1, 0, agent.Capacities[0]);
            return;
        }

        walk.Add(agent.Node);
        agent.Capacities.CopyTo(used, 0);
        // Nothing sends out an agent that has not left the depot.
        if (agent.Node == graph.Depot)
            fastest[(NoRest, 0)] = new PathOption([agent.Node, agent.Node], 0, -1, 0, agent.Capacities[0]);
        // The stored rests from here are options of no edges at all. They come first, so that no operation limit can lose them.
        AddStored(0, 0);
        Extend(0, 0);
    }

    /// <summary>No path of the length that (31) looks ahead was left out.</summary>
    public bool IsWhole => ways is not { IsCut: true };

    /// <summary>Options that rest on one stored iteration, or on none: most score first, then least time, then in the order
    /// found.</summary>
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
        var from = walk[^1];
        for (var to = 0; to < graph.Count; to++)
        {
            if (to != graph.Depot && ((taken | nodes) & (1UL << to)) != 0)
                continue;
            if (ways is null)
            {
                if (graph.HasEdge(from, to) && budget.Spend() && Drive(edges, estimate.Edge(from, to)))
                    Follow(edges + 1, nodes, to, NoWay);
                continue;
            }

            foreach (var way in ways.Between(from, to))
            {
                if (budget.Spend() && Drive(edges, ways.Used(from, way)))
                    Follow(edges + 1, nodes, to, way);
            }
        }
    }

    /// <param name="way">A label of <see cref="ways"/>, or <see cref="NoWay"/>: the edge.</param>
    private void Follow(int edges, ulong nodes, int to, int way)
    {
        var length = walk.Count;
        if (way == NoWay)
            walk.Add(to);
        else
            ways!.Append(walk[^1], way, walk);
        for (var i = length; i < walk.Count; i++)
            nodes |= (1UL << walk[i]) & ~taken;
        if (to == graph.Depot)
        {
            var back = used[edges * Capacities];
            if (!fastest.TryGetValue((NoRest, nodes), out var other) || back < other.TimeS)
                fastest[(NoRest, nodes)] = new PathOption([.. walk], nodes, -1, scores.Of(nodes), back);
        }
        else if (ways is null || IsNew(edges, to, nodes))
        {
            AddStored(edges, nodes);
            Extend(edges, nodes);
        }

        walk.RemoveRange(length, walk.Count - length);
    }

    /// <summary>Whether no other path came here with the same nodes, no more edges and no more of any capacity.</summary>
    private bool IsNew(int edges, int node, ulong nodes)
    {
        var (timeS, battery) = (used[edges * Capacities], used[(edges * Capacities) + 1]);
        if (!reached.TryGetValue((node, nodes), out var others))
            reached[(node, nodes)] = others = [];
        foreach (var other in others)
        {
            if (other.Edges <= edges && other.TimeS <= timeS && other.Battery <= battery)
                return false;
        }

        others.Add((edges, timeS, battery));
        return true;
    }

    /// <summary>(28): accumulates the capacities and holds them to their limits.</summary>
    private bool Drive(int edges, ReadOnlySpan<double> drawn)
    {
        for (var c = 0; c < Capacities; c++)
        {
            var next = used[(edges * Capacities) + c] + drawn[c];
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
        foreach (var rest in restsAt[walk[^1]])
        {
            if ((ways is null && (rest.Nodes & (nodes | taken)) != 0) || !IsAdmitted(edges, rest))
                continue;
            var key = (rest.Number, nodes | (rest.Nodes & ~taken));
            var timeS = used[edges * Capacities] + rest.TimeS;
            var known = fastest.TryGetValue(key, out var other);
            if (known && timeS >= other!.TimeS)
                continue;
            int[] whole = [.. walk.SkipLast(1), .. stored[rest.Iteration][rest.Route].AsSpan(rest.At)];
            fastest[key] = new PathOption(
                    whole, key.Item2, rest.Route, scores.Of(key.Item2), timeS) { Continues = edges == 0 || (known && other!.Continues) };
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
