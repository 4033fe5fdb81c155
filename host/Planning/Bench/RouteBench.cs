using System.Diagnostics;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Solves instances from several seeds, each until its time is over or it is proven, beside the scores that others published for them.
/// </summary>
public static class RouteBench
{
    private static readonly string[] Extensions = [".oplib", ".tsp", ".txt", ".yaml", ".yml"];

    /// <summary>Instances in a folder and those below it, in the order of their paths.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Where(file => Path.GetFileName(file) != PublishedScores.ListName)
            .Order(StringComparer.Ordinal),
    ];

    /// <param name="name">Of the instance in the results.</param>
    /// <returns>Nothing where not even staying is within the limit.</returns>
    public static IEnumerable<RouteBenchRun> Run(
        string name, OrienteeringProblem problem, double? published, IReadOnlyList<int> seeds, TimeSpan time,
        CancellationToken cancellation)
    {
        foreach (var seed in seeds)
        {
            var watch = Stopwatch.StartNew();
            var options = new OrienteeringOptions { Seed = (ulong)seed, TimeLimit = time, UseAllTime = true };
            var solution = OrienteeringSolver.Solve(problem, options, cancellation);
            cancellation.ThrowIfCancellationRequested();
            var seconds = watch.Elapsed.TotalSeconds;
            if (solution is not null)
            {
                yield return new RouteBenchRun(
                    name, problem.Count, problem.Agents, seed, solution.Score, published, solution.ProvenOptimal, seconds);
            }
        }
    }
}
