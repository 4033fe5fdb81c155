namespace MultiAgentEdge.Firmware.Sim;

/// <summary>Runs simulated rovers by the wall clock, as <c>mae sim</c> and the fault tests do: polls each every millisecond until cancelled.</summary>
public sealed class RealTime(IReadOnlyList<RoverInstance> rovers)
{
    public void Run(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            foreach (var rover in rovers)
                rover.Poll();

            cancel.WaitHandle.WaitOne(1);
        }
    }
}
