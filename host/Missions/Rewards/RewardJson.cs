using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Host.Missions.Rewards;

/// <summary>JSON of the reward design.</summary>
public static class RewardJson
{
    public static JsonObject Of(RewardAnswer answer)
    {
        var time = answer.Problems.Single(problem => problem.Problem == RewardProblem.MinimumTime).Bounds;
        var cost = answer.Problems.Single(problem => problem.Problem == RewardProblem.MinimumCost).Bounds;
        var json = new JsonObject
        {
            ["task"] = answer.Task,
            ["form"] = answer.Form.ToString().ToLowerInvariant(),
            ["alpha"] = answer.Alpha,
            ["gamma"] = answer.Gamma,
        };
        foreach (var quantity in answer.Quantities)
            json[quantity.Key] = JsonText.Number(quantity.Value);
        json["sources"] = new JsonObject(
                answer.Quantities.Select(quantity => KeyValuePair.Create(quantity.Key, (JsonNode?)quantity.Source)));
        json["k_g_upper"] = JsonText.Number(time.Single(bound => bound.Weight == "k_g").Upper);
        json["k_p_lower_minimum_time"] = JsonText.Number(time.Single(bound => bound.Weight == "k_p").Lower);
        json["k_p_lower_minimum_cost"] = JsonText.Number(cost.Single(bound => bound.Weight == "k_p").Lower);
        json["k_c_lower"] = JsonText.Number(cost.Single(bound => bound.Weight == "k_c").Lower);
        json["problems"] = new JsonArray([.. answer.Problems.Select(Problem)]);
        json["caveat"] = answer.Caveat;
        json["checked_as"] = answer.CheckedAs;
        json["warnings"] = JsonText.Array(answer.Warnings);
        return json;
    }

    public static JsonObject? Weights(RewardWeights? weights) => weights is null ? null : new()
    {
        ["alpha"] = weights.Alpha,
        ["k_p"] = weights.Penalty,
        ["k_g"] = weights.Guidance,
        ["k_c"] = weights.Cost,
        ["gamma"] = weights.Gamma,
    };

    private static JsonNode Problem(RewardProblemAnswer problem) => new JsonObject
    {
        ["problem"] = problem.Title.ToLowerInvariant(),
        ["equation"] = problem.Bounds[0].Equation,
        ["bounds"] = new JsonArray([.. problem.Bounds.Select(bound => (JsonNode)new JsonObject
        {
            ["weight"] = bound.Weight,
            ["range"] = bound.Range,
            ["lower"] = JsonText.Number(bound.Lower),
            ["lower_allowed"] = bound.LowerIsAllowed,
            ["upper"] = JsonText.Number(bound.Upper),
            ["upper_allowed"] = bound.UpperIsAllowed,
            ["formula"] = bound.Formula,
            ["reason"] = bound.Reason,
        })]),
        ["recommended"] = Weights(problem.Recommended),
    };
}
