using MultiAgentEdge.Host.Fleet;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Status;

/// <summary>A fleet as a table. A column that no rover has anything for is left away.</summary>
public static class StatusTable
{
    private static readonly (string Header, Func<RoverView, string> Cell, bool IsOptional)[] Columns =
    [
        ("rover", view => view.Name, false),
        ("mode", StatusText.Mode, false),
        ("said", StatusText.Age, false),
        ("firmware", StatusText.Firmware, false),
        ("tick", view => $"{view.Tick}", false),
        ("set", StatusText.Set, false),
        ("faults", StatusText.Faults, false),
        ("misses", view => $"{view.Presence?.MissedDeadlines}", false),
        ("gave way", view => $"{view.Presence?.Interventions}", true),
        ("battery V", StatusText.Battery, true),
        ("signal dBm", StatusText.Signal, true),
        ("state", StatusText.State, false),
    ];

    /// <param name="checks">What bring-ups found; null: no fleet file to keep it beside.</param>
    public static Table Of(IReadOnlyList<RoverView> views, CheckBook? checks = null)
    {
        (string Header, Func<RoverView, string> Cell, bool IsOptional)[] columns =
            [.. Columns[..^1], ("checked", view => checks?.Line(view.Name) ?? "", true), Columns[^1]];
        var shown = columns.Where(column => !column.IsOptional || views.Any(view => column.Cell(view).Length > 0)).ToList();
        var table = new Table().Border(TableBorder.Minimal).AddColumns([.. shown.Select(column => column.Header)]);
        foreach (var view in views)
        {
            table.AddRow([.. shown.Select(column =>
            {
                var cell = Markup.Escape(column.Cell(view));
                return column.Header == "mode" ? $"[{(view.IsThere ? "green" : "red")}]{cell}[/]" : cell;
            })]);
        }

        return table;
    }
}
