using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>A line chart with a shared horizontal axis. Thin out long runs before: a chart is a thousand pixels wide.</summary>
/// <param name="XLabel">With unit.</param>
/// <param name="YLabel">With unit.</param>
/// <param name="X">Ascending.</param>
public sealed record ReportChart(string Title, string Note, string XLabel, string YLabel, IReadOnlyList<double> X, IReadOnlyList<ReportSeries> Series)
    : ReportSection(Title, Note)
{
    /// <summary>Logarithmic; values at or below zero are gaps.</summary>
    public bool LogY { get; init; }

    internal override string Body(int index) => $"<div class=\"chart\" id=\"s{index}\"></div>";

    /// <exception cref="InvalidOperationException">A series is not as long as X.</exception>
    internal override JsonObject Data()
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
            ["x"] = Column(X),
            ["series"] = new JsonArray(Series.Select(series => (JsonNode?)new JsonObject
            {
                ["name"] = series.Name,
                ["dashed"] = series.Dashed,
                ["points"] = series.Points,
                ["y"] = Column(series.Y),
            }).ToArray()),
        };
    }
}
