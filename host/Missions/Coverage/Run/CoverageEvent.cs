namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>Something that happens to a rover while a coverage run goes on.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Rover">Whom; null: the run chooses (a new one joins, the longest there leaves).</param>
/// <param name="AtS">When, simulated seconds since the start.</param>
/// <param name="UntilS">When a silence ends; otherwise the same.</param>
public sealed record CoverageEvent(CoverageEventKind Kind, string? Rover, double AtS, double UntilS);
