using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Formation.Training;

/// <summary>The JSON of a training run: what <c>--json</c> prints and what its folder keeps.</summary>
public static class TrainingJson
{
    public const string Verb = "train formation";

    public static RunHeader Begin(string scenario, QLearnerOptions options, int checkpointEvery) =>
        new(Verb, Options(scenario, options)) { Seed = options.Seed, CheckpointEverySamples = checkpointEvery };

    /// <summary>All that decides the run's bits.</summary>
    public static JsonObject Options(string scenario, QLearnerOptions options) => new()
    {
        ["scenario"] = scenario,
        ["seed"] = options.Seed,
        ["samples"] = options.Samples,
        ["rounds_per_period"] = options.Rounds,
        ["update"] = UpdateRules.NameOf(options.Update),
        ["step_size"] = options.StepSize,
        ["step_decay"] = options.StepDecay,
        ["td_error_limit"] = options.TdErrorLimit,
        ["fit_weight"] = options.FitWeight,
        ["shortfall_blocks"] = options.ShortfallBlocks,
        ["shortfall_block_samples"] = options.ShortfallBlockSamples,
        ["shortfall_margin"] = options.ShortfallMargin,
        ["coupling_tightening_limit_m"] = options.CouplingTighteningLimitM,
        ["value_step"] = options.ValueStep,
        ["exploration_first"] = options.ExplorationFirst,
        ["exploration_last"] = options.ExplorationLast,
        ["guard_interval_samples"] = options.GuardInterval,
        ["guard_runs"] = options.GuardRuns,
        ["divergence_factor"] = options.DivergenceFactor,
        ["blocks"] = new JsonArray([.. options.Blocks.Select(block => (JsonNode)new JsonObject
        {
            ["block"] = block.Block.ToString(),
            ["rate"] = JsonText.Array(block.Rate),
            ["lower"] = block.Lower,
            ["upper"] = block.Upper,
        })]),
    };

    public static JsonObject Result(string scenario, QLearnerOptions options, TrainingResult result, TimeSpan elapsed, string runFolder) =>
        new()
    {
        ["scenario"] = scenario,
        ["seed"] = options.Seed,
        ["samples"] = options.Samples,
        ["rounds_per_period"] = options.Rounds,
        ["update"] = UpdateRules.NameOf(options.Update),
        ["stage_cost_first_1000"] = JsonText.Number(result.StageCostFirst),
        ["stage_cost_last_1000"] = JsonText.Number(result.StageCostLast),
        ["violation_rate_last_1000"] = JsonText.Number(result.ViolationRateLast),
        ["td_error_abs_mean_last_1000"] = JsonText.Number(result.TdErrorAbsMeanLast),
        ["coupling_error_abs_mean_m"] = JsonText.Array(result.CouplingErrorAbsMeanM),
        ["rollbacks"] = result.Rollbacks,
        ["evaluation"] = Evaluations(result),
        ["seconds"] = JsonText.Number(elapsed.TotalSeconds),
        ["run_dir"] = runFolder,
    };

    /// <summary>Of a run that ended before its last sample: it was not evaluated.</summary>
    public static JsonObject Early(string scenario, QLearnerOptions options, int samplesDone, TimeSpan elapsed, string runFolder) => new()
    {
        ["scenario"] = scenario,
        ["seed"] = options.Seed,
        ["samples"] = options.Samples,
        ["samples_done"] = samplesDone,
        ["seconds"] = JsonText.Number(elapsed.TotalSeconds),
        ["run_dir"] = runFolder,
    };

    /// <summary>One object an agent: the learned change of every number from where it started.</summary>
    public static JsonObject Theta(TrainingResult result)
    {
        var all = new JsonObject();
        for (var i = 0; i < result.Maps.Count; i++)
        {
            var agent = new JsonObject();
            for (var k = 0; k < result.Theta[i].Length; k++)
                agent[result.Maps[i].NameOf(k)] = JsonText.Number(result.Theta[i][k]);
            all[$"agent_{i + 1}"] = agent;
        }

        if (result.Theta.Length > result.Maps.Count)
            all["coupling_tightening_m"] = JsonText.Array(result.Theta[^1]);
        return all;
    }

    public static JsonObject Evaluations(TrainingResult result) => new()
    {
        ["no_learning"] = Evaluation(result.NoLearning),
        ["learned"] = Evaluation(result.Learned),
        ["oracle"] = Evaluation(result.Oracle),
    };

    private static JsonObject Evaluation(FormationResult figures)
    {
        var json = new JsonObject
        {
            ["stage_cost_mean"] = JsonText.Number(figures.StageCost),
            ["violation_rate"] = JsonText.Number(figures.ViolationShare),
            ["coupling_error_abs_mean_m"] = JsonText.Array(figures.CouplingErrorAbsM),
        };
        if (!figures.HasInequalities)
            return json;
        json["distance_violation_rate"] = JsonText.Number(figures.ShortfallShare);
        json["distance_violation_tolerance_m"] = FormationResult.ShortfallToleranceM;
        json["distance_shortfall_mean_m"] = JsonText.Array(figures.ShortfallMeanM);
        return json;
    }
}
