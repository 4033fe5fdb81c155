namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>One rover's share of a <see cref="CoverageRecord"/>.</summary>
/// <param name="Mode">As in its state frame: running, degraded, safe-stop ...; absent where it is not on the field.</param>
/// <param name="XM">True position; NaN where it is not on the field.</param>
/// <param name="YM">True position; NaN where it is not on the field.</param>
/// <param name="Input">What it applied in the period before, after the supervisor.</param>
/// <param name="InScope">Other rovers that its actor was shown.</param>
/// <param name="InRange">Those of them that it saw in that period; the others it remembered.</param>
/// <param name="IsSilent">Nothing of it was heard, nor did it hear anything.</param>
public sealed record CoverageRoverRecord(
    string Name, string Mode, uint ParameterVersion, double XM, double YM, double[] Input, int InScope, int InRange, bool IsSilent)
{
    /// <summary>As it senses; empty: not known.</summary>
    public double[] State { get; init; } = [];

    /// <summary>Not on the field.</summary>
    public const string AbsentMode = "absent";

    public static CoverageRoverRecord Absent(string name) => new(name, AbsentMode, 0, double.NaN, double.NaN, [], 0, 0, false);
}
