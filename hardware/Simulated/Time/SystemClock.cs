using System.Diagnostics;

namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>Real monotonic time since construction; a change of the wall clock does not move it.</summary>
public sealed class SystemClock : IClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public long NowUs => Stopwatch.GetElapsedTime(_start).Ticks / TimeSpan.TicksPerMicrosecond;
}
