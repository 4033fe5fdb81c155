using System.Diagnostics;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>Sleeps to a moment: the kernel's timer for the most of it, the last millisecond in short naps.</summary>
public static class PreciseSleep
{
    public static void Until(long startTimestamp, TimeSpan due)
    {
        while (true)
        {
            var left = due - Stopwatch.GetElapsedTime(startTimestamp);
            if (left <= TimeSpan.Zero)
                return;
            if (left > TimeSpan.FromMilliseconds(2))
                Thread.Sleep(left - TimeSpan.FromMilliseconds(1));
            else
                Thread.Sleep(0);
        }
    }
}
