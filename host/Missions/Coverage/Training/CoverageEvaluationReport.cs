using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training.Coverage;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>report.html of an evaluation: the figures, and how the team drives.</summary>
internal static class CoverageEvaluationReport
{
    public static string Page(
        string policy, CoverageModel model, CoverageEvaluationOptions options, bool int8, CoverageFigures figures, CoverageReplay replay) =>
            new ReportPage
    {
        Title = $"Coverage by {options.Agents} agents",
        Headline = string.Create(
            CultureInfo.InvariantCulture,
            $"Return {figures.ReturnMean:0.00} of an agent and episode, by {model.Algorithm} trained with {model.Agents} agents; "
            + $"{figures.TerminalViolationRate:P1} not covered in time or with a collision before."),
        Facts =
        [
            ("policy", policy), ("agents driven", $"{options.Agents}"), ("agents trained", $"{model.Agents}"),
            ("episodes", $"{figures.Episodes}"), ("seed of the starts", $"{options.Seed}"),
            ("range",
                double.IsFinite(options.RangeM) ? Invariant($"{options.RangeM} m, memory {(options.Memory ? "on" : "off")}") : "unlimited"),
                ("weights", int8 ? "int8" : "float32"), ("program", VersionInfo.Line),
        ],
        Sections =
        [
            CoverageTrainReport.Replay(options.Agents, replay),
            new ReportTable(
                "Figures",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Deterministic actions; {2 * model.EpisodeSteps} steps and {options.Agents * model.EpisodeSteps} moves where a "
                    + $"constraint is unmet."), ["", ""],
                [
                    ["return", Invariant($"{figures.ReturnMean:0.00} +- {figures.ReturnStd:0.00}")],
                    ["terminal violations", Invariant($"{figures.TerminalViolationRate:P2}")],
                    ["state violations", Invariant($"{figures.StateViolationRate:P2}")],
                    ["steps to cover", Invariant($"{figures.TimeStepsMean:0.0}")], ["moves", Invariant($"{figures.ActionsMean:0.0}")],
                ]),
        ],
    }.ToHtml();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
