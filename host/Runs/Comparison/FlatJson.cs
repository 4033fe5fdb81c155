using System.Globalization;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Runs.Comparison;

/// <summary>A JSON document as its leaves: <c>fleet.rovers[0].name</c> and what stands there.</summary>
internal static class FlatJson
{
    /// <summary>Longer lists are signals and not figures: they are compared where they are recorded.</summary>
    private const int LongestList = 32;

    public static SortedDictionary<string, JsonValue?> Of(JsonNode? node)
    {
        var leaves = new SortedDictionary<string, JsonValue?>(StringComparer.Ordinal);
        Add(leaves, "", node);
        return leaves;
    }

    /// <summary>Null: it is no number.</summary>
    public static double? Number(JsonValue? value) =>
        value is not null && value.GetValueKind() == System.Text.Json.JsonValueKind.Number && value.TryGetValue<double>(out var number)
            ? number
            : null;

    private static void Add(SortedDictionary<string, JsonValue?> leaves, string path, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject named:
                foreach (var (key, value) in named)
                    Add(leaves, path.Length == 0 ? key : $"{path}.{key}", value);
                break;
            case JsonArray { Count: <= LongestList } list:
                for (var i = 0; i < list.Count; i++)
                    Add(leaves, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), list[i]);
                break;
            case JsonArray:
                break;
            default:
                leaves[path] = node as JsonValue;
                break;
        }
    }
}
