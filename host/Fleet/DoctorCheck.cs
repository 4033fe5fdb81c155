namespace MultiAgentEdge.Host.Fleet;

/// <summary>One finding of <c>mae doctor</c>.</summary>
/// <param name="Name">snake_case, stable: scripts look for it.</param>
/// <param name="Status">ok, note (works, but less) or problem (something will fail).</param>
/// <param name="Next">What to type; empty where nothing is to be done.</param>
public sealed record DoctorCheck(string Name, string Status, string Detail, string Next = "")
{
    public const string Ok = "ok";
    public const string Note = "note";
    public const string Problem = "problem";
}
