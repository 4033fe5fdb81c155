namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>Many fleets under random schedules of faults, each beside the same fleet without.</summary>
public static class FaultBench
{
    // Seeds of two benches do not meet before this many runs.
    private const ulong RunsApart = 1_000_003;

    /// <summary>
    /// How far a rover may leave its bounds further than the undisturbed run does, metres: what a plant's disturbance moves it by in one
    /// control period at most. Nobody can take that back before the next one, and whether it falls on a rover at its bound is chance.
    /// </summary>
    public const double MarginM = 0.1;

    /// <param name="seed">Same seed, runs and bodies: same results, on however many cores.</param>
    /// <param name="progress">Called after every run, from any thread, with the number of runs done.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FaultBenchResult Run(string bodies, ulong seed, int runs, Action<int>? progress, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        var trials = new FaultTrialResult[runs];
        var done = 0;
        Parallel.For(
            0, runs, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, run =>
        {
            trials[run] = FaultTrial.Run(new FaultTrialOptions { Bodies = bodies, Seed = (seed * RunsApart) + (ulong)run }, cancel);
            progress?.Invoke(Interlocked.Increment(ref done));
        });
        return new FaultBenchResult { Trials = trials, BoundMarginM = MarginM };
    }
}
