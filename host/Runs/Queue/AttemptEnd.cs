namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>How an attempt at a run ended that did not come to its end.</summary>
internal static class AttemptEnd
{
    /// <summary>The run failed, or its worker by itself.</summary>
    public const string Crashed = "crashed";

    /// <summary>Its worker is not there any more: killed, or its machine is gone.</summary>
    public const string Lost = "lost";

    /// <summary>Its worker was asked to end.</summary>
    public const string Stopped = "stopped";
}
