using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>What one run of <c>mae train coverage</c> was asked for: all that decides its bits. Kept in run.json, read back by
/// <c>--resume</c>.</summary>
public sealed record CoverageTrainOptions
{
    public required string Algorithm { get; init; }

    /// <summary>minimum-time or minimum-action; only for algorithms that tell them apart.</summary>
    public string? Objective { get; init; }

    /// <summary>designed or original; only for algorithms that have a reward design.</summary>
    public string? Reward { get; init; }

    /// <summary>paper or strict: the form of the reward design's bounds.</summary>
    public string? Form { get; init; }

    /// <summary>Ablation: k_p times this.</summary>
    public double? PenaltyScale { get; init; }

    /// <summary>Ablation: k_g times this.</summary>
    public double? GuidanceScale { get; init; }

    /// <summary>Ablation: k_c times this.</summary>
    public double? CostScale { get; init; }

    /// <summary>Weights outside their bounds are taken all the same.</summary>
    public bool? Force { get; init; }

    public int Agents { get; init; } = 3;

    public int Seed { get; init; } = 1;

    /// <summary>Null: the algorithm's own default.</summary>
    public int? Episodes { get; init; }

    /// <summary>Of the networks' weights at the first step, above 0; null: the algorithm's own default.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Null: the algorithm's own default.</summary>
    public int? ActorUnits { get; init; }

    /// <summary>Null: the algorithm's own default.</summary>
    public int? SmallestTeam { get; init; }

    /// <summary>Episodes of the evaluation at the end.</summary>
    public int Evaluate { get; init; } = 4096;

    public JsonObject ToJson() => new()
    {
        ["algorithm"] = Algorithm,
        ["objective"] = Objective,
        ["reward"] = Reward,
        ["form"] = Form,
        ["kp_scale"] = PenaltyScale,
        ["kg_scale"] = GuidanceScale,
        ["kc_scale"] = CostScale,
        ["force"] = Force,
        ["agents"] = Agents,
        ["seed"] = Seed,
        ["episodes"] = Episodes,
        ["learning_rate"] = LearningRate,
        ["actor_units"] = ActorUnits,
        ["smallest_team"] = SmallestTeam,
        ["evaluate"] = Evaluate,
    };

    /// <exception cref="FormatException">A member is missing or of another kind.</exception>
    public static CoverageTrainOptions FromJson(JsonNode? json)
    {
        try
        {
            return new CoverageTrainOptions
            {
                Algorithm = json!["algorithm"]!.GetValue<string>(),
                Objective = json["objective"]?.GetValue<string>(),
                Reward = json["reward"]?.GetValue<string>(),
                Form = json["form"]?.GetValue<string>(),
                PenaltyScale = json["kp_scale"]?.GetValue<double>(),
                GuidanceScale = json["kg_scale"]?.GetValue<double>(),
                CostScale = json["kc_scale"]?.GetValue<double>(),
                Force = json["force"]?.GetValue<bool>(),
                Agents = json["agents"]!.GetValue<int>(),
                Seed = json["seed"]!.GetValue<int>(),
                Episodes = json["episodes"]?.GetValue<int>(),
                LearningRate = json["learning_rate"]?.GetValue<double>(),
                ActorUnits = json["actor_units"]?.GetValue<int>(),
                SmallestTeam = json["smallest_team"]?.GetValue<int>(),
                Evaluate = json["evaluate"]!.GetValue<int>(),
            };
        }
        catch (Exception error) when (error is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new FormatException("options is not what mae train coverage writes.", error);
        }
    }
}
