namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>One rover in one control period.</summary>
/// <param name="Mode">As the rover says: running, degraded, safe-stop ...; absent before it was heard.</param>
/// <param name="ParameterVersion">Of the set that it drives with.</param>
/// <param name="State">What it senses, in its controller's states; empty before it was heard.</param>
/// <param name="Input">What its body was told; empty where that is not known.</param>
/// <param name="Figure">The mission's own figure (<see cref="TelemetryFields"/>); NaN where it is not known.</param>
/// <param name="Count">The mission's own count; -1 where it is not known.</param>
/// <param name="XM">Where it truly is; NaN for a rover that is not simulated here.</param>
/// <param name="YM">Likewise.</param>
/// <param name="HeadingRad">Likewise.</param>
public sealed record TeamRoverRecord(
    string Name, string Mode, uint ParameterVersion, double[] State, double[] Input, double Figure, int Count, double XM, double YM,
    double HeadingRad)
{
    public bool Drives => Mode is "running" or "degraded";
}
