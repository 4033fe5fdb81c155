namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>What a fleet did under its faults, beside what it did without.</summary>
public sealed record FaultTrialResult
{
    public required ulong Seed { get; init; }

    public required FleetFaultSchedule Schedule { get; init; }

    /// <summary>How far a rover was outside of its bounds, metres; the most of all rovers and times.</summary>
    public required double BoundExceededM { get; init; }

    /// <summary>The same of the undisturbed run.</summary>
    public required double BoundExceededCleanM { get; init; }

    /// <summary>Largest change of an input from one command to the next, stops not counted: braking is never limited.</summary>
    public required double InputRateMax { get; init; }

    /// <summary>Mean absolute coupling error after the recovery, metres.</summary>
    public required double CouplingErrorM { get; init; }

    /// <summary>The same of the undisturbed run at the same time.</summary>
    public required double CouplingErrorCleanM { get; init; }

    /// <summary>Whether every rover drives by what is negotiated, in step, when the time for recovery is over.</summary>
    public required bool IsInStep { get; init; }

    /// <summary>
    /// A coupling error below this is none, metres: tyres slip by 1 % of the way, which no encoder counts, and into the formation the
    /// rovers' distances change by 2 m and more.
    /// </summary>
    public const double ErrorFloorM = 0.02;

    /// <summary>How much further out of its bounds a rover was than without faults, metres; below 0: less far.</summary>
    public double BoundExcessM => BoundExceededM - BoundExceededCleanM;

    /// <summary>The coupling error after the recovery, in multiples of the undisturbed run's.</summary>
    public double CouplingErrorRatio => CouplingErrorM / Math.Max(CouplingErrorCleanM, ErrorFloorM);

    /// <summary>In step, with a coupling error of at most twice the undisturbed run's.</summary>
    public bool HasRecovered => IsInStep && CouplingErrorRatio <= 2.0;

    /// <summary>Largest residual of the negotiation.</summary>
    public required double ResidualMax { get; init; }
}
