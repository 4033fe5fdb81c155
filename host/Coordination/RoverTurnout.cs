namespace MultiAgentEdge.Host.Coordination;

/// <summary>How much of what a run asked of a rover it did.</summary>
/// <param name="Done">Of <paramref name="Asked"/>.</param>
/// <param name="Asked">Control periods to be driven, or ways to be driven home; 0: nothing was asked of it.</param>
/// <param name="AtEnd">How it was at the end: running, safe-stop, emergency-stop ...</param>
/// <param name="EndedWell">It did what it was asked to up to the end.</param>
public sealed record RoverTurnout(string Rover, int Done, int Asked, string AtEnd, bool EndedWell)
{
    /// <summary>What a rover may miss by a link that is lost for a moment, and still have driven.</summary>
    public const double LeastShare = 0.9;

    public bool Drove => Asked == 0 || (EndedWell && Done >= LeastShare * Asked);
}
