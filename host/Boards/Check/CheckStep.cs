namespace MultiAgentEdge.Host.Boards;

/// <summary>What came of one part of a rover's bring-up.</summary>
/// <param name="Part">supply, motors, encoders, gyroscope, lights, stop button, link, tracker.</param>
/// <param name="Verdict">ok, failed, or skipped where nobody could tell.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Next">What to look at; null where nothing is wrong.</param>
public sealed record CheckStep(string Part, string Verdict, string Detail, string? Next = null)
{
    public const string Ok = "ok";
    public const string Failed = "failed";
    public const string Skipped = "skipped";

    public bool IsFailed => Verdict == Failed;
}
