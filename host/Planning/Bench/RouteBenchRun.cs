namespace MultiAgentEdge.Host.Planning;

/// <summary>One instance solved from one seed.</summary>
/// <param name="Published">Score that others found; null: none is known.</param>
/// <param name="Seconds">Until the answer was there.</param>
public sealed record RouteBenchRun(
    string Name, int Nodes, int Agents, int Seed, double Score, double? Published, bool ProvenOptimal, double Seconds)
{
    /// <summary>How far above the published score, percent of it; negative: below. Null without one.</summary>
    public double? GapPercent => Published is { } published ? 100 * (Score - published) / Math.Max(1e-12, Math.Abs(published)) : null;

    public bool? IsAtOrAbove => Published is { } published ? Score >= published - 1e-6 : null;
}
