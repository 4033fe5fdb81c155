using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>The page of a coverage run: what the team did, seen from above, and how well.</summary>
public static class CoverageRunReport
{
    public static ReportPage Build(
        CoverageRunOptions options, CoverageRunSummary summary, string policy, IReadOnlyList<CoverageRecord> records)
    {
        double[] time = [.. records.Select(record => record.TimeS)];
        var landmarks = options.LandmarksM.Length / 2;
        return new ReportPage
        {
            Title = $"Coverage by {options.Agents} rovers",
            Headline = records.Count == 0
                ? "Nothing was driven."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"An actor trained to see {options.Policy.Sense.Others} others drives {options.Agents} rovers: "
                    + $"{(double.IsNaN(summary.ReturnFirst) ? "" : Invariant($"return {summary.ReturnFirst:0.0} in the first episode, "))}{summary.CoveredShare:P0} of the landmarks covered at the end."),
            Facts =
            [
                ("policy", policy),
                ("actor",
                    Invariant(
                        $"{string.Join("-", options.Policy.Layers.Select(layer => layer.Inputs).Append(options.Policy.Layers[^1].Outputs))}, {options.Policy.ParameterBytes} bytes{(options.Policy.IsQuantised ? " in int8" : "")}")),
                ("scope",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{options.Policy.Sense.Others} others, {options.Policy.Sense.Landmarks} landmarks, range "
                        + $"{(double.IsFinite(options.Policy.Sense.RangeM) ? $"{options.Policy.Sense.RangeM} m" : "unlimited")}, memory "
                        + $"{(options.Policy.Sense.HasMemory ? "on" : "off")}")),
                ("bodies", options.Bodies),
                ("transport", summary.Broker is null ? summary.Transport : $"{summary.Transport}, broker {summary.Broker}"),
                ("client", summary.Client),
                ("control periods", Invariant($"{summary.Periods} of {options.Policy.PeriodS} s")),
                ("joins, leaves, silences, returns",
                    Invariant($"{summary.Joins}, {summary.Leaves}, {summary.Silences}, {summary.Returns}")),
                ("deadline misses", Invariant($"{summary.DeadlineMisses}")),
                ("neighbours missed", Invariant($"{summary.NeighboursMissed}")),
                ("seed", Invariant($"{options.Seed}")),
                ("program", VersionInfo.Line),
            ],
            Sections = records.Count == 0 ? [] :
            [
                new ReportReplay(
                    "The run from above",
                    Invariant(
                        $"discs: rovers at their true size; marks: landmarks, as wide as counts for covered ({options.CoverRadiusM} m)"),
                    options.Policy.PeriodS,
                    [.. records[0].Rovers.Select(
                        (rover, i) => new ReportTrack(
                            rover.Name, [.. records.Select(r => r.Rovers[i].XM)], [.. records.Select(r => r.Rovers[i].YM)],
                            CoverageArena.RadiusM))],
                    [.. Enumerable
                        .Range(0, landmarks)
                        .Select(
                            l => new ReportMark(options.LandmarksM[2 * l], options.LandmarksM[(2 * l) + 1], options.CoverRadiusM, ""))]),
                new ReportChart(
                    "Distance of landmarks to their nearest rover",
                    "sum over landmarks",
                    "time, s",
                    "sum of distances, m",
                    time,
                    [new ReportSeries("sum of distances", [.. records.Select(record => record.CoverDistanceM)])]),
                new ReportChart(
                    "Rovers driving, landmarks covered, pairs in contact",
                    Invariant($"covered: within {options.CoverRadiusM} m"),
                    "time, s",
                    "count",
                    time,
                    [
                        new ReportSeries(
                            "driving",
                            [.. records.Select(record => (double)record.Rovers.Count(rover => rover.Mode is "running" or "degraded"))]),
                        new ReportSeries("landmarks covered", [.. records.Select(record => (double)record.Covered)]),
                        new ReportSeries("pairs in contact", [.. records.Select(record => (double)record.Collisions)]) { Points = true },
                        new ReportSeries("landmarks", [.. records.Select(_ => (double)landmarks)]) { Dashed = true },
                    ]),
                new ReportChart(
                    "Others in each rover's scope",
                    "what its actor was shown, remembered ones included",
                    "time, s",
                    "others",
                    time,
                    [.. records[0].Rovers.Select(
                        (rover, i) => new ReportSeries(
                            rover.Name, [.. records.Select(r => r.Rovers[i].Mode == "absent" ? double.NaN : r.Rovers[i].InScope)]))]),
                new ReportTable(
                    "Rovers at the end", "", ["rover", "mode", "version", "x, m", "y, m", "in scope"], [.. records[^1].Rovers.Select(Row)]),
            ],
        };
    }

    private static string[] Row(CoverageRoverRecord rover) => rover.Mode == "absent"
        ? [rover.Name, rover.Mode, "", "", "", ""]
        : [rover.Name, rover.Mode, Invariant($"{rover.ParameterVersion}"), Invariant($"{rover.XM:0.000}"), Invariant($"{rover.YM:0.000}"),
            Invariant($"{rover.InScope}")];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
