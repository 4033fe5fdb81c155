namespace MultiAgentEdge.Host.Planning;

/// <summary>How long to look for routes, and from which seed.</summary>
public sealed record OrienteeringOptions
{
    /// <summary>Same seed, same routes, unless the time limit cuts the search short.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Ruins and rebuilds of the heuristic, at most. Null: by the size, some tenths of a second for 100 nodes.</summary>
    public long? Rebuilds { get; init; }

    /// <summary>Cuts both short: what was found until then is the answer.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);
}
