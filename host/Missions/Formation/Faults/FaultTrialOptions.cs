using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>One fleet under one schedule of faults, and the same fleet without.</summary>
public sealed record FaultTrialOptions
{
    /// <summary><see cref="SimulatedBodies.Linear"/> or <see cref="SimulatedBodies.Rover"/>.</summary>
    public string Bodies { get; init; } = SimulatedBodies.Rover;

    /// <summary>Of bodies, disturbances, losses and the schedule.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary><see cref="FormationScenario.TrueModel"/> or <see cref="FormationScenario.ImperfectModel"/>: what the rovers' parameters
    /// believe.</summary>
    public int Model { get; init; } = FormationScenario.TrueModel;

    /// <summary>Largest change of an input in one period, as on a board.</summary>
    public double InputRatePerPeriod { get; init; } = RoverOptions.BoardInputRatePerPeriod;

    /// <summary>Faults begin within this time, seconds, from <see cref="FaultsFromS"/> on.</summary>
    public double FaultsWithinS { get; init; } = 30.0;

    /// <summary>Seconds of driving before the first fault can begin: some fall into the way to the formation.</summary>
    public double FaultsFromS { get; init; } = 1.0;

    /// <summary>Seconds after the last fault in which the fleet may still recover.</summary>
    public double RecoveryS { get; init; } = 10.0;

    /// <summary>Seconds after that over which the coupling error is taken.</summary>
    public double MeasureS { get; init; } = 10.0;
}
