using MultiAgentEdge.Host.Missions.Team;

namespace PlatoonTeam;

/// <summary>How well a platoon kept its gaps, from its records alone.</summary>
public static class PlatoonFigures
{
    /// <summary>Records before this time are the start from rest, and do not count, s.</summary>
    public const double SettledS = 8;

    /// <summary>Distance to the rover ahead minus d0 + h v, m; NaN for the leader, or where a position is not known.</summary>
    public static double GapError(PlatoonOptions options, TeamRecord record, int rover)
    {
        if (rover == 0 || record.Rovers[rover].State.Length < 4)
            return double.NaN;
        return Along(record.Rovers[rover - 1]) - Along(record.Rovers[rover]) - options.StandstillM
            - (options.TimeGapS * record.Rovers[rover].State[3]);
    }

    /// <summary>Root mean square over followers and settled records, m; NaN where there are none.</summary>
    public static double GapErrorRms(PlatoonOptions options, IReadOnlyList<TeamRecord> records)
    {
        var errors = All(options, records.Where(record => record.TimeS >= SettledS)).ToList();
        return errors.Count == 0 ? double.NaN : Math.Sqrt(errors.Average(error => error * error));
    }

    /// <summary>Least distance between the middles of two that follow each other, m; NaN where there are none.</summary>
    public static double LeastDistance(IReadOnlyList<TeamRecord> records) => records
        .SelectMany(
            record => Enumerable.Range(1, record.Rovers.Count - 1).Select(i => Along(record.Rovers[i - 1]) - Along(record.Rovers[i])))
        .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    private static IEnumerable<double> All(PlatoonOptions options, IEnumerable<TeamRecord> records) =>
        records
            .SelectMany(record => Enumerable.Range(1, record.Rovers.Count - 1).Select(i => GapError(options, record, i)))
            .Where(double.IsFinite);

    // Where it truly is, or, of rovers that are out there, where it says it is.
    private static double Along(TeamRoverRecord rover) =>
        double.IsFinite(rover.XM) ? rover.XM : rover.State.Length > 0 ? rover.State[0] : double.NaN;
}
