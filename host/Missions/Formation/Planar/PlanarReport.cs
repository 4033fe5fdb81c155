using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>The page of a formation in the plane: what happened, seen from above, and how well the rovers kept their places.</summary>
public static class PlanarReport
{
    public static ReportPage Build(
        string title, PlanarRunOptions options, PlanarSummary summary, IReadOnlyList<PlanarRecord> records, IReadOnlyList<string> story)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(records);
        var figures = PlanarFigures.Of(records);
        double[] time = [.. records.Select(record => record.TimeS)];
        return new ReportPage
        {
            Title = title,
            Headline = records.Count == 0 ? "Nothing was driven."
                : Invariant($"{options.Rovers.Count} rovers: {figures.Kept}; {Contacts(figures.Contacts)}."),
            Facts =
            [
                ("rovers", Invariant($"{options.Rovers.Count}, on two wheels")),
                ("shape, path", Invariant($"{options.Shape.Name}, {options.Path.Name} at {options.SpeedMS} m/s")),
                ("pose", options.Truth.Track == "none" ? "wheels and gyroscope" : "camera, late and noisy"),
                ("transport", summary.Broker is null ? summary.Transport : $"{summary.Transport}, broker {summary.Broker}"),
                ("client", summary.Client),
                ("control periods", Invariant($"{summary.Periods} of {options.PeriodS} s")),
                ("rounds a period", Invariant($"{options.RoundsPerPeriod}, {summary.RoundsIncomplete} incomplete")),
                ("changes of shape", Invariant($"{summary.ShapeChanges}")),
                ("safety filter", Invariant($"{figures.Interventions} interventions")),
                ("deadline misses", Invariant($"{summary.DeadlineMisses}")),
                ("seed", Invariant($"{options.Seed}")),
                ("program", VersionInfo.Line),
            ],
            Sections = records.Count == 0 ? [] :
            [
                new ReportReplay(
                    "The formation from above", "discs: rovers at their true size, where they truly were, m", options.PeriodS,
                    [.. records[0].Rovers.Select((rover, i) => new ReportTrack(
                        rover.Name, [.. records.Select(r => r.Rovers[i].XM)], [.. records.Select(r => r.Rovers[i].YM)],
                        FormationShape.BodyRadiusM))],
                    [.. Along(records), .. FloorMarks.Of(options.Floor, summary.Floor)]),
                .. story.Count == 0
                    ? (ReportSection[])[]
                    : [new ReportTable("What happened", "", ["event"], [.. story.Select(line => (string[])[line])])],
                new ReportChart(
                    "Error of relative positions",
                    "rms over all pairs of rovers in formation; counted from where the first formation stands", "time, s", "m", time,
                    [
                        new ReportSeries("between rovers", [.. records.Select(record => record.FormationErrorM)]),
                        new ReportSeries("of their middle from its place", [.. records.Select(record => record.PathErrorM)]),
                    ]),
                new ReportChart(
                    "Distance of each rover from its place", "", "time, s", "m", time,
                    [.. records[0].Rovers.Select(
                        (rover, i) => new ReportSeries(
                            rover.Name,
                            [.. records.Select(
                                r => Math.Sqrt(
                                    (r.Rovers[i].ErrorXM * r.Rovers[i].ErrorXM) + (r.Rovers[i].ErrorYM * r.Rovers[i].ErrorYM)))]))]),
                new ReportChart(
                    "Pace", "share of the wanted speed: the path waits for whoever falls behind", "time, s", "", time,
                    [new ReportSeries("pace", [.. records.Select(record => record.Share)])]),
                new ReportTable(
                    "Rovers at the end", "", ["rover", "mode", "version", "x, m", "y, m"],
                    [.. records[^1].Rovers.Select(
                        rover => (string[])[rover.Name, rover.Mode, Invariant($"{rover.ParameterVersion}"), Invariant($"{rover.XM:0.000}"),
                            Invariant($"{rover.YM:0.000}")])]),
            ],
        };
    }

    // Where the path led, a dot every fifth of a metre.
    private static List<ReportMark> Along(IReadOnlyList<PlanarRecord> records)
    {
        var (x, y) = (double.NaN, double.NaN);
        var marks = new List<ReportMark>();
        foreach (var record in records)
        {
            var (dx, dy) = (record.PathXM - x, record.PathYM - y);
            if (marks.Count >= 200 || (dx * dx) + (dy * dy) < 0.04
                || marks.Any(mark => Math.Abs(mark.X - record.PathXM) + Math.Abs(mark.Y - record.PathYM) < 0.1))
                continue;
            (x, y) = (record.PathXM, record.PathYM);
            marks.Add(new ReportMark(x, y, 0.01, ""));
        }

        return marks;
    }

    private static string Contacts(int contacts) =>
        contacts == 0 ? "nobody touched anybody" : Invariant($"bodies touched {contacts} times");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
