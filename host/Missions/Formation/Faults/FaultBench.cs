namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>Many fleets under random schedules of faults, each beside the same fleet without.</summary>
public static class FaultBench
{
    // Seeds of two benches do not meet before this many runs.
    private const ulong RunsApart = 1_000_003;

    /// <summary>
    /// How far a rover may leave its bounds further than the undisturbed run does, metres: what it covers in one control period at full speed (1.2 m/s,
    /// 0.25 s; a plant of the paper three tenths of its second state). One whose controller stands still goes on by its last command until its
    /// guard stops it, and no controller can know that before; a plant's disturbance (0.1 m a period at most) is within it.
    /// </summary>
    public const double MarginM = 0.3;

    /// <param name="seed">Same seed, runs and bodies: same results, on however many cores.</param>
    /// <param name="progress">Called after every run, from any thread, with the number of runs done.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FaultBenchResult Run(string bodies, ulong seed, int runs, Action<int>? progress, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        var trials = new FaultTrialResult[runs];
        var done = 0;
        Parallel.For(0, runs, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, run =>
        {
            trials[run] = FaultTrial.Run(new FaultTrialOptions { Bodies = bodies, Seed = (seed * RunsApart) + (ulong)run }, cancel);
            progress?.Invoke(Interlocked.Increment(ref done));
        });
        return new FaultBenchResult { Trials = trials, BoundMarginM = MarginM };
    }
}
