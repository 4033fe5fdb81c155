using System.Diagnostics;
using System.Runtime;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Bench;

/// <summary>
/// Times a solver over the sequences of a folder of problems. A pass solves the whole sequence, cold at its first step and warm after;
/// passes repeat, and a step's time is its median over them, so that an interrupt of the machine is not taken for the solver.
/// </summary>
public static class SolverBench
{
    private const int LargestPasses = 2001;

    // Of a fifth of the measured time each.
    private const int StillWindows = 3;
    private const int LargestWindows = 40;

    private static readonly TimeSpan StillTime = TimeSpan.FromSeconds(0.15);
    private static readonly TimeSpan FirstStillTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Runs every problem. A bad file becomes a result with its <see cref="SolverBenchResult.Error"/>; throws <see cref="MaeException"/>
    /// where no file is good, and for a bad folder or engine name.
    /// </summary>
    public static IReadOnlyList<SolverBenchResult> Run(
        SolverBenchOptions options, Action<SolverBenchResult>? each = null, CancellationToken cancellation = default)
    {
        using IQpEngine engine = QpEngines.Create(options.Engine);
        var results = new List<SolverBenchResult>();
        foreach (string file in QpProblemReader.Files(options.Problems))
        {
            SolverBenchResult result = Run(engine, file, options.SecondsPerProblem, results.Count == 0, cancellation);
            results.Add(result);
            each?.Invoke(result);
        }

        return results.Find(result => result.Error is null) is null ? throw results[0].Error! : results;
    }

    private static SolverBenchResult Run(IQpEngine engine, string file, double seconds, bool first, CancellationToken cancellation)
    {
        try
        {
            return Run(engine, QpProblemReader.Read(file), seconds, first, cancellation);
        }
        catch (MaeException error)
        {
            return SolverBenchResult.Unread(file, error);
        }
    }

    /// <summary>The object that <c>mae bench solver --json</c> prints.</summary>
    public static JsonObject ToJson(SolverBenchOptions options, IReadOnlyList<SolverBenchResult> results) => new()
    {
        ["engine"] = options.Engine,
        ["problems_dir"] = Path.GetFullPath(options.Problems),
        ["problems"] = new JsonArray([.. results.Select(result => (JsonNode)result.ToJson())]),
    };

    private static SolverBenchResult Run(IQpEngine engine, QpProblem problem, double seconds, bool first, CancellationToken cancellation)
    {
        QpStatus status = engine.Setup(problem);
        var tally = new SequenceTally(problem);
        if (status != QpStatus.Solved)
            return tally.Result(engine, status, [], 0);
        engine.Reset();
        tally.AddOwn(engine, engine.Solve(problem.Own));
        engine.Reset();
        foreach (QpStep step in problem.Sequence)
            tally.Add(engine, step, engine.Solve(step));

        WarmUp(engine, problem, seconds, first, cancellation);
        var times = new List<double[]>();
        long until = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        do
        {
            cancellation.ThrowIfCancellationRequested();
            times.Add(TimedPass(engine, problem));
        }
        while (Stopwatch.GetTimestamp() < until && times.Count < LargestPasses);

        return tally.Result(engine, QpStatus.Solved, times, AllocatedBytes(engine, problem));
    }

    // The least of three passes: the runtime books some of its own work, such as compiling a loop anew, on the thread that happens to run.
    private static long AllocatedBytes(IQpEngine engine, QpProblem problem)
    {
        long least = long.MaxValue;
        for (int pass = 0; pass < 3; pass++)
        {
            engine.Reset();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < problem.Sequence.Count; i++)
                engine.Solve(problem.Sequence[i]);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    // Until the runtime has compiled the hot loops with full optimisation, which it does in the background and late where the machine is
    // busy: until for some windows and some time neither the least time of a pass has fallen nor any method has been compiled.
    private static void WarmUp(IQpEngine engine, QpProblem problem, double seconds, bool first, CancellationToken cancellation)
    {
        long window = (long)(0.2 * seconds * Stopwatch.Frequency);
        double best = double.PositiveInfinity;
        long compiled = 0;
        long began = Stopwatch.GetTimestamp();
        long changed = began;
        for (int still = 0; still < StillWindows || Stopwatch.GetElapsedTime(changed) < (first ? FirstStillTime : StillTime);)
        {
            if (Stopwatch.GetElapsedTime(began) > LongestWarmUp + TimeSpan.FromSeconds(LargestWindows * 0.2 * seconds))
                return;
            double least = double.PositiveInfinity;
            long until = Stopwatch.GetTimestamp() + window;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                least = Math.Min(least, TimedPass(engine, problem).Sum());
            }
            while (Stopwatch.GetTimestamp() < until);
            long now = JitInfo.GetCompiledMethodCount();
            bool unchanged = least >= 0.97 * best && now == compiled;
            still = unchanged ? still + 1 : 0;
            if (!unchanged)
                changed = Stopwatch.GetTimestamp();
            compiled = now;
            best = Math.Min(best, least);
        }
    }

    private static double[] TimedPass(IQpEngine engine, QpProblem problem)
    {
        double[] ns = new double[problem.Sequence.Count];
        engine.Reset();
        for (int i = 0; i < ns.Length; i++)
        {
            QpStep step = problem.Sequence[i];
            long start = Stopwatch.GetTimestamp();
            engine.Solve(step);
            ns[i] = (Stopwatch.GetTimestamp() - start) * (1e9 / Stopwatch.Frequency);
        }

        return ns;
    }
}
