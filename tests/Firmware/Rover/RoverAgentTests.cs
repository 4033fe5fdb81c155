using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Firmware;

public class RoverAgentTests
{
    [Fact]
    public void A_running_rover_allocates_nothing_in_its_control_periods()
    {
        var rover = new LoneRover().Start();
        rover.Run(20);
        var (tick, answered, missed) = (rover.Agent.Tick, rover.Link.Answered, rover.Agent.RoundsMissed);

        const int periods = 200 / Allocations.Rounds;
        Assert.Equal(0, Allocations.Least(() => rover.Run(periods)));

        Assert.Equal(200u, rover.Agent.Tick - tick);
        Assert.Equal(200 * TestSet.Rounds, rover.Link.Answered - answered);
        Assert.Equal(missed, rover.Agent.RoundsMissed);
        Assert.Equal(RoverMode.Running, rover.Agent.Mode);
    }

    [Fact]
    public void A_rover_without_an_answer_allocates_nothing_either()
    {
        var rover = new LoneRover().Start();
        rover.Run(5);
        rover.Link.Answers = false;
        rover.Run(12);
        Assert.Equal(SafetyAction.LocalOnly, rover.Agent.Action);

        Assert.Equal(0, Allocations.Least(() => rover.Run(2)));
        Assert.Equal(SafetyAction.LocalOnly, rover.Agent.Action);
    }

    [Fact]
    public void A_rover_without_parameters_is_not_armed()
    {
        var rover = new LoneRover();
        rover.Run(2);
        rover.Command(RoverCommand.Arm);
        rover.Run(1);

        Assert.Equal(RoverMode.Disarmed, rover.Agent.Mode);
        Assert.NotEqual(0u, rover.Agent.Faults & FaultFlags.ParametersMissing);
    }

    [Fact]
    public void Local_driving_keeps_to_its_share_of_the_input_range_unless_its_box_is_left()
    {
        var rover = new LoneRover().Start();
        rover.Link.Answers = false;
        rover.Run(12);
        var inside = 0;
        for (var period = 0; period < 20; period++)
        {
            rover.Run(1);
            // The box of the example begins at a position of 0: whoever is past it comes back with all it has.
            var isInside = rover.Agent.State[0] >= 0;
            inside += isInside ? 1 : 0;
            var upper = (isInside ? rover.Agent.Controller.SpeedLimit : 1) * rover.Agent.Controller.InputUpper[0];
            Assert.InRange(Math.Abs(rover.Agent.Applied[0]), 0.0, upper);
        }

        // The plant's disturbance pushes it over the edge, where it likes to be: both happen.
        Assert.InRange(inside, 5, 15);
    }

    [Fact]
    public void A_silent_connection_is_given_up_after_20_periods_of_driving()
    {
        var rover = new LoneRover().Start();
        rover.Link.Answers = false;
        rover.Run(19);
        Assert.Equal(0, rover.Agent.Reconnects);
        rover.Run(3);
        Assert.Equal(1, rover.Agent.Reconnects);
    }

    [Fact]
    public void The_first_period_after_the_start_is_negotiated_already()
    {
        using var fleet = new TestFleet().Start();
        fleet.Run(1);

        Assert.All(fleet.Rovers, r => Assert.Equal(0u, r.Agent.RoundsMissed));
        Assert.Equal(0, fleet.Mission!.Negotiation.RoundsIncomplete);
    }

    [Fact]
    public void A_fleet_in_step_misses_no_round_and_comes_into_formation()
    {
        using var fleet = new TestFleet().Start();
        var before = fleet.CouplingErrorM(5);
        fleet.Run(60);
        var after = fleet.CouplingErrorM(100);

        Assert.All(fleet.Rovers, r => Assert.Equal(0u, r.Agent.RoundsMissed));
        Assert.All(fleet.Rovers, r => Assert.Equal(0u, r.Agent.MissedDeadlines));

        // Paper S1 with the imperfect model ends at 0.19 / 0.41 / 0.60 m (figure 4); a third more is room for one seed.
        Assert.True(after < 0.4 * 4 / 3 && after < before, $"{before:F2} m at first, {after:F2} m in the end");
    }
}
