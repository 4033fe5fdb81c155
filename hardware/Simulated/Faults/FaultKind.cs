namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>What can go wrong with a rover's hardware. The magnitude of a <see cref="Fault"/> means what is said here.</summary>
public enum FaultKind
{
    /// <summary>No reading can be had. No magnitude.</summary>
    SensorLost,

    /// <summary>Every state reads NaN. No magnitude.</summary>
    SensorNaN,

    /// <summary>Every state reads infinite. No magnitude.</summary>
    SensorInfinite,

    /// <summary>The state reads as it was when the fault began. No magnitude.</summary>
    SensorStuck,

    /// <summary>The magnitude is added to every state.</summary>
    SensorOutOfRange,

    /// <summary>Inputs reach the motors clamped to plus or minus the magnitude.</summary>
    ActuatorSaturated,

    /// <summary>Of every change of input only this fraction (0 to 1) arrives with each call.</summary>
    ActuatorSlow,

    /// <summary>The battery reads the magnitude, volts.</summary>
    BatteryLow,

    /// <summary>The emergency stop's wire is broken: it reads as pressed. No magnitude.</summary>
    EmergencyStopWireBroken,
}
