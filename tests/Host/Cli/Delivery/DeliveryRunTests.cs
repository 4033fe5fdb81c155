using MultiAgentEdge.Host.Cli.Delivery;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Tests.Cli.Delivery;

public sealed class DeliveryRunTests
{
    [Fact]
    public void Rovers_come_home_every_day_and_visit_no_fewer_nodes_than_the_day_before()
    {
        using var run = Run(new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Iterations = 3, InProcess = true });
        var nodes = run.Days.Select(day => day.NodesVisited).Prepend(2).ToList();
        Assert.True(nodes.Zip(nodes.Skip(1)).All(pair => pair.Second >= pair.First), string.Join(" ", nodes));
        Assert.True(nodes[^1] >= 4);
        Assert.All(run.Days, day => Assert.Equal((day.SentOut, 0), (day.CameHome, day.InfeasiblePlans)));
        Assert.DoesNotContain(6, run.Days.SelectMany(day => day.Routes.SelectMany(route => route)));
    }

    [Fact]
    public void A_rover_whose_power_fails_frees_its_node_and_the_others_come_home()
    {
        var events = new[] { new DeliveryEvent("rover-2", 3, null, Leaves: false) };
        using var run = Run(new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Agents = 3, Iterations = 1, InProcess = true, Events = events });
        var day = run.Days[0];
        Assert.Contains(day.Notices, notice => notice.What.Contains("rover-2", StringComparison.Ordinal) && notice.What.Contains("is free for the others", StringComparison.Ordinal));
        Assert.Equal((3, 2), (day.SentOut, day.CameHome));
        Assert.Equal(5, day.NodesVisited);
    }

    [Fact]
    public void A_rover_that_boots_again_goes_on_and_comes_home()
    {
        var events = new[] { new DeliveryEvent("rover-1", 3, 18, Leaves: false) };
        using var run = Run(new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Agents = 2, Iterations = 1, InProcess = true, Events = events });
        Assert.Equal((2, 2), (run.Days[0].SentOut, run.Days[0].CameHome));
    }

    [Fact]
    public void A_rover_that_is_taken_out_stays_out()
    {
        var events = new[] { new DeliveryEvent("rover-1", 4, null, Leaves: true) };
        using var run = Run(new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Agents = 2, Iterations = 1, InProcess = true, Events = events });
        Assert.Equal((2, 1), (run.Days[0].SentOut, run.Days[0].CameHome));
        Assert.Contains(run.Days[0].Notices, notice => notice.What.Contains("rover-1 leaves", StringComparison.Ordinal));
    }

    [Fact]
    public void Batteries_weaker_than_the_worst_case_tighten_the_plan_and_the_rover_still_comes_home()
    {
        using var run = Run(new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Iterations = 2, InProcess = true, Disturbance = new DeliveryDisturbance { DrainFactor = 1.5 } });
        Assert.Contains(run.Days[0].Notices, notice => notice.What.Contains("more battery than the worst case", StringComparison.Ordinal));
        Assert.All(run.Days, day => Assert.Equal(day.SentOut, day.CameHome));
        // What the first day measured holds for all edges on the second: nobody is surprised again.
        Assert.DoesNotContain(run.Days[1].Notices, notice => notice.What.Contains("more battery", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rover-1")]
    [InlineData("rover-1@x")]
    [InlineData("rover-1@5-2")]
    [InlineData("rover-9@5")]
    public void An_event_that_means_nothing_is_refused(string text)
    {
        var refused = Assert.Throws<Host.Cli.MaeException>(() => DeliveryEvent.Parse(text, leaves: false, ["rover-1"]));
        Assert.Equal("MAE550", refused.Code);
    }

    private static DeliveryRun Run(DeliveryRunOptions options)
    {
        var run = new DeliveryRun(options with { StartTimeout = TimeSpan.FromMinutes(5) });
        run.Execute(TestContext.Current.CancellationToken);
        return run;
    }
}
