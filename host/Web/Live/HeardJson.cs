using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>JSON that others say on a broker.</summary>
internal static class HeardJson
{
    private const int MostBytes = 1 << 18;

    // Anybody may write on an open broker: what is no small JSON object is not handed on.
    public static JsonObject? Parse(byte[] payload)
    {
        try
        {
            return payload.Length is 0 or > MostBytes ? null : JsonNode.Parse(payload) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool yes) && yes;

    public static uint SequenceOf(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["sequence"] is JsonValue value && value.TryGetValue(out uint sequence) ? sequence : 0;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return 0;
        }
    }
}
