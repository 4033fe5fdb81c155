using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Missions.Formation.Faults;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Faults;

public class FaultTrialTests
{
    private static readonly FaultTrialOptions _options =
        new() { Bodies = SimulatedBodies.Linear, Seed = 3, FaultsWithinS = 5.0, RecoveryS = 5.0, MeasureS = 3.0 };

    [Fact]
    public void Without_faults_a_fleet_is_compared_with_itself()
    {
        var trial = FaultTrial.Run(_options, FleetFaultSchedule.None, CancellationToken.None);

        Assert.Equal(0.0, trial.BoundExcessM);
        Assert.Equal(trial.CouplingErrorCleanM, trial.CouplingErrorM);
        Assert.True(trial.HasRecovered);
        Assert.InRange(trial.InputRateMax, 0.01, _options.InputRatePerPeriod);
    }

    [Fact]
    public void A_fault_that_never_ends_is_no_recovery()
    {
        // The schedule is over, says the fault's end, before a rover's controller goes on: none of what follows may count as recovered.
        var frozen = new FleetFaultSchedule([new(FleetFaultKind.RoverFrozen, 0, 2.0, 10.0)]);
        var trial = FaultTrial.Run(_options with { RecoveryS = -8.0, MeasureS = 4.0 }, frozen, CancellationToken.None);

        Assert.False(trial.IsInStep);
        Assert.False(trial.HasRecovered);
    }

    [Fact]
    public void What_is_told_of_a_trial_follows_from_what_was_measured()
    {
        var trial = new FaultTrialResult
        {
            Seed = 1, Schedule = FleetFaultSchedule.None, BoundExceededM = 0.5, BoundExceededCleanM = 0.2, InputRateMax = 0.5,
            CouplingErrorM = 0.12, CouplingErrorCleanM = 0.06, IsInStep = true, ResidualMax = 1.0,
        };

        Assert.Equal(0.3, trial.BoundExcessM, 1e-12);
        Assert.True(trial.HasRecovered);
        Assert.False((trial with { CouplingErrorM = 0.121 }).HasRecovered);
        Assert.False((trial with { IsInStep = false }).HasRecovered);
        // Below the floor there is no error to compare with.
        var small = trial with { CouplingErrorM = 2 * FaultTrialResult.ErrorFloorM, CouplingErrorCleanM = 0.0 };
        Assert.Equal(2.0, small.CouplingErrorRatio, 1e-12);

        var off = trial with { BoundExceededM = 0.1, CouplingErrorM = 0.3 };
        var bench = new FaultBenchResult { Trials = [trial, off], BoundMarginM = 0.25 };
        Assert.Equal((2, 0.5), (bench.Runs, bench.RecoveredShare));
        Assert.Equal(0.05, bench.BoundViolationMaxM, 1e-12);
        Assert.Equal(5.0, bench.CouplingErrorRatioMax, 1e-12);
        Assert.False(bench.IsSafe);
        Assert.Equal(0.1, bench.Worst!.BoundExceededM);
    }

    [Fact]
    public void A_cancelled_trial_ends() =>
        Assert.Throws<OperationCanceledException>(() => FaultTrial.Run(_options, new CancellationToken(canceled: true)));
}
