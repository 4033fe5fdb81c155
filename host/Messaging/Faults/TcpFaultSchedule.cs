using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Messaging.Faults;

/// <summary>Faults one after the other; the same seed gives the same schedule.</summary>
/// <param name="Windows">How long each fault holds, ms.</param>
public sealed record TcpFaultSchedule(IReadOnlyList<(int DurationMs, TcpFault Fault)> Windows)
{
    /// <summary>Calm and faulty windows in turn: delays of 0–500 ms, stalls of 2 s, half-open links and cuts (the ranges of the fault
    /// table).</summary>
    public static TcpFaultSchedule FromSeed(ulong seed, int faults)
    {
        var random = new Xoshiro256(seed);
        var windows = new List<(int, TcpFault)>();
        for (int i = 0; i < faults; i++)
        {
            windows.Add((200 + random.NextInt32(800), TcpFault.None));
            switch (random.NextInt32(4))
            {
                case 0:
                    windows.Add((500 + random.NextInt32(1500), TcpFault.Delayed(random.NextInt32(501))));
                    break;
                case 1:
                    windows.Add((2000, TcpFault.Stalled));
                    break;
                case 2:
                    windows.Add((500 + random.NextInt32(2500), TcpFault.HalfOpen));
                    windows.Add((50, TcpFault.Cut));
                    break;
                default:
                    windows.Add((random.NextInt32(1000), TcpFault.Cut));
                    break;
            }
        }

        return new TcpFaultSchedule(windows);
    }
}
