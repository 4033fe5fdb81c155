using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Brings a fleet under way in lock-step and drives it for a number of periods.</summary>
public static class TapeRun
{
    private const int StepsPerPeriod = 10;
    private const int PeriodsToStart = 200;

    /// <exception cref="InvalidOperationException">The fleet did not start, or not all of it was still driving at the end.</exception>
    public static void Drive(
        SimulatedClock clock, IReadOnlyList<RoverInstance> rovers, Action<long> host, long periodUs, int periods, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var lockStep = new LockStep(clock, rovers, host) { SettleLimit = TimeSpan.Zero };
        void Step()
        {
            lockStep.Settle(cancel);
            clock.AdvanceTo(clock.NowUs + (periodUs / StepsPerPeriod));
        }

        for (var step = 0; step < PeriodsToStart * StepsPerPeriod && !rovers.All(rover => rover.Agent.IsDriving); step++)
            Step();
        for (var step = 0; step < periods * StepsPerPeriod && rovers.All(rover => rover.Agent.IsDriving); step++)
            Step();
        if (rovers.FirstOrDefault(rover => !rover.Agent.IsDriving) is { } stopped)
        {
            throw new InvalidOperationException(
                $"{stopped.Name} is {stopped.Agent.Mode} at tick {stopped.Agent.Tick}, faults {stopped.Agent.Faults:x}");
        }
    }
}
