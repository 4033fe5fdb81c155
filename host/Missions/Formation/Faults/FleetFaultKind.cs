namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>What can happen to a fleet as a whole. The magnitude of a <see cref="FleetFault"/> means what is said here.</summary>
public enum FleetFaultKind
{
    /// <summary>The coordinator's process stands still, as under SIGSTOP; it goes on with what has come meanwhile. No magnitude.</summary>
    HostFrozen,

    /// <summary>The broker stands still: connections stay, nothing is delivered until it goes on. No magnitude.</summary>
    BrokerFrozen,

    /// <summary>One rover's controller stands still while its body moves on. No magnitude.</summary>
    RoverFrozen,

    /// <summary>Every link of a rover, or of all, is late by the magnitude each way, seconds.</summary>
    Delay,

    /// <summary>Of plans, prices and telemetry the magnitude, 0 to 1, is lost each way.</summary>
    Loss,
}
