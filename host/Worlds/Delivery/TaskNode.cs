namespace MultiAgentEdge.Host.Worlds;

/// <summary>One task of paper S4: a place to visit.</summary>
/// <param name="Name">Unique in its graph.</param>
/// <param name="XM">Position, m.</param>
/// <param name="YM">Position, m.</param>
/// <param name="Score">What a visit counts, &gt;= 0; the paper counts nodes, so 1.</param>
public readonly record struct TaskNode(string Name, double XM, double YM, double Score = 1);
