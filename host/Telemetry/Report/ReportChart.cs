using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>A line chart with a shared horizontal axis. Thin out long runs before: a chart is a thousand pixels wide.</summary>
/// <param name="XLabel">With unit.</param>
/// <param name="YLabel">With unit.</param>
/// <param name="X">Ascending.</param>
public sealed record ReportChart(
    string Title, string Note, string XLabel, string YLabel, IReadOnlyList<double> X, IReadOnlyList<ReportSeries> Series)
    : ReportSection(Title, Note)
{
    /// <summary>Logarithmic; values at or below zero are gaps, and nine decades below the greatest value the chart ends.</summary>
    public bool LogY { get; init; }

    /// <summary>Moments marked by a dashed line with a name.</summary>
    public IReadOnlyList<(double X, string Name)> Events { get; init; } = [];

    /// <summary>Stretches of X that are shaded as trouble.</summary>
    public IReadOnlyList<(double From, double To)> Bands { get; init; } = [];

    /// <summary>X is the periods of the page's top view: all such charts and that view point at one period.</summary>
    public bool Synced { get; init; }

    public override string Body(int index) => $"<div class=\"chart\" id=\"s{index}\"></div>";

    /// <exception cref="InvalidOperationException">A series is not as long as X.</exception>
    public override JsonObject Data()
    {
        foreach (var series in Series)
        {
            if (series.Y.Count != X.Count)
                throw new InvalidOperationException($"{Title}: {series.Name} has {series.Y.Count} values for {X.Count} of X.");
        }

        return new JsonObject
        {
            ["kind"] = "chart",
            ["xLabel"] = XLabel,
            ["yLabel"] = YLabel,
            ["log"] = LogY,
            ["synced"] = Synced,
            ["x"] = Column(X),
            ["events"] = new JsonArray([.. Events.Select(e => (JsonNode)new JsonObject { ["x"] = Value(e.X), ["name"] = e.Name })]),
            [
                "bands"] = new JsonArray(
                    [.. Bands.Select(band => (JsonNode)new JsonObject { ["from"] = Value(band.From), ["to"] = Value(band.To) })]),
            ["series"] = new JsonArray(Series.Select(series => (JsonNode?)new JsonObject
            {
                ["name"] = series.Name,
                ["dashed"] = series.Dashed,
                ["points"] = series.Points,
                ["stepped"] = series.Stepped,
                ["quiet"] = series.Quiet,
                ["colour"] = series.Colour,
                ["y"] = Column(series.Y),
            }).ToArray()),
        };
    }
}
