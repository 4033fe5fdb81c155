namespace MultiAgentEdge.Host.Planning;

/// <summary>Routes of a team, start to end, one an agent; an agent that stays has start and end only.</summary>
/// <param name="Score">With start and end, once.</param>
/// <param name="Cost">Sum over the routes.</param>
/// <param name="ProvenOptimal">No solution has more score.</param>
public sealed record OrienteeringSolution(int[][] Routes, double Score, double Cost, bool ProvenOptimal);
