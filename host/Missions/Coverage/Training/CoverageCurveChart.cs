using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training.Mappo;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>A learning curve as a chart: what it is in words, with its unit, and where the paper has the same plot.</summary>
internal static class CoverageCurveChart
{
    private static readonly Dictionary<string, (string Title, string Note, string Label)> Words = new(StringComparer.Ordinal)
    {
        ["return_exploring"] = ("Return while learning",
            "as figure 6 of paper S3: of an agent and episode, actions drawn at random by the actor", "return, reward"),
        ["critic_loss"] = ("Critic's error", "mean square of what the critic was wrong by", "reward²"),
        ["actor_value"] = ("Value of the actor's actions", "as the critic sees them", "value, reward"),
        ["terminal_violation_rate"] = ("Not covered in time", "as figures 3a, 4a, 5a of paper S2", "share of the episodes"),
        ["state_violation_rate"] = ("Too near to each other", "as figures 3b, 4b, 5b of paper S2", "share of the episodes"),
        ["time_steps"] = ("Time to cover", "as figures 3c, 4c of paper S2", "steps"),
        ["actions"] = ("Moves of the team", "as figure 5c of paper S2", "moves an episode"),
        ["return_by_reward"] = ("Return while learning", "by the reward that the stage learns from", "return, reward"),
    };

    public static ReportChart Of(ICoverageTrainer trainer, string name, double[] steps, double[] values)
    {
        var (title, note, label) = Words.TryGetValue(name, out var known) ? known : (name.Replace('_', ' '), "", name.Replace('_', ' '));
        var stages = trainer.Stages.Count < 2
            ? ""
            : "; stages: " + string.Join(", ", trainer.Stages.Select((stage, k) => $"{k + 1} {stage.Name}"));
        return new ReportChart(
            title, note + stages, "environment steps", label, steps, CoverageStageSeries.Of(trainer, steps, title, values));
    }
}
