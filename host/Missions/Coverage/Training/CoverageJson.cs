using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training.Mappo;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>The JSON of coverage: what <c>--json</c> prints and what run folders keep.</summary>
public static class CoverageJson
{
    public static RunHeader Begin(CoverageTrainOptions options, int checkpointEverySteps) =>
        new("train coverage", options.ToJson()) { Seed = (ulong)options.Seed, CheckpointEverySamples = checkpointEverySteps };

    public static JsonObject Results(
        CoverageTrainOptions options, ICoverageTrainer trainer, CoverageModel model, CoverageFigures figures, double seconds, string folder)
    {
        var policy = CoverageActors.Policies(model)[0];
        var json = new JsonObject
        {
            ["algorithm"] = options.Algorithm,
            ["agents"] = options.Agents,
            ["seed"] = options.Seed,
        };
        Add(json, figures);
        json["env_steps"] = trainer.StepsDone;
        json["env_steps_per_s"] = JsonText.Number(trainer.StepsDone / seconds);
        json["updates"] = trainer.Updates;
        json["updates_per_s"] = JsonText.Number(trainer.Updates / seconds);
        json["actor_parameters"] = policy.ParameterCount;
        json["actor_bytes"] = policy.ParameterBytes;
        json["actor_bytes_int8"] = policy.Quantise().ParameterBytes;
        json["seconds"] = JsonText.Number(seconds);
        json["run_dir"] = folder;
        json["warnings"] = trainer.Updates > 0
            ? []
            : JsonText.Array(["Nothing was learned: the run ended before its first update. Give it more --episodes."]);
        if (trainer is MappoCoverage curriculum)
            MappoJson.Add(json, curriculum);
        return json;
    }

    /// <summary>Of a run that ended before its end: it was not evaluated.</summary>
    public static JsonObject Early(CoverageTrainOptions options, ICoverageTrainer trainer, double seconds, string folder) => new()
    {
        ["algorithm"] = options.Algorithm,
        ["agents"] = options.Agents,
        ["seed"] = options.Seed,
        ["env_steps"] = trainer.StepsDone,
        ["env_steps_whole"] = trainer.Steps,
        ["updates"] = trainer.Updates,
        ["seconds"] = JsonText.Number(seconds),
        ["run_dir"] = folder,
    };

    public static void Add(JsonObject json, CoverageFigures figures)
    {
        json["episodes_evaluated"] = figures.Episodes;
        json["return_mean"] = JsonText.Number(figures.ReturnMean);
        json["return_std"] = JsonText.Number(figures.ReturnStd);
        json["terminal_violation_rate"] = JsonText.Number(figures.TerminalViolationRate);
        json["state_violation_rate"] = JsonText.Number(figures.StateViolationRate);
        json["time_steps_mean"] = JsonText.Number(figures.TimeStepsMean);
        json["actions_mean"] = JsonText.Number(figures.ActionsMean);
    }
}
