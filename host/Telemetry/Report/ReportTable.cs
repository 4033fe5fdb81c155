namespace MultiAgentEdge.Host.Telemetry;

/// <summary>A table. The first column is read as text, the others are aligned as numbers.</summary>
/// <param name="Rows">Each as long as <paramref name="Header"/>.</param>
public sealed record ReportTable(string Title, string Note, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportSection(Title, Note)
{
    internal override string Body(int index)
    {
        var head = string.Concat(Header.Select(cell => $"<th>{ReportPage.Escape(cell)}</th>"));
        var rows = string.Concat(Rows.Select(row => $"<tr>{string.Concat(row.Select((cell, i) => i == 0 ? $"<th>{ReportPage.Escape(cell)}</th>" : $"<td>{ReportPage.Escape(cell)}</td>"))}</tr>\n"));
        return $"<div class=\"scroll\"><table class=\"plain\"><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table></div>";
    }
}
