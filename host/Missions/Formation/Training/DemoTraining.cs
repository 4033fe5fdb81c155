using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Formation.Training;

/// <summary>
/// What the demo pushes as version 2: trained here and now, or by an earlier demo of this very program with the same options. Trained on
/// the linear plants of the scenario; wheeled bodies are driven with it all the same.
/// </summary>
public sealed class DemoTraining
{
    private const string Folder = "demo-training";

    private readonly FormationScenario scenario;
    private readonly Theta[] maps;
    private readonly double[][] theta;

    private DemoTraining(FormationScenario scenario, QLearnerOptions options, JsonObject theta, JsonObject json)
    {
        this.scenario = scenario;
        maps = [.. scenario.Agents.Select(
            (_, i) => new Theta(scenario.ParametersFor(i, FormationScenario.ImperfectModel), options.Blocks))];
        this.theta = [.. maps.Select(
            (map, i) => Enumerable.Range(0, map.Count).Select(k => theta[$"agent_{i + 1}"]![map.NameOf(k)]!.GetValue<double>()).ToArray())];
        Json = json;
    }

    /// <summary>For the demo's own JSON: where the training is, whether it was loaded, its figures.</summary>
    public JsonObject Json { get; }

    /// <summary>An agent's local problem as learned.</summary>
    public MpcParameters ParametersOf(int agent)
    {
        var parameters = scenario.ParametersFor(agent, FormationScenario.ImperfectModel);
        maps[agent].Apply(theta[agent], parameters);
        return parameters;
    }

    /// <param name="name">What the scenario goes by in the training's run.json.</param>
    public static async Task<DemoTraining> GetAsync(
        VerbContext context, string runs, string name, FormationScenario scenario, QLearnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        var begin = TrainingJson.Begin(name, options, checkpointEvery: options.Samples) with { Verb = Folder };
        if (Find(runs, begin) is var (path, kept) && path is not null)
        {
            context.Console.MarkupLineInterpolated($"Version 2 was learned by an earlier demo: {path}");
            var theta = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(path, "theta.json"), context.Cancellation))!;
            return new DemoTraining(scenario, options, theta, Summary(kept!, isLoaded: true));
        }

        context.Console.WriteLine($"Learning version 2 from {options.Samples} simulated control periods");
        using var folder = TrainingFolder.Create(runs, Folder, begin, context);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        TrainingResult? result = null;
        var json = await folder.KeepAsync(
            async () => result = await TrainingProgress.WatchAsync(
                context, options.Samples, progress => FormationTrainingRun.Run(folder, scenario, options, progress, context.Cancellation)),
            end => FormationTrainingRun.Leave(
                folder, end, "Formation: learned for the demo", name, scenario, isPaperExample: false, result, options, watch.Elapsed),
            () => { },
            verb: null);
        return new DemoTraining(scenario, options, TrainingJson.Theta(result!), Summary(json, isLoaded: false));
    }

    // The newest complete training of this program with exactly these options.
    private static (string? Path, JsonObject? Results) Find(string runs, RunHeader header)
    {
        // As it was read: numbers without the type that they were written from.
        var wanted = JsonNode.Parse(header.ToJson().ToJsonString())!.AsObject();
        if (!Directory.Exists(runs))
            return default;
        foreach (var path in Directory.GetDirectories(runs, $"*-{Folder}-*").OrderDescending(StringComparer.Ordinal))
        {
            try
            {
                var document = RunDocument.Read(Path.Combine(path, RunDocument.Name));
                var isSame = new[] { "verb", "options" }.All(key => JsonNode.DeepEquals(document[key], wanted[key]))
                    && new[] { "mae", "revision" }.All(key => JsonNode.DeepEquals(document["versions"]?[key], wanted["versions"]![key]));
                if (isSame && document["state"]?.ToString() == RunState.Completed && document["results"] is JsonObject results
                    && File.Exists(Path.Combine(path, "theta.json")))
                    return (path, results);
            }
            catch (Exception exception) when (exception is IOException or FormatException or UnauthorizedAccessException or MaeException)
            {
                // A folder that cannot be read is no training to load.
                continue;
            }
        }

        return default;
    }

    private static JsonObject Summary(JsonObject results, bool isLoaded)
    {
        var summary = new JsonObject { ["loaded"] = isLoaded };
        foreach (var key in new[] { "samples", "seed", "update", "stage_cost_first_1000", "stage_cost_last_1000",
            "td_error_abs_mean_last_1000", "evaluation", "seconds", "run_dir" })
            summary[key] = results[key]?.DeepClone();
        return summary;
    }
}
