using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>
/// One self-contained HTML page: title, facts and sections in the order given. No network and no other file; tables and pictures stand in
/// the HTML itself, charts (uPlot) and replays are drawn from the data embedded as JSON.
/// </summary>
public sealed record ReportPage
{
    public required string Title { get; init; }

    /// <summary>One sentence: what came out.</summary>
    public required string Headline { get; init; }

    /// <summary>Above everything else, where the page is not of a whole run: one or two sentences; empty elsewhere.</summary>
    public string Notice { get; init; } = "";

    /// <summary>Label and value, in the order shown: seed, options, versions.</summary>
    public IReadOnlyList<(string Label, string Value)> Facts { get; init; } = [];

    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    /// <summary>Sections that stand before the facts.</summary>
    public int FactsAfter { get; init; }

    public string ToHtml()
    {
        var page = new StringBuilder(ReportAssets.Text("page.html"));
        page.Replace("{{title}}", Escape(Title));
        page.Replace("{{headline}}", Escape(Headline));
        page.Replace("{{notice}}", Notice.Length == 0 ? "" : $"<p class=\"notice\" role=\"note\">{Escape(Notice)}</p>\n");
        page.Replace("{{css}}", ReportAssets.Text("uPlot.min.css") + "\n" + ReportAssets.Text("page.css"));
        page.Replace("{{uplot}}", ReportAssets.Text("uPlot.iife.min.js"));
        page.Replace("{{script}}", ReportAssets.Text("page.js"));
        string[] cards = [.. Sections.Select(Section)];
        page.Replace("{{sections}}", string.Concat([.. cards[..FactsAfter], FactsCard(), .. cards[FactsAfter..]]));
        // Last: nothing in the data is taken for a placeholder. The default encoder writes
        // < as \u003C, so no text can close the script element.
        page.Replace("{{data}}", new JsonArray(Sections.Select(section => (JsonNode?)section.Data()).ToArray()).ToJsonString());
        return page.ToString();
    }

    /// <summary>Three decimals, for a sentence; what is above zero never reads as zero.</summary>
    public static string Figure(double value) =>
        value is > 0 and < 0.0005 ? "below 0.001" : value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Text as HTML; braces too, so that a value never passes for a placeholder.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text).Replace("{", "&#123;", StringComparison.Ordinal);

    private string FactsCard()
    {
        var facts = string.Concat(Facts.Select(fact => $"<div><dt>{Escape(fact.Label)}</dt><dd>{Escape(fact.Value)}</dd></div>\n"));
        return $"<section class=\"wide\"><h2>This run</h2><dl>\n{facts}</dl></section>\n";
    }

    private static string Section(ReportSection section, int index)
    {
        var note = section.Note.Length == 0 ? "" : $" <small>{Escape(section.Note)}</small>";
        var wide = section.Wide ? " class=\"wide\"" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"<section{wide}><h2>{Escape(section.Title)}{note}</h2>{section.Body(index)}</section>\n");
    }
}
