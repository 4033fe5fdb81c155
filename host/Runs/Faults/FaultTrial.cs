namespace MultiAgentEdge.Host.Runs;

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
        var before = new double[fleet.Rovers.Count];
        var ticks = new uint[fleet.Rovers.Count];
        var (errorSum, errorCount) = (0.0, 0);
        while (fleet.NowS < faultsEndS + options.RecoveryS + options.MeasureS)
        {
            fleet.Step(cancel);
            for (var i = 0; i < before.Length; i++)
            {
                driven.BoundExceededM = Math.Max(driven.BoundExceededM, fleet.BoundExceededM(i));
                // A stop is a stop: zero at once.
                if (fleet.Commands[i] != 0.0)
                    driven.InputRate = Math.Max(driven.InputRate, Math.Abs(fleet.Commands[i] - before[i]));
                before[i] = fleet.Commands[i];
            }

            driven.Residual = Math.Max(driven.Residual, fleet.Negotiation.Residual);
            if (fleet.NowS < faultsEndS + options.RecoveryS)
                continue;
            driven.IsInStep |= fleet.IsInStep;
            errorSum += fleet.CouplingErrorM();
            errorCount++;
        }

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
