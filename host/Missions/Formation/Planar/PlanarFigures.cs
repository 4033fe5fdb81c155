using System.Globalization;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>What a run came to, from its records alone.</summary>
/// <param name="FormationErrorRmsM">Of relative positions: over all pairs of rovers that drive in formation and all periods since it
/// stood; NaN where it never did.</param>
/// <param name="PathErrorRmsM">Of the rovers' middle from its place.</param>
/// <param name="Contacts">Times that two bodies began to touch.</param>
/// <param name="LostPeriods">Periods in which a rover that drives did not know where it was, summed over rovers.</param>
public sealed record PlanarFigures(double FormationErrorRmsM, double PathErrorRmsM, int Contacts, long Interventions, int LostPeriods)
{
    /// <summary>How well the shape and its path were kept, for people.</summary>
    public string Kept => double.IsNaN(FormationErrorRmsM)
        ? "they never stood in formation"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{1000 * FormationErrorRmsM:0.0} mm rms between rovers, {1000 * PathErrorRmsM:0.0} mm from the path");

    public static PlanarFigures Of(IReadOnlyList<PlanarRecord> records, Func<PlanarRecord, bool>? counts = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        var formed = records.Where(record => record.IsFormed && counts?.Invoke(record) != false).ToList();
        var contacts = records.Select((record, i) => Math.Max(0, record.Contacts - (i == 0 ? 0 : records[i - 1].Contacts))).Sum();
        return new PlanarFigures(
            Rms(formed.Select(record => record.FormationErrorM)),
            Rms(formed.Select(record => record.PathErrorM)),
            contacts,
            records.Count == 0 ? 0 : records[^1].Rovers.Sum(rover => rover.Interventions),
            records.Sum(record => record.Rovers.Count(rover => rover.IsLost && rover.Drives)));
    }

    private static double Rms(IEnumerable<double> values)
    {
        var known = values.Where(value => !double.IsNaN(value)).ToList();
        return known.Count == 0 ? double.NaN : Math.Sqrt(known.Average(value => value * value));
    }
}
