namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>A battery that reads low as a schedule says.</summary>
public sealed class FaultyBattery(IBattery battery, FaultSchedule schedule, IClock clock) : IBattery
{
    /// <inheritdoc/>
    public bool TryReadVoltage(ref double voltageV)
    {
        if (!schedule.TryFind(FaultKind.BatteryLow, clock.NowUs, out var fault))
        {
            return battery.TryReadVoltage(ref voltageV);
        }

        voltageV = fault.Magnitude;
        return true;
    }
}
