namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>One control period of a team.</summary>
/// <param name="Tick">Its number, from 1.</param>
/// <param name="TimeS">Since the team began to drive.</param>
/// <param name="Rovers">All of the team, in one order.</param>
public sealed record TeamRecord(int Tick, double TimeS, IReadOnlyList<TeamRoverRecord> Rovers);
