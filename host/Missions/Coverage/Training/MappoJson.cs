using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Rewards;
using MultiAgentEdge.Host.Training.Mappo;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>A curriculum's stages: weights, where they came from, what the stage's policy does.</summary>
internal static class MappoJson
{
    public static void Add(JsonObject json, MappoCoverage trainer)
    {
        json["warnings"] = JsonText.Array(trainer.Curriculum.Warnings);
        json["stages"] = new JsonArray([.. trainer.Curriculum.Results.Select(Stage)]);
    }

    private static JsonNode Stage(StageResult stage) => new JsonObject
    {
        ["stage"] = stage.Number,
        ["name"] = stage.Name,
        ["env_steps_end"] = stage.StepsEnd,
        ["safe_distance_m"] = JsonText.Number(Math.Round(stage.ConstraintLevel, 9)),
        ["weights"] = RewardJson.Weights(stage.Weights),
        ["derivation"] = JsonText.Array(stage.Derivation),
        ["at_its_own_constraint"] = Figures(stage.Own),
        ["at_the_full_constraint"] = Figures(stage.Full),
    };

    private static JsonObject Figures(TaskEvaluation figures) => new()
    {
        ["episodes_evaluated"] = figures.Episodes,
        ["terminal_violation_rate"] = figures.TerminalViolationRate,
        ["state_violation_rate"] = figures.StateViolationRate,
        ["time_steps_mean"] = figures.TimeStepsMean,
        ["actions_mean"] = figures.CostMean,
        ["slowest_step"] = figures.SlowestStep,
        ["largest_cost"] = figures.LargestCost,
    };
}
