using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>Who drove in a run, from its records alone.</summary>
internal static class TeamFigures
{
    public static Turnout Who(TeamRunOptions options, IReadOnlyList<TeamRecord> records)
    {
        var count = new TurnoutCount();
        foreach (var record in records)
        {
            count.BeginPeriod();
            foreach (var rover in record.Rovers)
                count.Note(rover.Name, rover.Drives, rover.Mode);
        }

        return count.Total(options.Rovers, options.Periods);
    }
}
