using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs;

/// <summary>How a run stands, as its run.json says it.</summary>
public static class RunState
{
    public const string Running = "running";

    /// <summary>It came to its own end.</summary>
    public const string Completed = "completed";

    /// <summary>Ctrl-C, or a signal that asks a process to end.</summary>
    public const string Stopped = "stopped";

    public const string TimedOut = "timed_out";

    public const string Failed = "failed";

    /// <param name="exception">What ended it; null: its own end.</param>
    /// <param name="context">Knows whether a cancelled run's time was up; null: nothing limits it.</param>
    public static string After(Exception? exception, VerbContext? context) => exception switch
    {
        null => Completed,
        OperationCanceledException => context?.IsTimeUp == true ? TimedOut : Stopped,
        TimeoutException or MaeException { ExitCode: ExitCode.Timeout } => TimedOut,
        MaeException { ExitCode: ExitCode.Interrupted } => Stopped,
        AggregateException { InnerException: { } inner } => After(inner, context),
        _ => Failed,
    };
}
