using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Tests.Host.Coordination;

public class TurnoutTests
{
    [Fact]
    public void All_that_drove_to_the_end_is_whole_and_says_nothing()
    {
        var turnout = Of(("a", 100, 100, "running", true), ("b", 91, 100, "degraded", true));

        Assert.True(turnout.IsWhole);
        Assert.Null(turnout.Sentence);
    }

    [Fact]
    public void One_that_stopped_is_named_with_what_it_did()
    {
        var turnout = Of(("a", 100, 100, "running", true), ("b", 99, 100, "emergency-stop", false));

        Assert.False(turnout.IsWhole);
        Assert.False(turnout.IsNone);
        Assert.Equal(
            "1 of 2 rovers did not drive as they were asked to: b 99 of 100 periods, at the end emergency-stop.", turnout.Sentence);
    }

    [Fact]
    public void A_fleet_in_safe_stop_drove_nobody_however_long_it_drove_before()
    {
        var turnout = Of(("a", 40, 120, "safe-stop", false), ("b", 41, 120, "safe-stop", false));

        Assert.True(turnout.IsNone);
    }

    [Fact]
    public void A_run_that_asked_nothing_of_anybody_is_not_whole() =>
        Assert.True(Of(("a", 0, 0, "armed", false)) is { IsWhole: false, IsNone: true, Sentence: not null });

    private static Turnout Of(params (string Rover, int Done, int Asked, string AtEnd, bool EndedWell)[] rovers) =>
        new([.. rovers.Select(rover => new RoverTurnout(rover.Rover, rover.Done, rover.Asked, rover.AtEnd, rover.EndedWell))], "periods");
}
