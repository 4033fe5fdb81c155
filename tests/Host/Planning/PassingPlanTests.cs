using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning;

/// <summary>Plans on graphs whose edges are missing or lead one way only, with two capacities that have nothing to do with each
/// other.</summary>
public sealed class PassingPlanTests
{
    /// <summary>2,000 in the long lane.</summary>
    private static readonly int Graphs = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 2000 : 300;

    [Fact]
    public void Every_plan_can_be_driven_and_one_that_is_exact_has_the_most_score_there_is()
    {
        var exact = 0;
        for (var seed = 1; seed <= Graphs; seed++)
        {
            var (graph, estimate, agents) = Random((ulong)seed);
            var states = Enumerable.Range(0, agents).Select(_ => DeliveryAgentState.AtDepot(0)).ToArray();
            var plan = HighLevelSearch.Search(graph, estimate, [FirstRoutes.For(graph, estimate, agents)], states, new bool[graph.Count]);
            AssertDrivable(graph, estimate, plan, seed);
            var most = PassingBruteForce.MostScore(graph, estimate, agents);
            Assert.True(plan.Score <= most, $"seed {seed}: {plan.Score} above {most}");
            if (!plan.Exact)
                continue;
            exact++;
            Assert.True(plan.Score == most, $"seed {seed}: {plan.Score} called exact, {most} is possible");
        }

        Assert.True(exact > 0.9 * Graphs, $"only {exact} exact");
    }

    [Theory]
    [InlineData("ring", 70)]
    [InlineData("line", 90)]
    [InlineData("star", 80)]
    [InlineData("grid", 100)]
    [InlineData("one-way ring", 70)]
    public void Large_sparse_graphs_are_visited_as_far_as_the_limits_reach(string shape, int count)
    {
        var graph = Shape(shape, count, timeS: 4 * count);
        var estimate = Ones(graph);
        var rollout = new DeliveryRollout(graph, 2, new Xoshiro256(3), estimate);
        var visited = 0;
        for (var day = 0; day < 2; day++)
        {
            visited = rollout.Iterate();
            Assert.Equal(0, rollout.Infeasible);
        }

        Assert.Equal(count - 1, visited);
    }

    [Theory]
    [InlineData("ring", 70, 30, 15)]  // fifteen out, and the same way back
    [InlineData("line", 90, 30, 15)]
    [InlineData("grid", 100, 40, 35)] // 39 would be a closed tour without any passing
    public void A_limit_that_is_short_of_all_is_used(string shape, int count, double timeS, int atLeast)
    {
        var graph = Shape(shape, count, timeS);
        var rollout = new DeliveryRollout(graph, 1, new Xoshiro256(5), Ones(graph));
        var visited = 0;
        for (var day = 0; day < 3; day++)
            visited = Math.Max(visited, rollout.Iterate());
        Assert.True(visited >= atLeast, $"{visited} of {count}");
        Assert.Equal(0, rollout.Infeasible);
    }

    private static void AssertDrivable(TaskGraph graph, DepletionTable estimate, DeliveryPlan plan, int seed)
    {
        Assert.True(plan.Feasible, $"seed {seed}");
        foreach (var route in plan.Routes)
        {
            Assert.True(route[0] == 0 && route[^1] == 0, $"seed {seed}");
            Assert.True(
                Enumerable
                    .Range(1, route.Length - 1)
                    .All(i => route[i] == route[i - 1] ? route.Length == 2 : graph.HasEdge(route[i - 1], route[i])),
                    $"seed {seed}: {string.Join(" ", route)}");
            Assert.True(BackwardCapacities.Allows(route, estimate, graph.Limits, new double[2]), $"seed {seed}");
        }

        Assert.Equal(
            plan.Routes.SelectMany(route => route).Distinct().Where(node => node != 0).Sum(node => graph.Nodes[node].Score), plan.Score);
    }

    private static (TaskGraph Graph, DepletionTable Estimate, int Agents) Random(ulong seed)
    {
        var random = new Xoshiro256(seed);
        int Below(int bound) => (int)(random.NextDouble() * bound);
        var count = 4 + Below(5);
        var density = random.NextDouble() * 0.5;
        var bothWays = random.NextDouble() < 0.5;
        var edges = new List<(int, int)>();
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                if (i == j || (bothWays && j < i) || (j != (i + 1) % count && random.NextDouble() > density))
                    continue;
                edges.Add((i, j));
                if (bothWays)
                    edges.Add((j, i));
            }
        }

        var graph = new TaskGraph(
            "random", [.. Enumerable.Range(0, count).Select(i => new TaskNode($"n{i}", i, 0, i == 0 ? 0 : 1 + Below(3)))], 0, edges)
        {
            Limits = new CapacityLimits(10 + (30 * random.NextDouble()), 10 + (30 * random.NextDouble())),
            HighLevelHorizon = 8,
        };
        var estimate = new DepletionTable(count);
        foreach (var (from, to) in edges)
            estimate.Improve(from, to, [1 + Below(9), 1 + Below(9)]);
        return (graph, estimate, 1 + Below(3));
    }

    private static TaskGraph Shape(string shape, int count, double timeS)
    {
        var side = (int)Math.Sqrt(count);
        var edges = shape switch
        {
            "ring" => Enumerable.Range(0, count).Select(i => (i, (i + 1) % count)),
            "one-way ring" => Enumerable.Range(0, count).Select(i => (i, (i + 1) % count)),
            "line" => Enumerable.Range(0, count - 1).Select(i => (i, i + 1)),
            "star" => Enumerable.Range(1, count - 1).Select(i => (0, i)),
            _ => Enumerable.Range(0, count).SelectMany(i => new[] { (i, i + 1), (i, i + side) }).Where(edge =>
                edge.Item2 < count && (edge.Item2 != edge.Item1 + 1 || edge.Item2 % side != 0)),
        };
        var directed = shape == "one-way ring" ? edges : edges.SelectMany(edge => new[] { edge, (edge.Item2, edge.Item1) });
        return new TaskGraph(
            shape, [.. Enumerable.Range(0, count).Select(i => new TaskNode($"n{i}", i, 0, i == 0 ? 0 : 1))], 0, directed) {
                Limits = new CapacityLimits(timeS, timeS) };
    }

    /// <summary>Every edge takes a second and one of the battery.</summary>
    private static DepletionTable Ones(TaskGraph graph)
    {
        var estimate = new DepletionTable(graph.Count);
        for (var from = 0; from < graph.Count; from++)
        {
            foreach (var to in graph.Successors(from))
                estimate.Improve(from, to, [1, 1]);
        }

        return estimate;
    }
}
