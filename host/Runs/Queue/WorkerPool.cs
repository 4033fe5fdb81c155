using System.Diagnostics;
using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>Workers of this machine, each a process of its own: one that dies takes its run with it and nobody else's, and another one
/// takes its place. They end with this process, however that ends.</summary>
/// <param name="command">Program and arguments of one worker of a batch.</param>
/// <param name="log">Folder for what the workers themselves print.</param>
public sealed class WorkerPool(RunQueue queue, IReadOnlyList<string> command, int workers, string log)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // Reading how every run stands costs files.
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(500);

    // For a checkpoint on a slow disk.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(25);

    // In a row, without having taken a run: then none ever will.
    private const int MostFalseStarts = 3;

    // As a shell counts the end by SIGKILL: from outside, or for want of memory.
    private const int Killed = 137;

    /// <summary>Works until every run of the queue is over.</summary>
    /// <param name="watch">Called now and then, and once at the end.</param>
    /// <exception cref="OperationCanceledException">The workers were asked to end and have; their runs are given back.</exception>
    /// <exception cref="MaeException">MAE583: no worker starts.</exception>
    public async Task RunAsync(Action watch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(watch);
        Directory.CreateDirectory(log);
        var crew = new GuardedProcess?[workers];
        var falseStarts = 0;
        var watched = Stopwatch.StartNew();
        try
        {
            while (!queue.IsOver)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var i = 0; i < workers; i++)
                {
                    if (crew[i] is { HasExited: true } gone)
                    {
                        var died = Bury(gone, i);
                        crew[i] = null;
                        falseStarts = died && !HasWorked(gone.ProcessId) ? falseStarts + 1 : 0;
                        if (falseStarts >= MostFalseStarts)
                            throw NoWorker(i);
                    }

                    // Not more workers than there is work left.
                    if (crew[i] is null && queue.Runs.Count(run => !run.IsOver) > i)
                        crew[i] = GuardedProcess.Start(LogOf(i), command[0], [.. command.Skip(1)]);
                }

                if (watched.Elapsed > Watch)
                {
                    watch();
                    watched.Restart();
                }

                await Task.Delay(Look, cancellation);
            }
        }
        finally
        {
            foreach (var one in crew)
                one?.Ask();
            var goodbye = Stopwatch.StartNew();
            for (var i = 0; i < workers; i++)
            {
                if (crew[i] is not { } one)
                    continue;
                one.Stop(goodbye.Elapsed < Goodbye ? Goodbye - goodbye.Elapsed : TimeSpan.Zero);
                one.Dispose();
            }
        }

        watch();
    }

    private string LogOf(int worker) =>
        Path.Combine(log, string.Create(CultureInfo.InvariantCulture, $"worker-{worker + 1}.log"));

    // True where it did not end as workers do that find nothing more to do.
    private bool Bury(GuardedProcess gone, int worker)
    {
        var code = gone.ExitCode;
        gone.Dispose();
        if (code == ExitCode.Ok)
            return false;
        var last = string.Join(" ", TextTail.Lines(LogOf(worker), 3));
        queue.NoteDeath(
            gone.ProcessId,
            code == Killed ? null : new MaeException(
                ExitCode.Failed, "MAE584",
                string.Create(
                    CultureInfo.InvariantCulture, $"Its worker ended with {code}: {(last.Length == 0 ? "it said nothing" : last)}."),
                $"See {LogOf(worker)}."));
        return true;
    }

    private bool HasWorked(int processId) =>
        queue.Runs.Any(run => Enumerable.Range(1, run.Generation).Any(n => run.HolderOf(n)?.ProcessId == processId));

    private MaeException NoWorker(int worker) => new(
        ExitCode.Failed, "MAE583",
        $"Workers end before they take a run: {string.Join(" ", TextTail.Lines(LogOf(worker), 3))}.",
        $"See {LogOf(worker)}; then go on: mae train retry {Path.GetFileName(Path.GetDirectoryName(queue.Folder))}");
}
