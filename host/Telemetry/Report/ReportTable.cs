namespace MultiAgentEdge.Host.Telemetry;

/// <summary>A table. Columns of numbers are aligned as such; the first column, and each that holds words, is read as text.</summary>
/// <param name="Rows">Each as long as <paramref name="Header"/>.</param>
public sealed record ReportTable(string Title, string Note, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
    : ReportSection(Title, Note)
{
    public override string Body(int index)
    {
        bool[] isText = [.. Header.Select((_, i) => i == 0 || Rows.Any(row => row[i].Length > 0 && char.IsLetter(row[i][0])))];
        string Cells(IReadOnlyList<string> cells, bool isHead) => string.Concat(cells.Select((cell, i) =>
        {
            var tag = isHead || i == 0 ? "th" : "td";
            return $"<{tag}{(isText[i] ? " class=\"text\"" : "")}>{ReportPage.Escape(cell)}</{tag}>";
        }));
        var rows = string.Concat(Rows.Select(row => $"<tr>{Cells(row, isHead: false)}</tr>\n"));
        return $"<div class=\"scroll\"><table "
            + $"class=\"plain\"><thead><tr>{Cells(Header, isHead: true)}</tr></thead><tbody>\n{rows}</tbody></table></div>";
    }
}
