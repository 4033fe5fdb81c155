using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class RandomGraphTests
{
    /// <summary>2,000 in the long lane, every fifth of them always.</summary>
    private static readonly int Problems = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 2000 : 400;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_result_is_feasible_and_proven_means_that_trying_everything_finds_no_more(bool mayPass)
    {
        var proven = 0;
        for (var i = 0; i < Problems / 2; i++)
        {
            var problem = RandomProblem.Of(RandomProblem.Kinds[i % RandomProblem.Kinds.Length], (ulong)i + 1, mayPass);
            var name = $"{problem.Name}, seed {i + 1}";
            var solution = OrienteeringSolver.Solve(
                problem, new OrienteeringOptions { Rebuilds = i % 2 == 0 ? 1 : 60 }, TestContext.Current.CancellationToken);
            var optimum = RandomProblem.Optimum(problem);
            Assert.True((optimum is null) == (solution is null), name);
            if (solution is null)
                continue;
            AssertFeasible(problem, solution, name);
            Assert.True(
                !solution.ProvenOptimal || Math.Abs(solution.Score - optimum!.Value) < 1e-6,
                $"{name}: {solution.Score} called proven, the optimum is {optimum}");
            proven += solution.ProvenOptimal ? 1 : 0;
        }

        Assert.True(proven > 0.4 * Problems, $"only {proven} proven");
    }

    private static void AssertFeasible(OrienteeringProblem problem, OrienteeringSolution solution, string name)
    {
        Assert.Equal(problem.Agents, solution.Routes.Length);
        foreach (var route in solution.Routes)
        {
            Assert.True((problem.Start, problem.End) == (route[0], route[^1]), name);
            Assert.True(problem.RouteCost(route) <= problem.Limit + 1e-6, $"{name}: {problem.RouteCost(route)} of {problem.Limit}");
        }

        var visited = solution.Routes.SelectMany(route => route[1..^1]).ToList();
        Assert.True(
            problem.MayPass
                || (visited.Distinct().Count() == visited.Count && !visited.Contains(problem.Start) && !visited.Contains(problem.End)),
                name);
        Assert.Equal(
            problem.FixedScore
                + visited.Distinct().Where(node => node != problem.Start && node != problem.End).Sum(node => problem.Score[node]),
                solution.Score, 1e-6);
    }
}
