using System.Diagnostics;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>How late this machine wakes a periodic loop: what to know before a rover's wheels depend on it.</summary>
public static class JitterMeter
{
    /// <param name="period">Of the wheel loops: 20 ms.</param>
    /// <returns>Lateness in microseconds: median, 99th percentile, largest, and how many wake-ups.</returns>
    public static (double P50Us, double P99Us, double MaxUs, int Count) Measure(TimeSpan period, TimeSpan time)
    {
        var count = Math.Max(1, (int)(time / period));
        var late = new double[count];
        Thread.CurrentThread.Priority = ThreadPriority.Highest;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = period * (i + 1);
            PreciseSleep.Until(start, due);
            late[i] = (Stopwatch.GetElapsedTime(start) - due).TotalMicroseconds;
        }

        Array.Sort(late);
        return (late[count / 2], late[(int)(0.99 * (count - 1))], late[^1], count);
    }
}
