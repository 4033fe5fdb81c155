using System.Diagnostics;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// The team orienteering problem, anytime: a heuristic in independent threads, then, where the instance is small enough, the proof or the optimum by
/// <see cref="ExactRoutes"/>. Always has a feasible answer, since staying is one; null where even the way from start to end exceeds the limit.
/// </summary>
public static class OrienteeringSolver
{
    // Fixed, not by the number of cores: the same routes on every machine.
    private const int Searches = 2;

    // Up to so many nodes that a route can reach, optimality is proven or a better answer found, as far as labels (40 bytes each) and time allow.
    private const int ProofNodes = 33;
    private const long MostLabels = 4_000_000;

    private const long DefaultRebuilds = 40_000;

    public static OrienteeringSolution? Solve(OrienteeringProblem problem, OrienteeringOptions options, CancellationToken cancellation = default)
    {
        if (!(problem.Between(problem.Start, problem.End) <= problem.Limit + 1e-9))
            return null;
        var deadline = Stopwatch.GetTimestamp() + (long)(Math.Min(1e6, options.TimeLimit.TotalSeconds) * Stopwatch.Frequency);
        int[] useful = [.. Useful(problem)];
        var matrix = new RouteMatrix(problem, useful);
        var isSmall = useful.Length <= ProofNodes;
        // Where a proof may settle the matter, the time that is left is for what it leaves open.
        var solution = Search(matrix, isSmall || !options.UseAllTime ? options.Rebuilds ?? DefaultRebuilds : null, options.Seed, deadline, cancellation);
        if (isSmall && !solution.ProvenOptimal)
            solution = new ExactRoutes(problem, useful, MostLabels, deadline, cancellation).Improve(solution);
        return isSmall && !solution.ProvenOptimal && options.UseAllTime ? Better(solution, Search(matrix, null, options.Seed, deadline, cancellation)) : solution;
    }

    /// <summary>Nodes that one route can visit at all.</summary>
    internal static IEnumerable<int> Useful(OrienteeringProblem problem) => Enumerable.Range(0, problem.Count).Where(node =>
        node != problem.Start && node != problem.End && problem.Score[node] > 0
        && problem.Between(problem.Start, node) + problem.Between(node, problem.End) <= problem.Limit + 1e-9);

    /// <param name="rebuilds">Of each search; null: until the deadline.</param>
    private static OrienteeringSolution Search(RouteMatrix matrix, long? rebuilds, ulong seed, long deadline, CancellationToken cancellation)
    {
        var searches = new OrienteeringSolution[Searches];
        Parallel.For(0, Searches, i =>
        {
            var search = new RouteSearch(matrix, (seed * Searches) + (ulong)i);
            search.Run(new SearchEffort(rebuilds, deadline, cancellation));
            searches[i] = Solution(matrix, search.Best);
        });
        // In order, so that equals are decided by the number of the search.
        return searches.Aggregate(Better);
    }

    private static OrienteeringSolution Solution(RouteMatrix matrix, TeamRoutes best)
    {
        var (problem, routes) = (matrix.Problem, best.ToArrays());
        return new OrienteeringSolution(routes, problem.FixedScore + best.Score, routes.Sum(problem.RouteCost), best.Visited == matrix.Count);
    }

    private static OrienteeringSolution Better(OrienteeringSolution a, OrienteeringSolution b) =>
        b.Score > a.Score + 1e-9 || (b.Score > a.Score - 1e-9 && b.Cost < a.Cost) ? b : a;
}
