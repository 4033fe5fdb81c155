namespace MultiAgentEdge.Host.Runs;

/// <summary>What a fleet did under its faults, beside what it did without.</summary>
public sealed record FaultTrialResult
{
    public required ulong Seed { get; init; }

    public required FleetFaultSchedule Schedule { get; init; }

    /// <summary>How far a rover was outside of its bounds, metres; the most of all rovers and times.</summary>
    public required double BoundExceededM { get; init; }

    /// <summary>The same of the undisturbed run.</summary>
    public required double BoundExceededCleanM { get; init; }

    /// <summary>Largest change of an input from one control period to the next, stops not counted: braking is never limited.</summary>
    public required double InputRateMax { get; init; }

    /// <summary>Mean absolute coupling error after the recovery, metres.</summary>
    public required double CouplingErrorM { get; init; }

    /// <summary>The same of the undisturbed run at the same time.</summary>
    public required double CouplingErrorCleanM { get; init; }

    /// <summary>Whether every rover drives by what is negotiated, in step, when the time for recovery is over.</summary>
    public required bool IsInStep { get; init; }

    /// <summary>Largest residual of the negotiation.</summary>
    public required double ResidualMax { get; init; }
}
