using System.Diagnostics;

namespace MultiAgentEdge.Firmware.Sim;

/// <summary>
/// How long rovers wait for prices: from a plan on its way to the price that answers it, over broker, host and whoever the host waits for.
/// A histogram of steps of two percent: memory stays the same however long it counts. Safe from any thread.
/// </summary>
public sealed class RoundTrips
{
    private const double LeastMs = 0.01;
    private const double Ratio = 1.02;
    private static readonly double Log = Math.Log(Ratio);

    // 0.01 ms to 20 s.
    private readonly long[] counts = new long[735];
    private long lost;

    /// <summary>Plans that no price answered before the next one.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>Bin and count of each that has any, since the last time it was asked.</summary>
    public IReadOnlyList<(int Bin, long Count)> Take()
    {
        var taken = new List<(int, long)>();
        for (var bin = 0; bin < counts.Length; bin++)
        {
            if (Interlocked.Exchange(ref counts[bin], 0) is > 0 and var count)
                taken.Add((bin, count));
        }

        return taken;
    }

    /// <summary>Upper end of a bin, ms.</summary>
    public static double MsOf(int bin) => LeastMs * Math.Pow(Ratio, bin);

    /// <summary>A rover's end: one for each.</summary>
    public Rover Begin() => new(this);

    private void Add(double ms)
    {
        var bin = ms <= LeastMs ? 0 : (int)Math.Ceiling(Math.Log(ms / LeastMs) / Log);
        Interlocked.Increment(ref counts[Math.Clamp(bin, 0, counts.Length - 1)]);
    }

    /// <summary>What one rover sends and hears; its own thread calls.</summary>
    public sealed class Rover(RoundTrips all)
    {
        private const string Plan = "/plan";
        private const string Dual = "/dual";
        private long sent;

        internal void Sent(string topic)
        {
            if (!topic.EndsWith(Plan, StringComparison.Ordinal))
                return;
            if (sent != 0)
                Interlocked.Increment(ref all.lost);
            sent = Stopwatch.GetTimestamp();
        }

        internal void Heard(string topic)
        {
            if (sent == 0 || !topic.EndsWith(Dual, StringComparison.Ordinal))
                return;
            all.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            sent = 0;
        }
    }
}
