using System.Globalization;
using System.Text;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>Figures before and after something, side by side as numbers and as bars.</summary>
/// <param name="What">Head of the first column.</param>
public sealed record ReportComparison(
    string Title, string Note, string What, string Before, string After, IReadOnlyList<(string Label, double Before, double After)> Rows)
    : ReportSection(Title, Note)
{
    public override string Body(int index)
    {
        var table = new StringBuilder("<table class=\"compared\"><thead><tr>")
            .AppendJoin("", new[] { What, Before, After, "" }.Select(cell => $"<th>{ReportPage.Escape(cell)}</th>"))
            .Append("</tr></thead><tbody>\n");
        foreach (var (label, before, after) in Rows)
        {
            var scale = Math.Max(Math.Abs(before), Math.Abs(after));
            table.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th>{ReportPage.Escape(label)}</th><td>{Number(before)}</td><td>{Number(after)}</td><td>{Bar(before, scale, "before")}{Bar(after, scale, "after")}</td></tr>\n");
        }

        return table.Append("</tbody></table>").ToString();
    }

    private static string Bar(double value, double scale, string kind)
    {
        var percent = scale > 0 && double.IsFinite(value) ? 100 * Math.Abs(value) / scale : 0;
        return string.Create(CultureInfo.InvariantCulture, $"<i class=\"bar {kind}\" style=\"width:{percent:0.#}%\"></i>");
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("G4", CultureInfo.InvariantCulture) : "–";
}
