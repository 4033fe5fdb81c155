using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs.Comparison;

/// <summary>One word or number of several runs.</summary>
/// <param name="Key">Where it stands: <c>turnout.missing[0]</c>.</param>
/// <param name="Values">One a run; null: it has none.</param>
public sealed record ComparedLeaf(string Key, IReadOnlyList<JsonValue?> Values)
{
    public bool IsSame => Values.All(value => value?.ToJsonString() == Values[0]?.ToJsonString());

    /// <summary>Of run i from the first; NaN where either is no number.</summary>
    public double Difference(int i) => (FlatJson.Number(Values[i]) ?? double.NaN) - (FlatJson.Number(Values[0]) ?? double.NaN);

    /// <summary>As a share of the first; NaN where that is zero.</summary>
    public double Relative(int i) =>
        FlatJson.Number(Values[0]) is { } first && first != 0 ? Difference(i) / Math.Abs(first) : double.NaN;

    /// <summary>values, and of each but the first difference and relative_difference (null where the first is 0).</summary>
    public JsonObject ToJson() => new()
    {
        ["values"] = new JsonArray([.. Values.Select(value => value?.DeepClone())]),
        ["difference"] = JsonText.Array(Enumerable.Range(1, Values.Count - 1).Select(Difference)),
        ["relative_difference"] = JsonText.Array(Enumerable.Range(1, Values.Count - 1).Select(Relative)),
    };
}
