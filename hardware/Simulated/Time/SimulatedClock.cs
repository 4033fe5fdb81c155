namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>Time that stands still until it is moved. May be read by several threads while one moves it.</summary>
public sealed class SimulatedClock(long startUs = 0) : IClock
{
    private long _nowUs = startUs;

    /// <inheritdoc/>
    public long NowUs => Interlocked.Read(ref _nowUs);

    /// <summary>Moves time forward; a time that has passed already changes nothing.</summary>
    public void AdvanceTo(long timeUs)
    {
        if (timeUs > NowUs)
        {
            Interlocked.Exchange(ref _nowUs, timeUs);
        }
    }
}
