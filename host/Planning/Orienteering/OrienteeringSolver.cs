using System.Diagnostics;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// The team orienteering problem, anytime: a heuristic in independent colonies, then, where the instance is small enough, the proof or the optimum by
/// <see cref="ExactRoutes"/>. Always has a feasible answer, since staying is one; null where even the way from start to end exceeds the limit.
/// </summary>
public static class OrienteeringSolver
{
    // Fixed, not by the number of cores: the same routes on every machine.
    private const int Colonies = 2;

    // Up to so many nodes that a route can reach, optimality is proven or a better answer found, as far as labels (40 bytes each) and time allow.
    private const int ProofNodes = 33;
    private const long MostLabels = 4_000_000;

    public static OrienteeringSolution? Solve(OrienteeringProblem problem, OrienteeringOptions options, CancellationToken cancellation = default)
    {
        if (!(problem.Between(problem.Start, problem.End) <= problem.Limit + 1e-9))
            return null;
        var deadline = Stopwatch.GetTimestamp() + (long)(Math.Min(1e6, options.TimeLimit.TotalSeconds) * Stopwatch.Frequency);
        var rebuilds = options.Rebuilds ?? Math.Clamp(4_000_000L / Math.Max(1, problem.Count), 20_000, 40_000);
        var colonies = new RuinAndRecreate[Colonies];
        Parallel.For(0, Colonies, i =>
        {
            colonies[i] = new RuinAndRecreate(problem, (options.Seed * Colonies) + (ulong)i);
            colonies[i].Run(rebuilds, deadline, cancellation);
        });
        var best = colonies[0].Best;
        foreach (var colony in colonies)
        {
            if (colony.Best.Score > best.Score + 1e-9 || (colony.Best.Score > best.Score - 1e-9 && colony.Best.TotalCost < best.TotalCost))
                best = colony.Best;
        }

        int[] useful = [.. RuinAndRecreate.Useful(problem)];
        var solution = new OrienteeringSolution(best.ToArrays(), best.Score, best.TotalCost, best.Visited == useful.Length);
        return solution.ProvenOptimal || useful.Length > ProofNodes
            ? solution
            : new ExactRoutes(problem, useful, MostLabels, deadline, cancellation).Improve(solution);
    }
}
