using System.Globalization;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>What a curriculum adds to the report: its stages, and where each weight came from.</summary>
internal static class MappoReport
{
    public static IEnumerable<ReportSection> Sections(MappoCoverage trainer)
    {
        var stages = trainer.Curriculum.Results;
        yield return new ReportTable(
            "Stages",
            "Deterministic actions at the full safe distance of 0.3 m; 50 steps and 75 actions where a constraint is unmet. Paper S2, "
            + "tables 2 and 3.",
            ["stage", "until step", "safe distance, m", "penalty weight", "guidance weight", "cost weight", "discount",
                "not covered in time", "too near", "steps to cover", "moves"],
            [.. stages.Select(stage => (IReadOnlyList<string>)
            [
                $"{stage.Number}: {stage.Name}", $"{stage.StepsEnd}", WeightBound.Text(stage.ConstraintLevel), Text(stage.Weights?.Penalty),
                Text(stage.Weights?.Guidance), Text(stage.Weights?.Cost),
                Text(stage.Weights?.Gamma), Share(stage.Full.TerminalViolationRate), Share(stage.Full.StateViolationRate),
                Mean(stage.Full.TimeStepsMean), Mean(stage.Full.CostMean),
            ])]) { Wide = true };
        var sentences =
            stages.SelectMany(stage => stage.Derivation.Select(sentence => (IReadOnlyList<string>)[sentence, $"{stage.Number}"]))
            .Concat(trainer.Curriculum.Warnings.Select(warning => (IReadOnlyList<string>)[warning, "warning"])).ToList();
        if (sentences.Count > 0)
        {
            yield return new ReportTable(
                "Where the weights came from", "Paper S2, section 4: each stage's policy gives the next one's weights.",
                ["weight", "stage"], sentences) { Wide = true };
        }
    }

    private static string Text(double? value) => value is { } number ? WeightBound.Text(number) : "";

    private static string Share(double value) => value.ToString("P2", CultureInfo.InvariantCulture);

    private static string Mean(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
