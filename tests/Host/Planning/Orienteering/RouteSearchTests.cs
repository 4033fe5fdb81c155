using System.Diagnostics;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class RouteSearchTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void The_same_seed_and_count_give_the_same_bits_and_another_seed_others(double uphill)
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(21, 150, 2, limit: 25, uphill: uphill));
        var (first, second, other) = (Run(matrix, 1, 600), Run(matrix, 1, 600), Run(matrix, 2, 600));
        LargeProblem.AssertConsistent(matrix, first);
        Assert.True(first.IsWithinLimit());
        Assert.Equal(first.ToArrays(), second.ToArrays());
        Assert.Equal(first.TotalCost, second.TotalCost);
        Assert.NotEqual(first.ToArrays(), other.ToArrays());
    }

    [Fact]
    public void More_rebuilds_find_more()
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(22, 150, 1, limit: 40));
        double Sum(long rebuilds) => Enumerable.Range(1, 3).Sum(seed => Run(matrix, (ulong)seed, rebuilds).Score);
        Assert.True(Sum(4000) > Sum(50));
    }

    [Fact]
    public void Uncounted_searches_only_differ_by_where_they_are_cut_and_never_get_worse()
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(24, 30, 1, limit: 22));
        // A first cooling is 10 rebuilds a node, however large the count: from 48 times that on the counts only cut.
        long[] counts = [48 * 10 * 30, 75 * 10 * 30];
        TeamRoutes[] found = [.. counts.Select(count => Run(matrix, 5, count))];
        Assert.True(found[1].Score > found[0].Score - 1e-9);
        Assert.Equal(found[1].ToArrays(), Run(matrix, 5, counts[1]).ToArrays());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Wherever_it_is_cut_the_best_is_within_the_limit(int agents)
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(25, 60, agents, limit: 17, uphill: 0.1));
        for (var rebuilds = 1; rebuilds < 1500; rebuilds += 1 + (rebuilds / 9))
        {
            var best = Run(matrix, (ulong)rebuilds, rebuilds);
            LargeProblem.AssertConsistent(matrix, best);
            Assert.True(best.IsWithin(matrix.Problem.Limit), $"{rebuilds} rebuilds");
        }
    }

    [Fact]
    public void Before_the_first_start_is_made_there_are_routes_already()
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(26, 400, 2, limit: 30));
        var search = new RouteSearch(matrix, 1);
        search.Run(new SearchEffort(null, Stopwatch.GetTimestamp(), TestContext.Current.CancellationToken));
        LargeProblem.AssertConsistent(matrix, search.Best);
        Assert.True(search.Best.IsWithin(matrix.Problem.Limit));
        Assert.True(search.Best.Visited > 10, $"{search.Best.Visited} visited");
    }

    [Fact]
    public void Every_node_visited_ends_the_search_long_before_its_count()
    {
        var matrix = LargeProblem.Matrix(LargeProblem.Of(23, 40, 2, limit: 1000));
        Assert.Equal(matrix.Count, Run(matrix, 1, long.MaxValue).Visited);
    }

    [Fact]
    public void Edges_that_are_missing_never_lead_to_routes_without_them()
    {
        // A ring of 30 with some chords: most insertions and removals are impossible.
        const int Count = 30;
        var cost = new double[Count * Count];
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < Count; j++)
            {
                var apart = Math.Min(Math.Abs(i - j), Count - Math.Abs(i - j));
                cost[(i * Count) + j] = apart <= 1 || (i + j) % 7 == 0 ? apart : double.PositiveInfinity;
            }
        }

        var problem = new OrienteeringProblem("ring", cost, [.. Enumerable.Repeat(1.0, Count)], 0, 0, 30, 2);
        var matrix = LargeProblem.Matrix(problem);
        var best = Run(matrix, 1, 2000);
        LargeProblem.AssertConsistent(matrix, best);
        Assert.True(best.IsWithinLimit());
    }

    private static TeamRoutes Run(RouteMatrix matrix, ulong seed, long rebuilds)
    {
        var search = new RouteSearch(matrix, seed);
        search.Run(
            new SearchEffort(rebuilds, Stopwatch.GetTimestamp() + (3600 * Stopwatch.Frequency), TestContext.Current.CancellationToken));
        return search.Best;
    }
}
