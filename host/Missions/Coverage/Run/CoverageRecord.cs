namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>One control period of a coverage run, as the period began.</summary>
/// <param name="Tick">Control period number, the first is 1.</param>
/// <param name="CoverDistanceM">Sum over landmarks of the distance to the nearest rover.</param>
/// <param name="Covered">Landmarks with a rover on them.</param>
/// <param name="Collisions">Pairs of rovers that overlap.</param>
/// <param name="Reward">Of paper S3: minus the cover distance, minus 2 collisions / rovers.</param>
public sealed record CoverageRecord(
    int Tick, double TimeS, double CoverDistanceM, int Covered, int Collisions, double Reward, CoverageRoverRecord[] Rovers);
