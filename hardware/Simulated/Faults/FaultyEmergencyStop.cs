namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>An emergency stop whose wire breaks as a schedule says.</summary>
public sealed class FaultyEmergencyStop(IEmergencyStop emergencyStop, FaultSchedule schedule, IClock clock) : IEmergencyStop
{
    /// <inheritdoc/>
    public bool IsPressed => schedule.IsActive(FaultKind.EmergencyStopWireBroken, clock.NowUs) || emergencyStop.IsPressed;
}
