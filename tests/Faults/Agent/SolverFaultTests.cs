using MultiAgentEdge.Mpc;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "solver not converged, infeasible".</summary>
public class SolverFaultTests
{
    [Fact]
    public void Contradictory_bounds_brake_at_once_are_counted_and_stop_the_rover_after_five_periods()
    {
        // Hard bounds that the plant's state is outside of and no input can meet.
        var infeasible = new TestSet
        {
            Version = 2,
            Change = p =>
            {
                p.StateLower[0] = 50.0;
                p.StateUpper[0] = 51.0;
                p.StateSoftWeight[0] = MpcParameters.Unbounded;
            },
        };
        DrivesBadlyWith(infeasible, QpStatus.Infeasible);
    }

    [Fact]
    public void A_solver_capped_at_one_iteration_does_the_same()
    {
        // Hard and far bounds make every solve need more than one change of the working set.
        DrivesBadlyWith(
            new TestSet { Version = 2, IterationLimit = 1, Change = p => { p.InputLower[0] = -1e-3; p.InputUpper[0] = 1e-3; } },
            QpStatus.NotConverged);
    }

    private static void DrivesBadlyWith(TestSet set, QpStatus status)
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(20.5);
        fleet.Mission!.Push(2, fleet.Sets(set), fleet.Clock.NowUs);
        Assert.True(fleet.RunUntil(() => fleet.Mission.Rollout.AllStaged, 10));
        var tick = fleet.Agent(0).Tick + 4;
        fleet.Mission.Rollout.ActivateAt(tick, fleet.Clock.NowUs);

        Assert.True(fleet.RunUntil(() => fleet.Agent(0).SolverFailures > 0, 8), $"never failed: {fleet.Agent(0).Status}");
        Assert.Equal(tick, fleet.Agent(0).Tick);
        Assert.Equal(status, fleet.Agent(0).Status);
        Assert.Equal(SafetyAction.Brake, fleet.Agent(0).Action);
        Assert.True(fleet.Bodies[0].IsStopped);
        Assert.NotEqual(0u, fleet.Agent(0).Faults & FaultFlags.SolverFailed);
        Assert.True(fleet.RunUntil(() => fleet.Agent(0).Mode == RoverMode.SafeStop, 4.1), $"{fleet.Agent(0).Mode}");
        Assert.InRange(fleet.Agent(0).SolverFailures, 5u, 6u);
        Assert.Equal(0, fleet.Tap.Bad);
        Assert.Equal(0, fleet.Bodies.Sum(b => b.NotFinite));
    }
}
