using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>The way to the depot that leaves the most of the scarcest capacity: what an agent does when nothing else is sure any
/// more.</summary>
public static class WayHome
{
    /// <summary>
    /// Bellman-Ford over labels of all capacities, on the largest share of a limit used on arrival. A node may be passed that was visited
    /// before: this is no task. Ties go to the lower node index.
    /// </summary>
    /// <returns>From the agent's node to the depot; the node alone when it stands there, or when no edge with an estimate leads
    /// home.</returns>
    public static int[] For(TaskGraph graph, DepletionTable estimate, int node, ReadOnlySpan<double> used)
    {
        const int Count = CapacityLimits.Count;
        var limits = graph.Limits.ToVector();
        var labels = new double[graph.Count * Count];
        var share = new double[graph.Count];
        var before = new int[graph.Count];
        Array.Fill(share, double.PositiveInfinity);
        Array.Fill(before, -1);
        used.CopyTo(labels.AsSpan(node * Count, Count));
        share[node] = 0;
        var changed = true;
        for (var round = 0; round < graph.Count && changed; round++)
        {
            changed = false;
            for (var from = 0; from < graph.Count; from++)
            {
                // Nobody drives on through the depot.
                if (double.IsPositiveInfinity(share[from]) || (from == graph.Depot && from != node))
                    continue;
                for (var to = 0; to < graph.Count; to++)
                {
                    changed |= to != node && graph.HasEdge(from, to) && estimate.Has(from, to) && !Passes(before, from, to)
                        && Relax(from, to);
                }
            }
        }

        var way = new List<int>();
        for (var at = before[graph.Depot] < 0 ? node : graph.Depot; at >= 0 && way.Count <= graph.Count; at = at == node ? -1 : before[at])
            way.Insert(0, at);
        return [.. way];

        bool Relax(int from, int to)
        {
            var worst = 0.0;
            for (var c = 0; c < Count; c++)
                worst = Math.Max(worst, (labels[(from * Count) + c] + estimate[from, to, c]) / limits[c]);
            if (worst >= share[to])
                return false;
            (share[to], before[to]) = (worst, from);
            for (var c = 0; c < Count; c++)
                labels[(to * Count) + c] = labels[(from * Count) + c] + estimate[from, to, c];
            return true;
        }
    }

    private static bool Passes(int[] before, int from, int to)
    {
        for (var at = from; at >= 0; at = before[at])
        {
            if (at == to)
                return true;
        }

        return false;
    }
}
