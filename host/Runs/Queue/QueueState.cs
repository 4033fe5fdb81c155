namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>How one run of a queue stands.</summary>
public static class QueueState
{
    /// <summary>A worker may take it.</summary>
    public const string Waiting = "waiting";

    /// <summary>A worker has it.</summary>
    public const string Running = "running";

    public const string Done = "done";

    /// <summary>Given up, with its error.</summary>
    public const string Failed = "failed";

    /// <summary>A person stopped it.</summary>
    public const string Stopped = "stopped";
}
