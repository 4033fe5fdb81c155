using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;

namespace MultiAgentEdge.Host.Commands;

/// <summary>JSON as <c>mae</c> prints and stores it: indented, readable, and numbers that JSON lacks (NaN, infinity) as null.</summary>
public static class JsonText
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonNode node) => node.ToJsonString(Options);

    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    public static JsonArray Array(IEnumerable<double> values) => new(values.Select(Number).ToArray());

    public static JsonArray Array(IEnumerable<string> values) => new(values.Select(value => (JsonNode?)value).ToArray());
}
