namespace MultiAgentEdge.Firmware.Sim;

/// <summary>Runs simulated rovers by the wall clock, as <c>mae sim</c> and the fault tests do: polls each every millisecond until
/// cancelled.</summary>
/// <param name="rovers">All of them.</param>
/// <param name="also">What else is polled as often, such as a tracker; null: nothing.</param>
public sealed class RealTime(IReadOnlyList<RoverInstance> rovers, Action? also = null)
{
    public void Run(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            foreach (var rover in rovers)
                rover.Poll();
            also?.Invoke();

            cancel.WaitHandle.WaitOne(1);
        }
    }
}
