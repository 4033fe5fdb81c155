using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Web.Foxglove;

/// <summary>What a viewer may set of the mission that drives: what its host offers in <c>order</c> of its scene, as parameters
/// <c>formation.shape</c>, <c>formation.speed_m_s</c> and so on. A change is told on the topic that <c>mae tell</c> uses.</summary>
internal sealed class FoxgloveParameters
{
    private const string Prefix = "formation.";

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, JsonNode?> values = new(StringComparer.Ordinal);

    /// <summary>A scene came; whether something in it is another than before.</summary>
    public bool Hear(byte[] scene)
    {
        JsonObject? json;
        try
        {
            json = scene.Length == 0 ? [] : JsonNode.Parse(scene) as JsonObject;
        }
        catch (JsonException)
        {
            return false;
        }

        var heard = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (json?["order"] is JsonObject order)
        {
            heard[Prefix + "shape"] = (json["shape"] as JsonObject)?["name"]?.DeepClone();
            heard[Prefix + "path"] = (json["path"] as JsonObject)?["name"]?.DeepClone();
            foreach (var name in new[] { "speed_m_s", "size_m", "pause" })
            {
                if (order[name] is { } value)
                    heard[Prefix + name] = (value is JsonObject range ? range["value"] : value)?.DeepClone();
            }
        }

        lock (gate)
        {
            HasScene = scene.Length > 0;
            var isSame = Text(heard) == Text(values);
            values.Clear();
            foreach (var (name, value) in heard)
                values[name] = value;
            return !isSame;
        }
    }

    /// <summary>A mission that shows its world drives.</summary>
    public bool HasScene { get; private set; }

    /// <param name="names">Empty: all.</param>
    public JsonObject ToJson(IReadOnlyCollection<string> names, string? id)
    {
        lock (gate)
        {
            var json = new JsonObject
            {
                ["op"] = "parameterValues",
                ["parameters"] = new JsonArray([.. values
                    .Where(pair => pair.Value is not null && (names.Count == 0 || names.Contains(pair.Key)))
                    .Select(pair => (JsonNode)new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value!.DeepClone() })]),
            };
            if (id is not null)
                json["id"] = id;
            return json;
        }
    }

    /// <summary>The order that these parameters are; null: none of them is one.</summary>
    public JsonObject? Order(JsonArray parameters)
    {
        lock (gate)
        {
            var order = new JsonObject();
            foreach (var one in parameters.OfType<JsonObject>())
            {
                if (one["name"]?.ToString() is { } name && values.ContainsKey(name) && one["value"] is JsonValue value)
                    order[name[Prefix.Length..]] = value.DeepClone();
            }

            return order.Count == 0 ? null : order;
        }
    }

    private static string Text(SortedDictionary<string, JsonNode?> those) =>
        string.Join('\n', those.Select(pair => $"{pair.Key} {pair.Value?.ToJsonString()}"));
}
