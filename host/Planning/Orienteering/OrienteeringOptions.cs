namespace MultiAgentEdge.Host.Planning;

/// <summary>How long to look for routes, and from which seed.</summary>
public sealed record OrienteeringOptions
{
    /// <summary>
    /// Same seed and <see cref="Rebuilds"/>, same routes, unless the time limit cuts the search short; with <see cref="UseAllTime"/> the
    /// clock decides.
    /// </summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Ruins and rebuilds of each of the heuristic's two threads. Null: so many that 100 nodes take some tenths of a second.
    /// </summary>
    public long? Rebuilds { get; init; }

    /// <summary>Cuts heuristic and proof: what was found until then is the answer.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Goes on until the time limit, unless the routes are proven optimal before; <see cref="Rebuilds"/> then only counts before a proof
    /// is tried. The search does the same things in the same order, but how far it comes depends on the machine, so two runs of one seed
    /// may differ.
    /// </summary>
    public bool UseAllTime { get; init; }
}
