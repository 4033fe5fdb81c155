using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs.Queue;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>A batch as tables of text: its runs, and what they came to by option.</summary>
internal static class BatchTable
{
    public static void Write(VerbContext context, BatchSummary summary)
    {
        var label = summary.Figure?.Label ?? "figure";
        var runs = new FittedTable("run", "seed", "options", "state", "attempts", label).Optional("attempts");
        foreach (var row in summary.Rows)
        {
            runs.Add(
                row.Id, row.SeedText, row.OptionText, row.State, row.Attempts.ToString(CultureInfo.InvariantCulture),
                Text(row.Figure?.Value ?? double.NaN));
        }

        runs.Write(context.Console);
        if (summary.Figure is null)
            return;
        context.Console.WriteLine();
        var groups = new FittedTable("options", "runs", "mean", "spread", "least", "greatest", "best seed").Optional("best seed");
        foreach (var group in summary.Groups)
        {
            groups.Add(
                group.Text.Length == 0 ? "all" : group.Text, Text(group.Spread.Count), Text(group.Spread.Mean),
                Text(group.Spread.Deviation), Text(group.Spread.Least), Text(group.Spread.Greatest), group.Best?.SeedText ?? "");
        }

        groups.Write(context.Console);
        if (summary.Best is { } best)
            context.Console.WriteLine($"Best {label} {Text(best.Figure!.Value)}: run {best.Id}, {best.RunFolder}");
    }

    private static string Text(double value) => double.IsNaN(value) ? "-" : value.ToString("G4", CultureInfo.InvariantCulture);
}
