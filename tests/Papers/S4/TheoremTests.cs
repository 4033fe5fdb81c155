using System.Globalization;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Papers.S4;

/// <summary>
/// Theorems 1 to 3 of paper S4 on random graphs of 5 to 12 nodes with 1 to 3 rovers, five iterations each. 1,000 graphs belong to the long
/// lane: MAE_LONG=1.
/// </summary>
public sealed class TheoremTests(ITestOutputHelper output)
{
    private const int Iterations = 5;

    public static bool IsLong => Environment.GetEnvironmentVariable("MAE_LONG") == "1";

    [Fact]
    public void Twenty_graphs_keep_the_theorems() => Keep(seed: 1, graphs: 20);

    [Fact(Skip = "long lane: set MAE_LONG=1", SkipUnless = nameof(IsLong))]
    public void A_thousand_graphs_keep_the_theorems() => Keep(seed: 2, graphs: 1000);

    [Fact]
    public void Ten_disturbed_graphs_come_home_or_say_which_assumption_failed() => ComeHome(seed: 3, graphs: 10);

    [Fact(Skip = "long lane: set MAE_LONG=1", SkipUnless = nameof(IsLong))]
    public void A_thousand_disturbed_graphs_come_home_or_say_which_assumption_failed() => ComeHome(seed: 4, graphs: 1000);

    private void Keep(ulong seed, int graphs)
    {
        var random = new Xoshiro256(seed);
        var (steps, grown) = (0, 0);
        for (var g = 0; g < graphs; g++)
        {
            var (graph, agents) = (Random(random), 1 + random.NextInt32(3));
            var training = Train(graph, new DeliveryOptions { Agents = agents, BlendsTurns = g % 2 == 1 });
            for (var j = 0; j < training.Iterations.Count; j++)
            {
                var (iteration, what) = (training.Iterations[j], $"graph {g} of seed {seed}, {agents} agents, iteration {j}");
                Assert.True(iteration.InfeasibleSteps + iteration.InfeasiblePlans == 0, $"{what}: infeasible");      // Theorem 2
                Assert.True(iteration.CapacityIncreases == 0, $"{what}: a traversal used more than the one before"); // Theorem 1
                Assert.True(iteration.AllCameHome && iteration.Notices.Count == 0, $"{what}: {string.Join("; ", iteration.Notices)}");
                // Theorem 3
                Assert.True(j == 0 || iteration.NodesVisited >= training.Iterations[j - 1].NodesVisited, $"{what}: fewer nodes");
                steps += iteration.Traversals.Sum(traversal => traversal.Driven.Steps);
            }

            grown += training.Iterations[^1].NodesVisited - training.Iterations[0].NodesVisited;
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"{graphs} graphs, {steps} steps, {(double)grown / graphs:F2} nodes gained on average"));
        Assert.True(grown > graphs, "fleets that hardly learn anything prove nothing");
    }

    private void ComeHome(ulong seed, int graphs)
    {
        var random = new Xoshiro256(seed);
        var (home, told, nodes) = (0, 0, 0);
        for (var g = 0; g < graphs; g++)
        {
            var (graph, agents) = (Random(random), 1 + random.NextInt32(3));
            var options = new DeliveryOptions
            {
                Agents = agents,
                Seed = seed + (ulong)g,
                Margin = 0.1,
                Disturbance = new DeliveryDisturbance
                {
                    PositionNoiseM = random.NextUniform(0, 0.01),
                    HeadwindMS = random.NextUniform(0, 0.5),
                    DrainFactor = random.NextUniform(1, 1.2),
                },
            };
            DeliveryTraining training;
            try
            {
                training = Train(graph, options);
            }
            catch (FirstRouteException)
            {
                continue; // within the margin this graph has no first route: said before anybody moves
            }

            foreach (var iteration in training.Iterations)
            {
                home += iteration.AllCameHome ? 1 : 0;
                told += iteration.AllCameHome ? 0 : 1;
                nodes += iteration.NodesVisited;
                Assert.True(
                    iteration.AllCameHome || iteration.Notices.Count > 0, $"graph {g} of seed {seed}: not home, and nobody says why");
            }
        }

        output.WriteLine($"{graphs} graphs: {home} iterations came home, {told} did not and said why, {nodes} nodes");
        Assert.True(home > 20 * told, $"{told} of {home + told} iterations did not come home");
    }

    private static DeliveryTraining Train(TaskGraph graph, DeliveryOptions options)
    {
        var training = new DeliveryTraining(new DeliveryMemory(graph), options);
        for (var i = 0; i < Iterations; i++)
            training.Next(TestContext.Current.CancellationToken);
        return training;
    }

    private static TaskGraph Random(Xoshiro256 random)
    {
        var nodes = Enumerable.Range(0, 5 + random.NextInt32(8))
            .Select(n => new TaskNode($"n{n}", random.NextUniform(-8, 8), random.NextUniform(-8, 8), n == 0 ? 0 : 1)).ToList();
        return new TaskGraph("random", nodes, depot: 0)
        {
            Limits = new CapacityLimits(random.NextUniform(60, 160), random.NextUniform(0.8, 2)),
        };
    }
}
