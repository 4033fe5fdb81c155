namespace MultiAgentEdge.Tests.Harness;

/// <summary>
/// What a piece of work allocates: the least of several rounds. Code that allocates does so in each of them; what is compiled, or collected
/// for another test's thread, is booked on one.
/// </summary>
internal static class Allocations
{
    /// <summary>So often the work is done.</summary>
    public const int Rounds = 4;

    /// <summary>Bytes, on this thread.</summary>
    /// <param name="prepare">Before every round, and not counted.</param>
    public static long Least(Action work, Action? prepare = null) => Least(work, prepare, GC.GetAllocatedBytesForCurrentThread);

    /// <summary>Bytes, on all threads of the process: whatever other tests do meanwhile is in them.</summary>
    public static long LeastOfAll(Action work) => Least(work, null, () => GC.GetTotalAllocatedBytes(precise: true));

    private static long Least(Action work, Action? prepare, Func<long> allocated)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            prepare?.Invoke();
            var before = allocated();
            work();
            least = Math.Min(least, allocated() - before);
        }

        return least;
    }
}
