namespace MultiAgentEdge.Host.Missions;

/// <summary>One rover in one control period, as any mission's record has it.</summary>
/// <param name="Mode">As in its state frame: running, degraded, safe-stop ...; another word where it is not there.</param>
/// <param name="XM">Where it is on the map; NaN: nobody knows.</param>
/// <param name="HeadingRad">NaN: it has no front, or nobody knows.</param>
public sealed record RecordedRover(string Name, string Mode, uint ParameterVersion, double XM, double YM, double HeadingRad)
{
    /// <summary>As it senses; empty: not known.</summary>
    public IReadOnlyList<double> State { get; init; } = [];

    /// <summary>As applied; empty: not known.</summary>
    public IReadOnlyList<double> Input { get; init; } = [];

    /// <summary>It does not know where it is.</summary>
    public bool IsLost { get; init; }

    /// <summary>Periods so far in which its safety filter changed what was wanted.</summary>
    public long Interventions { get; init; }

    /// <summary>The mission's own figure and count, as in its telemetry.</summary>
    public double Figure { get; init; } = double.NaN;

    /// <inheritdoc cref="Figure"/>
    public int Count { get; init; }
}
