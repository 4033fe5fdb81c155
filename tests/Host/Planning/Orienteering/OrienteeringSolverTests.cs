using System.Diagnostics;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Tests.Host.Worlds.Delivery;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class OrienteeringSolverTests
{
    private static readonly OrienteeringOptions Short = new() { Rebuilds = 400 };

    [Fact]
    public void Small_instances_are_solved_to_the_optimum_that_trying_everything_finds_and_say_so()
    {
        for (var seed = 1; seed <= 120; seed++)
        {
            var problem = Random((ulong)seed, nodes: 8, agents: 1 + (seed % 3));
            var solution = OrienteeringSolver.Solve(
                problem, Short with { Rebuilds = seed % 2 == 0 ? 400 : 1 }, TestContext.Current.CancellationToken);
            if (solution is null)
            {
                Assert.True(problem.Between(problem.Start, problem.End) > problem.Limit);
                continue;
            }

            AssertFeasible(problem, solution);
            Assert.True(solution.ProvenOptimal, $"seed {seed}");
            Assert.Equal((seed, Math.Round(RandomProblem.Optimum(problem)!.Value, 6)), (seed, Math.Round(solution.Score, 6)));
        }
    }

    [Fact]
    public void The_published_optima_of_tsiligirides_set_2_are_reached_and_proven()
    {
        foreach (var (budget, score) in TsiligiridesSet2.Optima)
        {
            var problem = OrienteeringReader.Read(TsiligiridesSet2.Text(budget), "set 2");
            var solution = OrienteeringSolver.Solve(
                problem, new OrienteeringOptions { Rebuilds = 2000, TimeLimit = TimeSpan.FromMinutes(10) },
                TestContext.Current.CancellationToken)!;
            AssertFeasible(problem, solution);
            Assert.Equal((budget, score, true), (budget, solution.Score, solution.ProvenOptimal));
        }
    }

    [Fact]
    public void The_bound_is_never_below_the_optimum()
    {
        for (var seed = 200; seed < 240; seed++)
        {
            var problem = Random((ulong)seed, nodes: 8, agents: 1 + (seed % 2));
            if (problem.Between(problem.Start, problem.End) > problem.Limit)
                continue;
            var useful = Reachable.Scoring(problem);
            var exact = new ExactRoutes(problem, useful, 1_000_000, long.MaxValue, default);
            var nothing = new OrienteeringSolution(
                [.. Enumerable.Range(0, problem.Agents).Select(_ => new[] { problem.Start, problem.End })], problem.FixedScore, 0, false);
            var solution = exact.Improve(nothing);
            Assert.Equal((seed, Math.Round(RandomProblem.Optimum(problem)!.Value, 6)), (seed, Math.Round(solution.Score, 6)));
            Assert.True(
                useful.Length == 0 || exact.UpperBound >= solution.Score - 1e-6,
                $"seed {seed}: bound {exact.UpperBound} below {solution.Score}");
        }
    }

    [Fact]
    public void Same_seed_same_routes()
    {
        var problem = Random(3, nodes: 60, agents: 2);
        var first = OrienteeringSolver.Solve(problem, Short, TestContext.Current.CancellationToken)!;
        var second = OrienteeringSolver.Solve(problem, Short, TestContext.Current.CancellationToken)!;
        Assert.Equal(first.Routes, second.Routes);
    }

    [Fact]
    public void Without_time_there_is_an_answer_nevertheless()
    {
        var problem = Random(5, nodes: 600, agents: 3);
        var solution = OrienteeringSolver.Solve(
            problem, new OrienteeringOptions { TimeLimit = TimeSpan.Zero }, TestContext.Current.CancellationToken);
        AssertFeasible(problem, solution!);
    }

    [Fact]
    public void With_all_the_time_it_goes_on_until_the_deadline_unless_the_routes_are_proven()
    {
        var second = new OrienteeringOptions { UseAllTime = true, TimeLimit = TimeSpan.FromSeconds(1) };
        var watch = Stopwatch.StartNew();
        var problem = Random(6, nodes: 200, agents: 1);
        var solution = OrienteeringSolver.Solve(problem, second, TestContext.Current.CancellationToken)!;
        AssertFeasible(problem, solution);
        Assert.True(solution.ProvenOptimal || watch.Elapsed.TotalSeconds > 0.9, $"ended after {watch.Elapsed.TotalSeconds} s");
        // Ten nodes are proven at once: not after the hour that it may take.
        Assert.True(
            OrienteeringSolver.Solve(
                Random(7, nodes: 10, agents: 1), second with { TimeLimit = TimeSpan.FromHours(1) },
                TestContext.Current.CancellationToken)!.ProvenOptimal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void What_only_several_nodes_without_score_in_a_row_lead_to_is_not_proven_away(int between)
    {
        // A one-way ring: depot, nodes without score, the one that counts, the depot again.
        var count = between + 2;
        var cost = new double[count * count];
        Array.Fill(cost, double.PositiveInfinity);
        for (var i = 0; i < count; i++)
            (cost[i * (count + 1)], cost[(i * count) + ((i + 1) % count)]) = (0, 1);
        var problem = new OrienteeringProblem(
            "ring", cost, [.. Enumerable.Range(0, count).Select(i => i == count - 1 ? 3.0 : 0)], 0, 0, count);
        var solution = OrienteeringSolver.Solve(problem, Short, TestContext.Current.CancellationToken)!;
        Assert.Equal((3.0, true), (solution.Score, solution.ProvenOptimal));
    }

    [Fact]
    public void A_few_nodes_take_a_few_rebuilds_before_their_proof()
    {
        // A count that takes longer than anybody waits is not spent on them.
        var options = new OrienteeringOptions { Rebuilds = long.MaxValue / 2, TimeLimit = TimeSpan.FromHours(1) };
        foreach (var (seed, nodes, agents) in new[] { (7, 10, 1), (9, 6, 2), (11, 14, 3) })
            Assert.True(
                OrienteeringSolver.Solve(
                    Random((ulong)seed, nodes, agents), options, TestContext.Current.CancellationToken)!.ProvenOptimal);
    }

    [Fact]
    public void A_limit_of_nothing_means_to_stay()
    {
        var problem = Random(8, nodes: 10, agents: 2, roundTrip: true).With(0, null);
        var solution = OrienteeringSolver.Solve(problem, Short, TestContext.Current.CancellationToken)!;
        Assert.All(solution.Routes, route => Assert.Equal(2, route.Length));
        Assert.True(solution.ProvenOptimal);
    }

    private static void AssertFeasible(OrienteeringProblem problem, OrienteeringSolution solution)
    {
        Assert.Equal(problem.Agents, solution.Routes.Length);
        Assert.All(solution.Routes, route =>
        {
            Assert.Equal((problem.Start, problem.End), (route[0], route[^1]));
            Assert.True(problem.RouteCost(route) <= problem.Limit + 1e-6);
        });
        var visited = solution.Routes.SelectMany(route => route[1..^1]).ToList();
        Assert.Equal(visited.Count, visited.Distinct().Count());
        Assert.Equal(problem.FixedScore + visited.Sum(node => problem.Score[node]), solution.Score, 1e-6);
        Assert.Equal(solution.Routes.Sum(problem.RouteCost), solution.Cost, 1e-6);
    }

    private static OrienteeringProblem Random(ulong seed, int nodes, int agents, bool? roundTrip = null)
    {
        var random = new Xoshiro256(seed);
        var at = Enumerable.Range(0, nodes).Select(_ => (X: random.NextDouble() * 10, Y: random.NextDouble() * 10)).ToArray();
        var skewed = random.NextDouble() < 0.3;
        var cost = new double[nodes * nodes];
        for (var i = 0; i < nodes; i++)
        {
            for (var j = 0; j < nodes; j++)
            {
                var length = Math.Sqrt(Math.Pow(at[i].X - at[j].X, 2) + Math.Pow(at[i].Y - at[j].Y, 2));
                cost[(i * nodes) + j] = skewed && i > j ? 1.2 * length : length;
            }
        }

        var whole = random.NextDouble() < 0.7;
        var score = Enumerable
            .Range(0, nodes)
            .Select(_ => whole ? 1 + (int)(random.NextDouble() * 5) : Math.Round(random.NextDouble(), 3))
            .ToArray();
        return new OrienteeringProblem(
            "random", cost, score, 0, roundTrip ?? (random.NextDouble() < 0.5) ? 0 : 1, 5 + (random.NextDouble() * 15), agents);
    }
}
