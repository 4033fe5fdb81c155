namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>Drives a fleet through its faults, the same fleet without, and compares.</summary>
public static class FaultTrial
{
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FaultTrialResult Run(FaultTrialOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Run(options, FleetFaultSchedule.FromSeed(options.Seed, rovers: 3, options.FaultsFromS, options.FaultsWithinS), cancel);
    }

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FaultTrialResult Run(FaultTrialOptions options, FleetFaultSchedule schedule, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(schedule);
        var faulted = Drive(options, schedule, schedule.EndS, cancel);
        var clean = Drive(options, FleetFaultSchedule.None, schedule.EndS, cancel);
        return new FaultTrialResult
        {
            Seed = options.Seed,
            Schedule = schedule,
            BoundExceededM = faulted.BoundExceededM,
            BoundExceededCleanM = clean.BoundExceededM,
            InputRateMax = faulted.InputRate,
            CouplingErrorM = faulted.CouplingErrorM,
            CouplingErrorCleanM = clean.CouplingErrorM,
            IsInStep = faulted.IsInStep,
            ResidualMax = faulted.Residual,
        };
    }

    private static Driven Drive(FaultTrialOptions options, FleetFaultSchedule schedule, double faultsEndS, CancellationToken cancel)
    {
        using var fleet = new FaultedFleet(options, schedule);
        fleet.Start(cancel);
        var driven = new Driven();
        var (errorSum, errorCount) = (0.0, 0);
        while (fleet.NowS < faultsEndS + options.RecoveryS + options.MeasureS)
        {
            fleet.Step(cancel);
            for (var i = 0; i < fleet.Rovers.Count; i++)
                driven.BoundExceededM = Math.Max(driven.BoundExceededM, fleet.BoundExceededM(i));
            driven.Residual = Math.Max(driven.Residual, fleet.Negotiation.Residual);
            if (fleet.NowS < faultsEndS + options.RecoveryS)
                continue;
            driven.IsInStep |= fleet.IsInStep;
            errorSum += fleet.CouplingErrorM();
            errorCount++;
        }

        driven.InputRate = fleet.InputRateMax;
        driven.CouplingErrorM = errorSum / Math.Max(1, errorCount);
        return driven;
    }

    private sealed class Driven
    {
        public double BoundExceededM { get; set; }

        public double InputRate { get; set; }

        public double CouplingErrorM { get; set; }

        public double Residual { get; set; }

        public bool IsInStep { get; set; }
    }
}
