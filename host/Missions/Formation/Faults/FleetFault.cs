namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>One fault of a fleet between two times.</summary>
/// <param name="Rover">Which rover, from 0; -1: all of them, or none of them in particular.</param>
/// <param name="StartS">Seconds after the fleet began to drive.</param>
/// <param name="DurationS">Seconds.</param>
/// <param name="Magnitude">See <see cref="FleetFaultKind"/>.</param>
public sealed record FleetFault(FleetFaultKind Kind, int Rover, double StartS, double DurationS, double Magnitude = 0.0)
{
    public double EndS => StartS + DurationS;

    public bool IsActive(double atS) => atS >= StartS && atS < EndS;
}
