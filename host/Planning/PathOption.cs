namespace MultiAgentEdge.Host.Planning;

/// <summary>One agent's path and the stored rest of a route it goes on with.</summary>
/// <param name="Route">From the agent's node to the depot.</param>
/// <param name="Nodes">Bit set of the unvisited nodes on it.</param>
/// <param name="StoredRoute">Whose rest it takes: no two agents the same. Negative: none, the path ends at the depot.</param>
/// <param name="Score">Of these nodes.</param>
/// <param name="TimeS">When the agent is back.</param>
internal sealed record PathOption(int[] Route, ulong Nodes, int StoredRoute, double Score, double TimeS)
{
    /// <summary>The stored rest from where the agent is, unchanged, or one as good.</summary>
    public bool Continues { get; init; }
}
