using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>
/// A trained policy as a run folder holds it: policy.json (what it was trained for) and actor.set (the parameter set that is pushed to a
/// rover), or actor-1.set, actor-2.set ... where every agent has its own.
/// </summary>
public sealed record CoveragePolicyFolder(CoverageModel Model, IReadOnlyList<CoveragePolicy> Policies)
{
    /// <summary>Largest file of a parameter set: as large as the largest that is built.</summary>
    internal const int MaxSetBytes = 1 << 20;

    private const string Kind = "coverage";
    private const string Actions = "discrete-5";

    /// <param name="landmarksM">Of the mission that the sets carry; whoever pushes them puts its own. // n x 2</param>
    public static void Write(RunFolder run, CoverageModel model, double[] landmarksM)
    {
        var policies = CoverageActors.Policies(model);
        for (var i = 0; i < policies.Count; i++)
            run.Write(SetName(i, policies.Count), CoverageParameterSet.Build(policies[i], landmarksM, 1));
        // Last: a folder with a policy.json is whole.
        run.Write("policy.json", new JsonObject
        {
            ["kind"] = Kind,
            ["algorithm"] = model.Algorithm,
            ["agents"] = model.Agents,
            ["landmarks"] = model.Shape.Landmarks,
            ["others"] = model.Shape.Others,
            ["time_feature"] = model.Shape.TimeFeature,
            ["sorted"] = model.Shape.Sorted,
            ["episode_steps"] = model.EpisodeSteps,
            ["initial_separation_m"] = model.InitialSeparationM,
            ["actions"] = Actions,
            ["actors"] = model.Actors.Count,
            ["actor_sizes"] = new JsonArray([.. model.Actors[0].Sizes.Select(size => (JsonNode)size)]),
        });
    }

    /// <exception cref="MaeException">Not there, cut short, damaged, or of two minds about what the actor is shown.</exception>
    public static CoveragePolicyFolder Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE521", $"There is no run folder \"{folder}\".", "Train one: mae train coverage");
        }

        var description = Path.Combine(folder, "policy.json");
        if (!File.Exists(description))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE522",
                $"{folder} holds no policy.json: its training has not ended, or it is no training of coverage.",
                File.Exists(Path.Combine(folder, "checkpoint.bin"))
                    ? $"Go on with it: mae train coverage --resume {folder}"
                    : "Train one: mae train coverage");
        }

        var (model, sizes, actors) = Describe(description);
        var policies = new CoveragePolicy[actors];
        for (var i = 0; i < actors; i++)
            policies[i] = ReadSet(Path.Combine(folder, SetName(i, actors)), model, sizes);
        return new CoveragePolicyFolder(
            model with {
                Actors = [.. policies.Select(
                    policy => new CoverageActor(sizes, [.. policy.Layers.SelectMany(layer => layer.Weights!.Concat(layer.Biases))]))] },
            policies);
    }

    private static string SetName(int index, int count) => count == 1 ? "actor.set" : $"actor-{index + 1}.set";

    private static (CoverageModel Model, int[] Sizes, int Actors) Describe(string file)
    {
        try
        {
            var json = JsonFile.Read(file);
            JsonNode Member(string name) => json[name] ?? throw new FormatException($"{name} is missing");
            var kind = Member("kind").GetValue<string>();
            if (kind != Kind)
            {
                throw new MaeException(
                    ExitCode.Configuration, "MAE522", $"{file} is of kind \"{kind}\", not of a coverage policy.",
                    "Name the folder of a coverage training.");
            }

            var actions = Member("actions").GetValue<string>();
            if (actions != Actions)
            {
                throw new MaeException(
                    ExitCode.Rejected, "MAE524", $"{file} is for actions \"{actions}\"; {Actions} was expected.",
                    "Name the folder of a coverage training.");
            }

            int Number(string name, int least, int most) => Member(name).GetValue<int>() is var number && number >= least && number <= most
                ? number : throw new FormatException($"{name} is {number}, not {least} to {most}");
            var model = new CoverageModel
            {
                Algorithm = Member("algorithm").GetValue<string>(),
                Agents = Number("agents", 2, 64),
                Shape = new ObservationShape(
                    Number("landmarks", 1, 64), Number("others", 0, 63), Member("time_feature").GetValue<bool>(),
                    Member("sorted").GetValue<bool>()),
                EpisodeSteps = Number("episode_steps", 1, 100_000),
                InitialSeparationM = Member("initial_separation_m").GetValue<double>(),
                Actors = [],
            };
            if (model.InitialSeparationM is not (>= 0.0 and <= CoverageTask.SpacingM))
            {
                throw new FormatException(
                    FormattableString.Invariant($"initial_separation_m is {model.InitialSeparationM}, not 0 to {CoverageTask.SpacingM}"));
            }

            int[] sizes = [.. Member("actor_sizes").AsArray().Select(size => size?.GetValue<int>() ?? 0)];
            if (sizes.Length < 2 || sizes.Any(size => size < 1))
                throw new FormatException($"actor_sizes is {string.Join('-', sizes)}");
            var actors = Number("actors", 1, 64);
            return (model, sizes, actors);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE522", $"{file} is cut short or damaged: {error.Message.TrimEnd('.')}.",
                "Train the policy again, or take another run folder.", error);
        }
    }

    private static CoveragePolicy ReadSet(string file, CoverageModel model, int[] sizes)
    {
        CoveragePolicy policy;
        try
        {
            policy = CoverageParameterSet.Read(InputFile.Bytes(file, MaxSetBytes)).Policy;
        }
        catch (Exception error) when (error is ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE523", $"{file}: {error.Message.Split(" (Parameter", 2)[0].TrimEnd('.')}.",
                "Train the policy again, or take another run folder.", error);
        }

        var wanted = model.Shape;
        int[] found = [policy.Layers[0].Inputs, .. policy.Layers.Select(layer => layer.Outputs)];
        if (policy.Sense.Landmarks != wanted.Landmarks || policy.Sense.Others != wanted.Others
            || policy.Sense.EpisodePeriods > 0 != wanted.TimeFeature || !found.SequenceEqual(sizes))
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE524",
                $"{file} was trained for another observation: {policy.Sense.Landmarks} landmarks, {policy.Sense.Others} "
                + $"others{(policy.Sense.EpisodePeriods > 0 ? " and the time" : "")} "
                + $"into {string.Join('-', found)}; its policy.json expects {wanted.Landmarks}, "
                + $"{wanted.Others}{(wanted.TimeFeature ? " and the time" : "")} into {string.Join('-', sizes)}.",
                "Take policy.json and actor.set from the same run.");
        }

        if (policy.Layers.Any(layer => layer.Weights is null))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE523", $"{file} holds int8 weights; a run folder keeps float32.",
                "Take the set that the training wrote; --int8 rounds it.");
        }

        return policy;
    }
}
