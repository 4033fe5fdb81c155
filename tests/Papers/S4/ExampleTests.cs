using System.Globalization;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Papers.S4;

/// <summary>The example that shows figures 2 to 4 of paper S4.</summary>
public sealed class ExampleTests(ITestOutputHelper output)
{
    [Fact]
    public void Five_iterations_visit_two_four_and_five_nodes_without_an_infeasible_step()
    {
        var training = new DeliveryTraining(new DeliveryMemory(TaskGraph.PaperS4()), new DeliveryOptions());
        for (var i = 0; i < 5; i++)
            training.Next(TestContext.Current.CancellationToken);
        foreach (var iteration in training.Iterations)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{iteration.NodesVisited} nodes, {iteration.TimeS:F1} s, {iteration.Battery:F3}, "
                + $"{string.Join('-', iteration.Agents[0].Route)}, replan {iteration.ReplanMsMax:F2} ms, step mean "
                + $"{iteration.Traversals.Sum(t => t.StepMsSum) / iteration.Traversals.Sum(t => t.Driven.Steps):F3} max "
                + $"{iteration.Traversals.Max(t => t.StepMsMax):F2} ms"));
            Assert.Empty(iteration.Notices);
            Assert.Equal(0, iteration.InfeasibleSteps + iteration.InfeasiblePlans + iteration.CapacityIncreases);
            Assert.DoesNotContain(6, iteration.Agents[0].Route);
        }

        Assert.Equal([2, 4, 5, 5, 5, 5], training.Iterations.Select(iteration => iteration.NodesVisited));
    }
}
