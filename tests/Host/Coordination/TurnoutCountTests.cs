using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Tests.Host.Coordination;

public class TurnoutCountTests
{
    private readonly TurnoutCount count = new();

    [Fact]
    public void A_rover_that_stops_in_the_middle_did_not_drive()
    {
        Drive(100, period => ("a", period <= 50, period <= 50 ? "running" : "emergency-stop"));

        var rover = Assert.Single(count.Total(["a"]).Missing);
        Assert.Equal((50, 100, "emergency-stop"), (rover.Done, rover.Asked, rover.AtEnd));
    }

    [Fact]
    public void A_rover_that_stops_near_the_end_did_not_drive_either()
    {
        Drive(100, period => ("a", period <= 99, period <= 99 ? "running" : "safe-stop"));

        Assert.Single(count.Total(["a"]).Missing);
    }

    [Fact]
    public void A_frame_that_is_late_at_the_end_makes_nobody_stop()
    {
        Drive(100, period => ("a", period <= 98, "running"));

        Assert.True(count.Total(["a"]).IsWhole);
    }

    [Fact]
    public void One_that_dies_and_is_never_heard_again_is_missed_although_it_last_said_that_it_runs()
    {
        Drive(100, period => ("a", period <= 80, "running"));

        Assert.Single(count.Total(["a"]).Missing);
    }

    [Fact]
    public void One_that_was_lost_for_a_moment_and_came_back_drove()
    {
        Drive(100, period => ("a", period is < 40 or > 45, period is < 40 or > 45 ? "running" : "safe-stop"));

        Assert.True(count.Total(["a"]).IsWhole);
    }

    [Fact]
    public void One_that_was_never_heard_is_missed() =>
        Drive(100, _ => ("a", true, "running"), () => Assert.Equal("b", Assert.Single(count.Total(["a", "b"]).Missing).Rover));

    [Fact]
    public void What_is_planned_is_held_against_nobody()
    {
        for (var period = 1; period <= 200; period++)
        {
            count.BeginPeriod();
            count.Note("a", true, "running");
            if (period is > 20 and < 100)
                count.Excuse("b");
            else
                count.Note("b", period is < 20 or > 120, period is < 20 or > 120 ? "running" : "armed");
        }

        Assert.True(count.Total(["a", "b"]).IsWhole);
    }

    private void Drive(int periods, Func<int, (string, bool, string)> of, Action? then = null)
    {
        for (var period = 1; period <= periods; period++)
        {
            count.BeginPeriod();
            var (rover, drives, mode) = of(period);
            count.Note(rover, drives, mode);
        }

        then?.Invoke();
    }
}
