namespace MultiAgentEdge.Host.Missions.Formation.Report;

/// <summary>What happened in one control period of a formation run: one row of its CSV, one frame of its live view, one point of its
/// plots.</summary>
/// <param name="Tick">Control period number.</param>
/// <param name="TimeS">Time since the run began, simulated or real.</param>
/// <param name="StageCost">Global stage cost L of paper S1, (32).</param>
/// <param name="CouplingErrorM">C x - c, one per coupling row, signed.</param>
/// <param name="Rounds">Negotiation rounds completed in this period.</param>
/// <param name="Residual">Negotiation residual after the last round.</param>
/// <param name="Multipliers">Multipliers mu of the first stage they belong to (stage 1), one per coupling row.</param>
public sealed record PeriodRecord(
    int Tick,
    double TimeS,
    double StageCost,
    double[] CouplingErrorM,
    int Rounds,
    double Residual,
    double[] Multipliers,
    RoverRecord[] Rovers)
{
    /// <summary>mu after the last round, stages x rows, undiscounted; empty where the negotiation was lost.</summary>
    public double[] AllMultipliers { get; init; } = [];

    /// <summary>Why this period is no experience to learn from; null where every rover drove by what was negotiated, with one version, and
    /// said so.</summary>
    public string? Gap { get; init; }
}

/// <summary>One rover's share of a <see cref="PeriodRecord"/>.</summary>
/// <param name="Mode">As in its state frame: running, degraded, safe-stop ...</param>
/// <param name="State">As its sensors gave it.</param>
/// <param name="Input">As applied, after the supervisor.</param>
public sealed record RoverRecord(
    string Name,
    string Mode,
    uint ParameterVersion,
    double[] State,
    double[] Input,
    string SolverStatus,
    int Iterations,
    double SolveUs,
    long DeadlineMisses);
