namespace MultiAgentEdge.Host.Runs;

/// <summary>
/// Gives back, after a flood of messages, what the collector keeps until the next ones: a program that waits for months allocates so little
/// that it would not collect for hours. Looks every few seconds; while much is going on it leaves everything to the collector.
/// </summary>
public sealed class QuietMemory : IDisposable
{
    /// <summary>Committed beyond what was there after the last look that changed something, bytes: less is not worth a pause.</summary>
    public const long WorthIt = 16L << 20;

    /// <summary>Allocated between two looks, bytes: with more, something is going on.</summary>
    public const long Quiet = 8L << 20;

    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);

    private readonly Func<long> committed;
    private readonly Func<long> allocated;
    private readonly Action collect;
    private readonly Timer? timer;
    private long floor = long.MaxValue;
    private long last;

    public QuietMemory()
        : this(
            static () => GC.GetTotalMemory(forceFullCollection: false) + GC.GetGCMemoryInfo().FragmentedBytes,
            static () => GC.GetTotalAllocatedBytes(),
            static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true)) =>
        timer = new Timer(_ => Look(), null, _every, _every);

    /// <summary>Looks when it is told to.</summary>
    /// <param name="committed">Bytes of the heap now.</param>
    /// <param name="allocated">Bytes allocated since the program began.</param>
    internal QuietMemory(Func<long> committed, Func<long> allocated, Action collect)
    {
        (this.committed, this.allocated, this.collect) = (committed, allocated, collect);
        last = allocated();
    }

    internal void Look()
    {
        var (now, before) = (allocated(), last);
        last = now;
        var bytes = committed();
        floor = Math.Min(floor, bytes);
        if (now - before > Quiet || bytes - floor < WorthIt)
            return;
        collect();
        floor = committed();
    }

    public void Dispose() => timer?.Dispose();
}
