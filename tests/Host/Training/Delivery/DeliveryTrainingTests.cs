using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Training.Delivery;

public sealed class DeliveryTrainingTests
{
    private static readonly DeliveryOptions Disturbed = new()
    {
        Agents = 2,
        Margin = 0.1,
        Disturbance = new DeliveryDisturbance { PositionNoiseM = 0.005, HeadwindMS = 0.3 },
    };

    private static DeliveryTraining Fresh(DeliveryOptions options) =>
        new(new DeliveryMemory(Example([], new CapacityLimits(90, 1.2))), options);

    private static TaskGraph Example(IReadOnlyList<int[]> firstRoutes, CapacityLimits limits)
    {
        var paper = TaskGraph.PaperS4();
        return new TaskGraph(paper.Name, paper.Nodes, paper.Depot) { FirstRoutes = firstRoutes, Limits = limits };
    }

    private static object[] Figures(DeliveryTraining training) =>
        [.. training.Iterations.Select(
            iteration => (iteration.NodesVisited, iteration.TimeS, iteration.Battery,
                string.Join(' ', iteration.Agents.SelectMany(agent => agent.Route))))];

    [Fact]
    public void A_run_that_goes_on_from_a_checkpoint_gives_the_bits_of_one_that_never_stopped()
    {
        var whole = Fresh(Disturbed);
        for (var i = 0; i < 4; i++)
            whole.Next(TestContext.Current.CancellationToken);

        var first = Fresh(Disturbed);
        first.Next(TestContext.Current.CancellationToken);
        first.Next(TestContext.Current.CancellationToken);
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true))
            first.Save(writer);
        memory.Position = 0;
        var second = Fresh(Disturbed);
        using (var reader = new BinaryReader(memory))
            second.Load(reader);
        second.Next(TestContext.Current.CancellationToken);
        second.Next(TestContext.Current.CancellationToken);
        Assert.Equal(Figures(whole), Figures(second));
    }

    [Fact]
    public void A_checkpoint_of_another_fleet_is_refused()
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true))
            Fresh(Disturbed).Save(writer);
        memory.Position = 0;
        using var reader = new BinaryReader(memory);
        Assert.Throws<CheckpointException>(() => Fresh(new DeliveryOptions()).Load(reader));
    }

    [Fact]
    public void A_first_route_that_is_too_long_is_refused_with_the_edge_where_it_breaks()
    {
        var graph = Example([[0, 1, 2, 0]], new CapacityLimits(50, 1.2));
        var exception = Assert.Throws<FirstRouteException>(() => new DeliveryTraining(new DeliveryMemory(graph), new DeliveryOptions()));
        Assert.Contains("from 2 to depot", exception.Message, StringComparison.Ordinal);
        Assert.Contains("time_s 67.2 of 50", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weak_battery_is_learned_at_once_and_kept_to_afterwards()
    {
        var options = new DeliveryOptions { Margin = 0.05, Disturbance = new DeliveryDisturbance { DrainFactor = 1.8 } };
        var training = new DeliveryTraining(new DeliveryMemory(TaskGraph.PaperS4()), options);
        var modelled = training.Memory.Dynamics.HotelPerS;
        var first = training.Next(TestContext.Current.CancellationToken);
        Assert.Contains(first.Notices, notice => notice.Contains("more battery", StringComparison.Ordinal));
        Assert.True(first.AllCameHome);
        Assert.Equal(1.8, training.Memory.Dynamics.HotelPerS / modelled, 1e-6);
        var second = training.Next(TestContext.Current.CancellationToken);
        Assert.True(second.AllCameHome);
        Assert.DoesNotContain(second.Notices, notice => notice.Contains("tightened", StringComparison.Ordinal));
    }

    [Fact]
    public void A_day_on_which_nobody_can_leave_is_a_day_at_home()
    {
        // Two and a half times the battery that the first route was measured with: after one day no route fits any more.
        var options = new DeliveryOptions { Disturbance = new DeliveryDisturbance { DrainFactor = 2.5 } };
        var training = new DeliveryTraining(new DeliveryMemory(Example([[0, 4, 0]], new CapacityLimits(90, 0.5))), options);
        for (var i = 0; i < 3; i++)
            training.Next(TestContext.Current.CancellationToken);
        Assert.Empty(training.Iterations[^1].Traversals);
        Assert.True(training.Iterations[^1].AllCameHome);
        Assert.Equal(0, training.Iterations[^1].NodesVisited);
    }
}
