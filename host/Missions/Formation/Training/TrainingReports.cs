using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Formation.Training;

/// <summary>What a run that learned came to: its report.html, and the table that closes it.</summary>
public static class TrainingReports
{
    /// <param name="learned">Name of the row of what was learned.</param>
    public static Table Table(TrainingResult result, string learned)
    {
        ArgumentNullException.ThrowIfNull(result);
        var table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns($"{FormationTraining.EvaluationRuns} new initial states", "cost", "mean abs coupling error, m", "violations");
        if (result.Learned.HasInequalities)
            table.AddColumn(string.Create(CultureInfo.InvariantCulture, $"distance short by {FormationResult.ShortfallToleranceM} m"));
        foreach (var (name, figures) in new[] { ("no learning", result.NoLearning), (learned, result.Learned), ("oracle", result.Oracle) })
        {
            string[] cells =
            [
                name,
                figures.StageCost.ToString("0.000", CultureInfo.InvariantCulture),
                string.Join(" / ", figures.CouplingErrorAbsM.Select(error => error.ToString("0.000", CultureInfo.InvariantCulture))),
                figures.ViolationShare.ToString("P1", CultureInfo.InvariantCulture),
                .. figures.HasInequalities ? [figures.ShortfallShare.ToString("P1", CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            ];
            table.AddRow(cells);
        }

        return table;
    }

    /// <param name="facts">Beside seed, rounds, update and program.</param>
    public static void Write(
        RunFolder run, FormationTrainingReport report, RunEnd end, string title, int rounds, ulong seed, UpdateRule update,
        params (string Label, string Value)[] facts)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(end);
        var page = report.Build(
            title,
            [
                .. facts,
                ("update", UpdateRules.NameOf(update)),
                ("rounds a period", rounds.ToString(CultureInfo.InvariantCulture)),
                ("seed", seed.ToString(CultureInfo.InvariantCulture)),
                ("program", VersionInfo.Line),
                ("written", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ]);
        run.Write("report.html", (page with { Notice = end.Notice }).ToHtml());
    }
}
