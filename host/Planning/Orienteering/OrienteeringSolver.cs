using System.Diagnostics;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// The team orienteering problem, anytime: a heuristic in independent threads, then, where the instance is small enough, the proof or the
/// optimum by <see cref="ExactRoutes"/>. Always has a feasible answer, since staying is one; null where even the way from start to end
/// exceeds the limit. Where walks may pass through nodes, all of this happens on the shortest ways of the graph
/// (<see cref="ClosedProblem"/>).
/// </summary>
public static class OrienteeringSolver
{
    // Fixed, not by the number of cores: the same routes on every machine.
    private const int Searches = 2;

    // Up to so many nodes that a route can reach, optimality is proven or a better answer found, as far as labels (40 bytes each) and time
    // allow.
    private const int ProofNodes = 33;
    private const long MostLabels = 4_000_000;

    private const long DefaultRebuilds = 40_000;

    // Before a proof, for each node: better routes make it shorter, but a few nodes need few.
    private const long QuickRebuilds = 200;

    // So many nodes or fewer take some milliseconds, which are taken even where there is no time at all.
    private const int QuickNodes = 300;

    public static OrienteeringSolution? Solve(
        OrienteeringProblem problem, OrienteeringOptions options, CancellationToken cancellation = default)
    {
        if (!(StartToEnd(problem) <= problem.Limit + 1e-9))
            return null;
        var deadline = Stopwatch.GetTimestamp() + (long)(Math.Min(1e6, options.TimeLimit.TotalSeconds) * Stopwatch.Frequency);
        return problem.MayPass && ClosedProblem.Of(problem, deadline, cancellation) is { } closed
            ? closed.Walk(Solve(closed.Closed, options, deadline, cancellation))
            : Solve(problem, options, deadline, cancellation);
    }

    /// <summary>What a route costs at least: that of one which stays.</summary>
    public static double StartToEnd(OrienteeringProblem problem) =>
        problem.MayPass ? ShortestWays.From(problem, problem.Start)[problem.End] : problem.Between(problem.Start, problem.End);

    private static OrienteeringSolution Solve(
        OrienteeringProblem problem, OrienteeringOptions options, long deadline, CancellationToken cancellation)
    {
        if (problem.Count > QuickNodes && Stopwatch.GetTimestamp() >= deadline)
            return Stay(problem);
        var reachable = Reachable.Of(problem);
        int[] scoring = [.. reachable.Where(node => problem.Score[node] > 0)];
        var matrix = new RouteMatrix(problem, scoring);
        var nodes = scoring.Length <= ProofNodes && HasShortCuts(problem, reachable, scoring) ? reachable : scoring;
        // Where a proof may settle the matter, the time that is left is for what it leaves open.
        var rebuilds = options.Rebuilds ?? DefaultRebuilds;
        var solution = Stay(problem);
        if (nodes.Length <= ProofNodes)
        {
            solution = Search(matrix, Math.Min(rebuilds, QuickRebuilds * nodes.Length), options.Seed, deadline, cancellation);
            if (!solution.ProvenOptimal)
                solution = new ExactRoutes(problem, nodes, MostLabels, deadline, cancellation).Improve(solution);
        }

        return solution.ProvenOptimal
            ? solution
            : Better(solution, Search(matrix, options.UseAllTime ? null : rebuilds, options.Seed, deadline, cancellation));
    }

    private static OrienteeringSolution Stay(OrienteeringProblem problem)
    {
        int[] route = [problem.Start, problem.End];
        return new OrienteeringSolution(
            [.. Enumerable.Repeat(route, problem.Agents)], problem.FixedScore, problem.Agents * problem.RouteCost(route),
            ProvenOptimal: false);
    }

    /// <summary>Whether some way between nodes that count is shorter through others, one or several in a row. Where looking takes long:
    /// yes.</summary>
    private static bool HasShortCuts(OrienteeringProblem problem, int[] reachable, int[] scoring)
    {
        int[] others = [.. reachable.Except(scoring)];
        if (others.Length > QuickNodes)
            return true;
        int[] places = [.. scoring, problem.Start, problem.End];
        return others.Length > 0 && places.Any(from =>
        {
            // To each of the others, by others alone: the nearest is settled first (Dijkstra 1959).
            double[] way = [.. others.Select(via => problem.Between(from, via))];
            List<int> open = [.. Enumerable.Range(0, others.Length)];
            while (open.Count > 0)
            {
                var nearest = open.MinBy(i => way[i]);
                open.Remove(nearest);
                foreach (var i in open)
                    way[i] = Math.Min(way[i], way[nearest] + problem.Between(others[nearest], others[i]));
            }

            return places.Any(
                to => from != to && others.Where((via, i) => way[i] + problem.Between(via, to) < problem.Between(from, to)).Any());
        });
    }

    /// <param name="rebuilds">Of each search; null: until the deadline.</param>
    private static OrienteeringSolution Search(
        RouteMatrix matrix, long? rebuilds, ulong seed, long deadline, CancellationToken cancellation)
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
        return new OrienteeringSolution(
            routes, problem.FixedScore + best.Score, routes.Sum(problem.RouteCost), best.Visited == matrix.Count);
    }

    private static OrienteeringSolution Better(OrienteeringSolution a, OrienteeringSolution b) =>
        b.Score > a.Score + 1e-9 || (b.Score > a.Score - 1e-9 && b.Cost < a.Cost) ? b : a;
}
