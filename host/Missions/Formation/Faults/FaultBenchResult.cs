namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>The worst of many trials.</summary>
public sealed record FaultBenchResult
{
    public required IReadOnlyList<FaultTrialResult> Trials { get; init; }

    /// <summary>How far a rover may leave its bounds further than the undisturbed run does, metres: see
    /// <see cref="FaultBench.MarginM"/>.</summary>
    public required double BoundMarginM { get; init; }

    public int Runs => Trials.Count;

    /// <summary>Furthest beyond its bounds, what the undisturbed run needs and the margin, metres; 0: nobody was.</summary>
    public double BoundViolationMaxM => Trials.Select(trial => Math.Max(0.0, trial.BoundExcessM - BoundMarginM)).DefaultIfEmpty(0.0).Max();

    /// <summary>Furthest beyond its bounds and what the undisturbed run needs, metres, without any margin.</summary>
    public double BoundExcessMaxM => Trials.Select(trial => Math.Max(0.0, trial.BoundExcessM)).DefaultIfEmpty(0.0).Max();

    public double InputRateMax => Trials.Select(trial => trial.InputRateMax).DefaultIfEmpty(0.0).Max();

    public double ResidualMax => Trials.Select(trial => trial.ResidualMax).DefaultIfEmpty(0.0).Max();

    /// <summary>Share of the trials whose fleet has recovered, 0 to 1.</summary>
    public double RecoveredShare => Runs == 0 ? 0.0 : (double)Trials.Count(trial => trial.HasRecovered) / Runs;

    public double CouplingErrorRatioMax => Trials.Select(trial => trial.CouplingErrorRatio).DefaultIfEmpty(0.0).Max();

    /// <summary>Nobody left a bound, everybody recovered.</summary>
    public bool IsSafe => BoundViolationMaxM == 0.0 && RecoveredShare == 1.0;

    /// <summary>The trial to look at first.</summary>
    public FaultTrialResult? Worst =>
        Trials.OrderByDescending(trial => trial.HasRecovered ? 0 : 1).ThenByDescending(trial => trial.BoundExcessM).FirstOrDefault();
}
