using System.Runtime.CompilerServices;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Ways between the nodes of a task graph through whatever nodes lie between: for each pair those that no other beats in every capacity, up
/// to a number. Label setting (Martins 1984), node by node when it is asked for. Not thread safe. Memory: some 40 bytes for each pair and
/// alternative.
/// </summary>
internal sealed class WayTable
{
    private const int Capacities = CapacityLimits.Count;
    private static readonly ConditionalWeakTable<DepletionTable, List<WayTable>> Known = [];

    private readonly TaskGraph graph;
    private readonly DepletionTable estimate;
    private readonly int alternatives;
    private readonly int version;
    private readonly double[] limits;
    private readonly Row?[] rows;

    private WayTable(TaskGraph graph, DepletionTable estimate, int alternatives)
    {
        (this.graph, this.estimate, this.alternatives) = (graph, estimate, alternatives);
        version = estimate.Version;
        limits = graph.Limits.ToVector();
        rows = new Row?[graph.Count];
    }

    /// <summary>Some pair has more ways that are best in their own mixture of capacities than were kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>As long as the estimate stays the same it is the same table.</summary>
    /// <param name="alternatives">Ways kept for a pair, 1 or more; one is that with the least sum of its shares of the limits.</param>
    public static WayTable For(TaskGraph graph, DepletionTable estimate, int alternatives)
    {
        var tables = Known.GetOrCreateValue(estimate);
        tables.RemoveAll(table => table.version != estimate.Version);
        var found = tables.Find(table => table.graph == graph && table.alternatives == alternatives);
        if (found is null)
            tables.Add(found = new WayTable(graph, estimate, alternatives));
        return found;
    }

    /// <summary>The ways from one node to another, as labels for the other members, that with the least sum of shares first. None: nothing
    /// leads there within the limits.</summary>
    public ReadOnlySpan<int> Between(int from, int to) => From(from).At[to].AsSpan();

    /// <summary>What a way draws, one entry a capacity.</summary>
    public ReadOnlySpan<double> Used(int from, int way) => From(from).Used.AsSpan(way * Capacities, Capacities);

    /// <summary>What the first way to a node draws of a capacity; infinite where there is none.</summary>
    public double Used(int from, int to, int capacity) => From(from).Least[(to * Capacities) + capacity];

    /// <summary>Appends the nodes of a way, the one it begins at left out.</summary>
    public void Append(int from, int way, List<int> walk)
    {
        var row = From(from);
        var first = walk.Count;
        for (; row.Before[way] >= 0; way = row.Before[way])
            walk.Add(row.Node[way]);
        walk.Reverse(first, walk.Count - first);
    }

    private Row From(int start) => rows[start] ??= Find(start);

    private Row Find(int start)
    {
        var (nodes, before, used) = (new List<int>(), new List<int>(), new List<double>());
        var at = new int[graph.Count][];
        Array.Fill(at, []);
        // By the sum of shares, then by edges: no label comes after one that it beats, and a direct way before a longer one that draws as
        // much.
        var open = new PriorityQueue<(int Node, int Before, double First, double Second), (double Shares, int Edges)>();
        open.Enqueue((start, -1, 0, 0), (0, 0));
        while (open.TryDequeue(out var label, out var order))
        {
            if (!IsNeeded(label.Node, label.First, label.Second))
                continue;
            var way = nodes.Count;
            nodes.Add(label.Node);
            before.Add(label.Before);
            used.AddRange([label.First, label.Second]);
            at[label.Node] = [.. at[label.Node], way];
            foreach (var to in graph.Successors(label.Node))
            {
                var (first, second) = (label.First + estimate[label.Node, to, 0], label.Second + estimate[label.Node, to, 1]);
                // Written so that NaN and infinity do not pass.
                if (to != start && first <= limits[0] + BackwardCapacities.Tolerance(limits[0])
                    && second <= limits[1] + BackwardCapacities.Tolerance(limits[1]))
                    open.Enqueue((to, way, first, second), ((first / limits[0]) + (second / limits[1]), order.Edges + 1));
            }
        }

        at[start] = [];
        var least = new double[graph.Count * Capacities];
        for (var i = 0; i < least.Length; i++)
            least[i] = at[i / Capacities] is [var way, ..] ? used[(way * Capacities) + (i % Capacities)] : double.PositiveInfinity;
        return new Row([.. nodes], [.. before], [.. used], at, least);

        bool IsNeeded(int node, double first, double second)
        {
            foreach (var other in at[node])
            {
                if (used[other * Capacities] <= first + 1e-12 && used[(other * Capacities) + 1] <= second + 1e-12)
                    return false;
            }

            if (at[node].Length < alternatives)
                return true;
            IsCut = true;
            return false;
        }
    }

    /// <summary>All ways from one node: label by label its node, the label before, what it draws; the labels at each node, and what the
    /// first of them draws.</summary>
    private sealed record Row(int[] Node, int[] Before, double[] Used, int[][] At, double[] Least);
}
