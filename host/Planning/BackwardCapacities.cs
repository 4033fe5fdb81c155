using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Algorithm 2 of paper S4: the most that an agent may have used at each node of a route and still come home along it. Computed with the
/// present estimate, not with the one of the iteration that drove the route: estimates that fell admit more, and one that rose is obeyed at
/// once.
/// </summary>
public static class BackwardCapacities
{
    /// <returns>route length x capacities; negative where nothing is left at all.</returns>
    public static double[] Along(IReadOnlyList<int> route, DepletionTable estimate, CapacityLimits limits)
    {
        const int Count = CapacityLimits.Count;
        var most = new double[route.Count * Count];
        limits.ToVector().CopyTo(most, most.Length - Count);
        for (var i = route.Count - 2; i >= 0; i--)
        {
            for (var c = 0; c < Count; c++)
                most[(i * Count) + c] = most[((i + 1) * Count) + c] - Edge(route[i], route[i + 1], c, estimate);
        }

        return most;
    }

    /// <summary>Whether an agent with these capacities used at the first node comes home along the route.</summary>
    public static bool Allows(IReadOnlyList<int> route, DepletionTable estimate, CapacityLimits limits, ReadOnlySpan<double> used)
    {
        var most = Along(route, estimate, limits);
        for (var c = 0; c < CapacityLimits.Count; c++)
        {
            if (used[c] > most[c] + Tolerance(most[c]))
                return false;
        }

        return true;
    }

    /// <summary>Sums along a route and differences against it round differently; no capacity is known to this part of itself.</summary>
    internal static double Tolerance(double limit) => 1e-9 * Math.Max(1, Math.Abs(limit));

    private static double Edge(int from, int to, int capacity, DepletionTable estimate) => from == to ? 0 : estimate[from, to, capacity];
}
