using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Fault table, "deadline overrun" and "clock ±1 h, jump, wrap".</summary>
public class ClockFaultTests
{
    private const long Hour = 3_600_000_000;

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    [InlineData(100_000L)]
    [InlineData(-100_000L)]
    public void A_clock_that_jumps_costs_one_deadline_at_most_and_control_goes_on(long jumpUs)
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(30.3);
        var (tick, missed) = (fleet.Agent(0).Tick, fleet.Agent(0).MissedDeadlines);

        fleet.Clocks[0].OffsetUs += jumpUs;
        for (var period = 0; period < 30; period++)
        {
            fleet.Run(1);
            Assert.Equal(RoverMode.Running, fleet.Agent(0).Mode);
        }

        Assert.InRange(fleet.Agent(0).Tick - tick, 29u, 31u);
        Assert.InRange(fleet.Agent(0).MissedDeadlines - missed, 0u, 1u);
        Assert.Equal(fleet.Agent(1).Tick, fleet.Agent(0).Tick);
    }

    [Fact]
    public void A_clock_that_wraps_is_no_event()
    {
        using var fleet = new TestFleet();
        foreach (var clock in fleet.Clocks)
            clock.OffsetUs = long.MaxValue - (40 * fleet.PeriodUs);
        fleet.Rovers[0].Reboot();
        fleet.Rovers[1].Reboot();
        fleet.Rovers[2].Reboot();
        fleet.Start();
        fleet.Run(80);

        Assert.True(fleet.Clocks[0].NowUs < 0, "it did wrap");
        Assert.All(fleet.Rovers, r => Assert.Equal(RoverMode.Running, r.Agent.Mode));
        Assert.Equal(0u, fleet.Agent(0).MissedDeadlines);
    }

    [Fact]
    public void Rovers_whose_clocks_differ_by_hours_drive_together()
    {
        using var fleet = new TestFleet();
        fleet.Clocks[1].OffsetUs = 5 * Hour;
        fleet.Clocks[2].OffsetUs = -7 * Hour;
        foreach (var rover in fleet.Rovers)
            rover.Reboot();
        fleet.Start();
        fleet.Run(50);

        Assert.Single(fleet.Rovers.Select(r => r.Agent.Tick).Distinct());
        Assert.All(fleet.Rovers, r => Assert.Equal(0u, r.Agent.RoundsMissed));
    }

    [Fact]
    public void A_late_loop_is_seen_in_the_same_period_and_three_in_a_row_give_up_the_coupling()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(30.5);
        var agent = fleet.Agent(0);

        // Nobody polls rover 1 for a whole period and a half, three times.
        for (var late = 1u; late <= 3; late++)
        {
            fleet.Clocks[0].OffsetUs += 3 * fleet.PeriodUs / 2;
            var before = agent.Tick;
            Assert.True(fleet.RunUntil(() => agent.Tick > before && !agent.IsNegotiating, 1.5));
            Assert.Equal(late, agent.MissedDeadlines);
            Assert.NotEqual(0u, agent.Faults & FaultFlags.DeadlineMissed);
        }

        Assert.Equal(RoverMode.Degraded, agent.Mode);
        Assert.Equal(SafetyAction.LocalOnly, agent.Action);
        Assert.True(fleet.RunUntil(() => agent.Mode == RoverMode.Running, 4));
    }
}
