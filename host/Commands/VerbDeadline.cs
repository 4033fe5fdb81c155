using System.Globalization;

namespace MultiAgentEdge.Host.Commands;

/// <summary>
/// The time of one verb. When it is up the verb's token is cancelled, so that it stops rovers, writes its records and ends; one that does
/// not is left to itself <see cref="Grace"/> later, and <c>mae</c> ends without it.
/// </summary>
public sealed class VerbDeadline : IDisposable
{
    /// <summary>For stopping rovers and writing records.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // Of the grace: an answer that is late by so much is still an answer.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>Timers fire on the thread pool, which begins with a thread a core and adds one only now and then: while a verb computes on
    /// all of them, its deadline would wait for seconds.</summary>
    private const int SpareThreads = 4;

    private readonly TimeSpan limit;
    private readonly TimeoutMeaning meaning;
    private readonly CancellationToken interrupted;
    private readonly CancellationTokenSource soft;
    private readonly CancellationTokenSource ended = new();

    static VerbDeadline()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + SpareThreads), completions);
    }

    /// <param name="limit">Infinite: none.</param>
    /// <param name="interrupted">Ctrl-C.</param>
    public VerbDeadline(TimeSpan limit, TimeoutMeaning meaning, CancellationToken interrupted)
    {
        (this.limit, this.meaning, this.interrupted) = (limit, meaning, interrupted);
        soft = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        if (IsLimited)
            soft.CancelAfter(meaning == TimeoutMeaning.Answers ? limit + Slack : limit);
    }

    /// <summary>The time is up, and nobody asked to stop before.</summary>
    public bool IsUp => IsLimited && soft.IsCancellationRequested && !interrupted.IsCancellationRequested;

    /// <summary>Ctrl-C, or the time is up.</summary>
    public CancellationToken Token => soft.Token;

    /// <summary>Waits for the verb, or until it is past its time and its grace.</summary>
    /// <exception cref="TimeoutException">It is past both, and still works.</exception>
    public async Task<VerbResult> Await(Task<VerbResult> work)
    {
        if (IsLimited && await Task.WhenAny(work, Task.Delay(limit + Grace, ended.Token)) != work)
            throw new TimeoutException(What);
        return await work;
    }

    /// <summary>What stopped a verb: where it was this deadline, that is said, with the next step that the verb names.</summary>
    public Exception Explain(Exception exception)
    {
        if (!IsUp)
            return exception;
        return exception switch
        {
            OperationCanceledException => new TimeoutException(What, exception),
            MaeException { ExitCode: ExitCode.Interrupted } stopped =>
                new MaeException(ExitCode.Timeout, "MAE501", What, stopped.Next, stopped),
            _ => exception,
        };
    }

    public void Dispose()
    {
        ended.Cancel();
        ended.Dispose();
        soft.Dispose();
    }

    private bool IsLimited => meaning != TimeoutMeaning.EachAnswer && limit != Timeout.InfiniteTimeSpan;

    private string What => string.Create(CultureInfo.InvariantCulture, $"It was not done after {limit.TotalSeconds:0.###} s.");
}
