using System.Globalization;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>The page of a batch: by option, every run, and the figure over the runs.</summary>
internal static class BatchPage
{
    public static ReportPage Of(BatchSummary summary, string notice)
    {
        var figure = summary.Figure;
        var label = figure?.Label ?? "figure";
        List<ReportSection> sections =
        [
            new ReportTable(
                "By option", figure is null ? "no run is done" : $"{label}, {(figure.Better < 0 ? "less" : "more")} is better",
                ["options", "runs", "mean", "spread", "least", "greatest", "best seed"],
                [.. summary.Groups.Select(group => (IReadOnlyList<string>)
                [
                    group.Text.Length == 0 ? "all" : group.Text, Text(group.Spread.Count), Text(group.Spread.Mean),
                    Text(group.Spread.Deviation), Text(group.Spread.Least), Text(group.Spread.Greatest), group.Best?.SeedText ?? "",
                ])]),
            new ReportTable(
                "Runs", "each has a page of its own in its folder",
                ["run", "seed", "options", "state", "attempts", label, "folder or error"],
                [.. summary.Rows.Select(row => (IReadOnlyList<string>)
                [
                    row.Id, row.SeedText, row.OptionText, row.State, Text(row.Attempts), Text(row.Figure?.Value ?? double.NaN),
                    row.Error is { } error ? $"{error["code"]} {error["what"]}"
                        : row.RunFolder is { } folder ? Path.GetRelativePath(summary.Folder, folder) : "",
                ])]) { Wide = true },
        ];
        if (Chart(summary, label) is { } chart)
            sections.Insert(1, chart);
        return new ReportPage
        {
            Title = $"mae {summary.Verb}, {summary.Rows.Count} runs",
            Headline = Headline(summary, label),
            Notice = notice,
            Facts = [("batch", summary.Name), ("done", Text(summary.Count(QueueState.Done))),
                ("failed", Text(summary.Count(QueueState.Failed)))],
            Sections = sections,
        };
    }

    private static string Headline(BatchSummary summary, string label) => summary.Best is { } best
        ? $"Best {label} {Text(best.Figure!.Value)}: "
            + $"{(best.OptionText.Length == 0 ? "" : best.OptionText + ", ")}seed {best.SeedText}."
        : $"{summary.Count(QueueState.Done)} of {summary.Rows.Count} runs are done.";

    // One series a choice of options, its runs from best to worst: how much of a difference is luck is seen at once.
    private static ReportChart? Chart(BatchSummary summary, string label)
    {
        var most = summary.Groups.Max(group => group.Spread.Count);
        if (most < 2)
            return null;
        var series = summary.Groups.Select(group =>
        {
            var values = group.Rows
                .Select(row => row.Figure?.Value ?? double.NaN)
                .Where(double.IsFinite)
                .OrderBy(value => -value * (summary.Figure?.Better is 0 or null ? 1 : summary.Figure.Better))
                .ToList();
            values.AddRange(Enumerable.Repeat(double.NaN, most - values.Count));
            return new ReportSeries(group.Text.Length == 0 ? "all" : group.Text, values) { Points = true };
        });
        return new ReportChart(
            "Spread", "the runs of each choice of options, best first", "place among its runs", label,
            [.. Enumerable.Range(1, most).Select(place => (double)place)], [.. series]);
    }

    private static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("G5", CultureInfo.InvariantCulture);
}
