using System.Globalization;
using System.Text;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>A fleet on lanes, each rover two metres behind the one before: as a record, and as the text of its file.</summary>
internal static class FleetText
{
    private const double ApartM = 2;

    public static FleetFile Chain(string name, int rovers, double periodS, int rounds)
    {
        List<RoverEntry> entries = [.. Enumerable.Range(1, rovers).Select(n => new RoverEntry { Name = RoverName(n) })];
        return new FleetFile
        {
            Fleet = name,
            PeriodS = periodS,
            RoundsPerPeriod = rounds,
            Rovers = entries,
            Distances = [.. Enumerable.Range(1, rovers - 1).Select(n => new DistanceEntry(RoverName(n), RoverName(n + 1), ApartM))],
        };
    }

    public static string Of(FleetFile fleet)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"fleet: {fleet.Fleet}\nperiod_s: {fleet.PeriodS}\nrounds_per_period: {fleet.RoundsPerPeriod}\nrovers:\n");
        foreach (var rover in fleet.Rovers)
            text.Append(CultureInfo.InvariantCulture, $"  - name: {rover.Name}\n");
        text.Append("formation:\n  distances:\n");
        foreach (var row in fleet.Distances)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"    - {{ from: {row.From}, to: {row.To}, distance_m: {row.DistanceM} }}\n");
        }

        return text.ToString();
    }

    private static string RoverName(int number) => string.Create(CultureInfo.InvariantCulture, $"rover-{number:000}");
}
