using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>Many swaps, each from its own seed: the same figures whatever the number of threads.</summary>
public static class SafetyBench
{
    private const int WorstKept = 5;

    /// <param name="progress">Told how many runs are done, from any thread; may be null.</param>
    public static SafetyBenchResult Run(SafetyBenchOptions options, Action<int>? progress, CancellationToken cancellation)
    {
        var results = new SwapResult[options.Runs];
        var done = 0;
        var all = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, options.Runs, all, run =>
        {
            results[run] = RunOne(options, run);
            progress?.Invoke(Interlocked.Increment(ref done));
        });
        return new SafetyBenchResult(
            options.Runs,
            results.Sum(result => result.Contacts),
            results.Sum(result => result.Caused),
            (double)results.Sum(result => result.Arrived) / Math.Max(1, results.Sum(result => result.Counted)),
            results.Min(result => result.ClearanceMinM),
            results.Average(result => result.TimeS),
            results.Average(result => (double)result.Interventions / options.Agents))
        {
            Worst = [.. Enumerable.Range(0, options.Runs).Where(run => results[run].Caused > 0).Take(WorstKept)],
        };
    }

    /// <summary>The run of one number.</summary>
    public static SwapResult RunOne(SafetyBenchOptions options, int run)
    {
        var random = new Xoshiro256((options.Seed << 32) + ((ulong)options.Agents << 24) + (ulong)run);
        var kind = options.Scene != SwapKind.Both ? options.Scene : run % 2 == 0 ? SwapKind.Antipodal : SwapKind.Random;
        var scene = SwapScene.Draw(options.Agents, kind, random);
        return new SwapRun(scene, options, random.NextUInt64()).Drive();
    }
}
