using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training.Coverage;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>A learning curve as one series a stage, so that a chart shows where one ends and the next begins.</summary>
internal static class CoverageStageSeries
{
    public static IReadOnlyList<ReportSeries> Of(
        ICoverageTrainer trainer, IReadOnlyList<double> steps, string name, IReadOnlyList<double> values)
    {
        if (trainer.Stages.Count < 2)
            return [new ReportSeries(name, values)];
        return [.. trainer.Stages.Select((stage, k) =>
        {
            var end = k + 1 < trainer.Stages.Count ? trainer.Stages[k + 1].FirstStep : double.PositiveInfinity;
            return new ReportSeries(
                $"stage {k + 1}", [.. values.Select((value, i) => steps[i] > stage.FirstStep && steps[i] <= end ? value : double.NaN)]);
        })];
    }
}
