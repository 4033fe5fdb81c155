using System.Globalization;
using MultiAgentEdge.Host.Cli.Verbs;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Cli.Training;

/// <summary>Writes the report.html of a run that learned.</summary>
public static class TrainingReports
{
    /// <param name="run">With the whole experience.csv.</param>
    /// <param name="isPaperExample">Whether the scenario is the example of paper S1.</param>
    /// <param name="facts">Beside seed, rounds, update and program.</param>
    public static void Write(
        RunFolder run,
        string title,
        FormationScenario scenario,
        bool isPaperExample,
        TrainingResult result,
        int rounds,
        ulong seed,
        UpdateRule update,
        params (string Label, string Value)[] facts)
    {
        ArgumentNullException.ThrowIfNull(run);
        var report = new FormationTrainingReport(scenario, result, run.PathOf("experience.csv"), rounds, seed) { IsPaperExample = isPaperExample };
        run.Write("report.html", report.Build(
            title,
            [
                .. facts,
                ("update", UpdateRules.NameOf(update)),
                ("rounds a period", rounds.ToString(CultureInfo.InvariantCulture)),
                ("seed", seed.ToString(CultureInfo.InvariantCulture)),
                ("rollbacks", result.Rollbacks.ToString(CultureInfo.InvariantCulture)),
                ("program", VersionInfo.Line),
                ("written", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ]).ToHtml());
    }
}
