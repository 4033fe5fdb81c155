using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>
/// One self-contained HTML file: no network, no other file. Tables are in the HTML itself; charts (uPlot) and the animated top view are drawn from the data
/// embedded as JSON.
/// </summary>
public static class HtmlReport
{
    /// <summary>Enough for a plot; the exact figures stand in the CSV.</summary>
    private const int PlotDigits = 6;

    public static string Build(FormationReport report)
    {
        var page = new StringBuilder(ReportAssets.Text("report.html"));
        page.Replace("{{title}}", ReportPage.Escape(report.Title));
        page.Replace("{{headline}}", ReportPage.Escape(report.Headline));
        page.Replace("{{facts}}", string.Concat(report.Facts.Select(fact => $"<div><dt>{ReportPage.Escape(fact.Label)}</dt><dd>{ReportPage.Escape(fact.Value)}</dd></div>\n")));
        page.Replace("{{comparison}}", Comparison(report));
        page.Replace("{{css}}", ReportAssets.Text("uPlot.min.css") + "\n" + ReportAssets.Text("report.css"));
        page.Replace("{{uplot}}", ReportAssets.Text("uPlot.iife.min.js"));
        page.Replace("{{script}}", ReportAssets.Text("report.js"));
        // Last: nothing in the data is taken for a placeholder. The default encoder writes < as \u003C, so no text can close the script element.
        page.Replace("{{data}}", Data(report).ToJsonString());
        return page.ToString();
    }

    private static string Comparison(FormationReport report)
    {
        if (report.Comparison.Count == 0)
            return "";
        var table = new StringBuilder("<table><thead><tr><th>mean, last periods of each</th><th>version 1</th><th>version 2</th><th></th></tr></thead><tbody>\n");
        foreach (var (label, before, after) in report.Comparison)
        {
            var scale = Math.Max(Math.Abs(before), Math.Abs(after));
            table.Append(CultureInfo.InvariantCulture, $"<tr><th>{ReportPage.Escape(label)}</th><td>{Number(before)}</td><td>{Number(after)}</td><td>{Bar(before, scale, "v1")}{Bar(after, scale, "v2")}</td></tr>\n");
        }

        return table.Append("</tbody></table>").ToString();
    }

    private static string Bar(double value, double scale, string kind)
    {
        var percent = scale > 0 && double.IsFinite(value) ? 100 * Math.Abs(value) / scale : 0;
        return string.Create(CultureInfo.InvariantCulture, $"<i class=\"bar {kind}\" style=\"width:{percent:0.#}%\"></i>");
    }

    private static JsonObject Data(FormationReport report)
    {
        var periods = report.Periods;
        var rovers = periods.Count == 0 ? [] : periods[0].Rovers;
        return new JsonObject
        {
            ["time"] = Column(periods, p => p.TimeS),
            ["tick"] = Column(periods, p => p.Tick),
            ["cost"] = Column(periods, p => p.StageCost),
            ["rounds"] = Column(periods, p => p.Rounds),
            ["residual"] = Column(periods, p => p.Residual),
            ["error"] = Columns(report.CouplingNames.Count, row => Column(periods, p => p.CouplingErrorM[row])),
            ["multiplier"] = Columns(report.CouplingNames.Count, row => Column(periods, p => row < p.Multipliers.Length ? p.Multipliers[row] : double.NaN)),
            ["couplings"] = new JsonArray(report.CouplingNames.Select((name, row) => (JsonNode)new JsonObject
            {
                ["name"] = name,
                ["from"] = report.CouplingPairs[row].From,
                ["to"] = report.CouplingPairs[row].To,
                ["target"] = report.CouplingTargetM[row],
            }).ToArray()),
            ["rovers"] = new JsonArray(rovers.Select((rover, i) => (JsonNode)new JsonObject
            {
                ["name"] = rover.Name,
                ["min"] = Value(report.PositionLimitM[i].MinM),
                ["max"] = Value(report.PositionLimitM[i].MaxM),
                ["state"] = Columns(rover.State.Length, s => Column(periods, p => p.Rovers[i].State[s])),
                ["input"] = Columns(rover.Input.Length, u => Column(periods, p => p.Rovers[i].Input[u])),
                ["solveUs"] = Column(periods, p => p.Rovers[i].SolveUs),
                ["iterations"] = Column(periods, p => p.Rovers[i].Iterations),
                ["misses"] = Column(periods, p => p.Rovers[i].DeadlineMisses),
                ["version"] = Column(periods, p => p.Rovers[i].ParameterVersion),
                ["mode"] = new JsonArray(periods.Select(p => (JsonNode?)p.Rovers[i].Mode).ToArray()),
            }).ToArray()),
        };
    }

    private static JsonArray Columns(int count, Func<int, JsonArray> column) => new(Enumerable.Range(0, count).Select(i => (JsonNode?)column(i)).ToArray());

    private static JsonArray Column(IReadOnlyList<PeriodRecord> periods, Func<PeriodRecord, double> value) => new(periods.Select(period => Value(value(period))).ToArray());

    private static JsonValue? Value(double value) =>
        double.IsFinite(value) ? JsonValue.Create(double.Parse(value.ToString("G" + PlotDigits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null;

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("G4", CultureInfo.InvariantCulture) : "–";
}
