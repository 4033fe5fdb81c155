using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Delivery.Run;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Run;

public sealed class DeliveryRunSummaryTests
{
    [Fact]
    public void Who_came_home_on_every_day_drove_and_who_had_nothing_to_do_is_not_asked()
    {
        var turnout = Of(
            [("a", true, true, ""), ("b", false, false, "still waiting")],
            [("a", true, true, ""), ("b", false, false, "still waiting")]).Turnout(new HashSet<string>());

        Assert.True(turnout.IsWhole);
        Assert.Equal(1, turnout.Asked);
    }

    [Fact]
    public void Who_was_lost_is_named_unless_the_run_was_told_to_lose_it()
    {
        var run = Of([("a", true, true, ""), ("b", true, false, "out")], [("a", true, true, ""), ("b", true, true, "")]);

        Assert.Equal(
            "1 of 2 rovers did not drive as they were asked to: b 1 of 2 ways home, at the end out.",
            run.Turnout(new HashSet<string>()).Sentence);
        Assert.True(run.Turnout(new HashSet<string> { "b" }).IsWhole);
    }

    [Fact]
    public void A_day_on_which_nobody_leaves_the_depot_is_no_run() =>
        Assert.True(Of([("a", false, false, "still waiting")]).Turnout(new HashSet<string>()).IsNone);

    private static DeliveryRunSummary Of(params (string Rover, bool WasSent, bool IsHome, string AtEnd)[][] days) =>
        new("in-process", "", [.. days.Select(ways => new DeliveryDay
    {
        NodesVisited = 0, Routes = [], TimeS = [], Battery = [], CameHome = 0, SentOut = 0, Ways = ways, Replans = 0, InfeasiblePlans = 0,
        ReplanMsMax = 0, Tracks = [], Notices = [],
    })], 0, 0);
}
