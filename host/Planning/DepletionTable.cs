using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// What every edge draws from every capacity, at most: the estimate of paper S4 (21) with its worst-case bound (22), which by Theorem 1 are
/// the same number. Infinite where an edge was never driven. Not thread safe. Memory: 8 n^2 <see cref="CapacityLimits.Count"/> bytes.
/// </summary>
public sealed class DepletionTable
{
    private readonly int nodes;
    private readonly double[] values; // n x n x capacities

    public DepletionTable(int nodes)
    {
        this.nodes = nodes;
        values = new double[nodes * nodes * CapacityLimits.Count];
        Array.Fill(values, double.PositiveInfinity);
    }

    public double this[int from, int to, int capacity]
    {
        get => values[At(from, to) + capacity];
        set
        {
            values[At(from, to) + capacity] = value;
            Version++;
        }
    }

    /// <summary>Another one after every change.</summary>
    public int Version { get; private set; }

    /// <summary>Whether an estimate is there.</summary>
    public bool Has(int from, int to) => double.IsFinite(values[At(from, to)]);

    /// <summary>Every capacity of one edge; read only.</summary>
    public ReadOnlySpan<double> Edge(int from, int to) => values.AsSpan(At(from, to), CapacityLimits.Count);

    /// <summary>(21): keeps, capacity by capacity, the smallest depletion ever seen on the edge.</summary>
    public void Improve(int from, int to, ReadOnlySpan<double> measured) => Update(from, to, measured, (a, b) => a < b ? a : b);

    /// <summary>A traversal drew more than the estimate: it was no bound. Keeps the larger of each.</summary>
    public void Tighten(int from, int to, ReadOnlySpan<double> measured) => Update(from, to, measured, (a, b) => a > b ? a : b);

    /// <summary>Another rover's estimate, or a worst case: every edge times a factor for each capacity (a weak battery, a margin), and so
    /// much besides.</summary>
    /// <param name="extra">One for each capacity; empty: nothing.</param>
    public DepletionTable Scaled(ReadOnlySpan<double> factors, ReadOnlySpan<double> extra = default)
    {
        var scaled = new DepletionTable(nodes);
        for (var i = 0; i < values.Length; i++)
        {
            var c = i % CapacityLimits.Count;
            scaled.values[i] = (values[i] * factors[c]) + (extra.IsEmpty ? 0 : extra[c]);
        }

        return scaled;
    }

    private void Update(int from, int to, ReadOnlySpan<double> measured, Func<double, double, double> choose)
    {
        var at = At(from, to);
        Version++;
        for (var c = 0; c < CapacityLimits.Count; c++)
            values[at + c] = choose(measured[c], values[at + c]);
    }

    private int At(int from, int to) => ((from * nodes) + to) * CapacityLimits.Count;
}
