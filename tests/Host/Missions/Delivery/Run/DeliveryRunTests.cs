using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Delivery.Run;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Run;

public sealed class DeliveryRunTests
{
    /// <summary>No period is lost at a node: what rovers deliver that get edge by edge from a host is what the trainer's vehicles
    /// deliver.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_day_is_an_iteration_of_the_trainer(int agents)
    {
        var training = new DeliveryTraining(new DeliveryMemory(TaskGraph.PaperS4()), new DeliveryOptions { Agents = agents });
        // Points that begin and end in one, as the trainer's.
        using var run = Run(new DeliveryRunOptions
        {
            Graph = TaskGraph.PaperS4(), Agents = agents, Iterations = 3, InProcess = true, BodyRadiusM = 0,
        });
        foreach (var day in run.Days)
        {
            var iteration = training.Next(TestContext.Current.CancellationToken);
            // Who has nothing to do stays: the trainer writes that as a way from the depot to itself.
            Assert.Equal(iteration.Agents.Select(agent => agent.TimeS > 0 ? agent.Route : [agent.Route[0]]), day.Routes);
            Assert.All(iteration.Agents.Zip(day.TimeS), pair => Assert.Equal(pair.First.TimeS, pair.Second, 1e-9));
            Assert.All(iteration.Agents.Zip(day.Battery), pair => Assert.Equal(pair.First.Battery, pair.Second, 1e-9));
            Assert.Equal((day.SentOut, 0), (day.CameHome, day.InfeasiblePlans));
        }

        Assert.Equal(5, run.Days[^1].NodesVisited);
    }

    [Fact]
    public void Whoever_is_alone_drives_as_a_point_does_to_the_bit()
    {
        var options = new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Iterations = 2, InProcess = true };
        using var disc = Run(options);
        using var point = Run(options with { BodyRadiusM = 0 });
        Assert.Equal(0, disc.Interventions);
        Assert.All(disc.Days.Zip(point.Days), day => Assert.Equal(day.Second.Tracks[0].X, day.First.Tracks[0].X));
        Assert.All(disc.Days.Zip(point.Days), day => Assert.Equal(day.Second.Battery, day.First.Battery));
    }

    /// <summary>The one that stays is about to reach a node, and knows where it goes from there, when the other one's node becomes
    /// free.</summary>
    [Fact]
    public void A_rover_that_is_told_another_next_node_on_its_way_goes_there()
    {
        var options = new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Agents = 2, Iterations = 1, InProcess = true };
        using var undisturbed = Run(options);
        var changed = 0;
        // Some of these fall between the moment when the arrival is certain and the arrival.
        for (var atS = 4.0; atS < 12; atS += 1)
        {
            using var run = Run(options with { Events = [new DeliveryEvent("rover-2", atS, null, Leaves: true)] });
            Assert.Equal((2, 1, 0), (run.Days[0].SentOut, run.Days[0].CameHome, run.Days[0].InfeasiblePlans));
            changed += run.Days[0].Routes[0].SequenceEqual(undisturbed.Days[0].Routes[0]) ? 0 : 1;
        }

        Assert.True(changed > 0);
    }

    [Theory]
    [InlineData(0.01, 1, 1)]
    [InlineData(0.01, 1, 4)]
    [InlineData(0.01, 2, 2)]
    [InlineData(0.02, 2, 11)]
    [InlineData(0.02, 2, 15)]
    public void Rovers_that_noise_pushes_off_their_nodes_still_take_up_the_next_edge(double noiseM, int agents, ulong seed)
    {
        var pushed = new DeliveryDisturbance { PositionNoiseM = noiseM };
        using var run = Run(new DeliveryRunOptions
        {
            Graph = TaskGraph.PaperS4(), Agents = agents, Iterations = 2, InProcess = true, Seed = seed, Disturbance = pushed,
        });
        Assert.All(run.Days, day => Assert.Equal((agents, agents), (day.SentOut, day.CameHome)));
    }

    [Fact]
    public void A_rover_whose_power_fails_frees_its_node_and_the_others_come_home()
    {
        var events = new[] { new DeliveryEvent("rover-2", 3, null, Leaves: false) };
        using var run = Run(
            new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Agents = 3, Iterations = 1, InProcess = true, Events = events });
        var day = run.Days[0];
        Assert.Contains(
            day.Notices,
            notice => notice.What.Contains("rover-2", StringComparison.Ordinal)
                && notice.What.Contains("is free for the others", StringComparison.Ordinal));
        Assert.Equal((3, 2), (day.SentOut, day.CameHome));
        Assert.Equal(5, day.NodesVisited);
    }

    [Fact]
    public void A_rover_that_boots_again_goes_on_and_comes_home()
    {
        var events = new[] { new DeliveryEvent("rover-1", 3, 18, Leaves: false) };
        using var run = Run(
            new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Agents = 2, Iterations = 1, InProcess = true, Events = events });
        Assert.Equal((2, 2), (run.Days[0].SentOut, run.Days[0].CameHome));
    }

    [Fact]
    public void A_rover_that_is_taken_out_stays_out()
    {
        var events = new[] { new DeliveryEvent("rover-1", 4, null, Leaves: true) };
        using var run = Run(
            new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Agents = 2, Iterations = 1, InProcess = true, Events = events });
        Assert.Equal((2, 1), (run.Days[0].SentOut, run.Days[0].CameHome));
        Assert.Contains(run.Days[0].Notices, notice => notice.What.Contains("rover-1 leaves", StringComparison.Ordinal));
    }

    [Fact]
    public void Batteries_weaker_than_the_worst_case_tighten_the_plan_and_the_rover_still_comes_home()
    {
        using var run = Run(
            new DeliveryRunOptions { Graph = TaskGraph.PaperS4(), Iterations = 2, InProcess = true,
                Disturbance = new DeliveryDisturbance { DrainFactor = 1.5 } });
        Assert.Contains(run.Days[0].Notices, notice => notice.What.Contains("more battery than the worst case", StringComparison.Ordinal));
        Assert.All(run.Days, day => Assert.Equal(day.SentOut, day.CameHome));
        // What the first day measured holds for all edges on the second: nobody is surprised again.
        Assert.DoesNotContain(run.Days[1].Notices, notice => notice.What.Contains("more battery", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rover-1", "MAE544")]
    [InlineData("rover-1@x", "MAE544")]
    [InlineData("rover-1@5-2", "MAE544")]
    [InlineData("rover-9@5", "MAE304")]
    public void An_event_that_means_nothing_is_refused(string text, string code)
    {
        var refused = Assert.Throws<MaeException>(() => DeliveryEvent.Parse(text, leaves: false, ["rover-1"]));
        Assert.Equal(code, refused.Code);
    }

    private static DeliveryRun Run(DeliveryRunOptions options)
    {
        var run = new DeliveryRun(options with { StartTimeout = TimeSpan.FromMinutes(5) });
        run.Execute(TestContext.Current.CancellationToken);
        return run;
    }
}
