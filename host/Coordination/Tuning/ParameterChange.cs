using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Coordination.Tuning;

/// <summary>What a person turns at a fleet's sets, as it is said on <see cref="Topics.Tune"/>.</summary>
/// <param name="Name">Of a <see cref="ParameterDeclaration"/>.</param>
/// <param name="Element">Which of its numbers; null: all.</param>
/// <param name="Values">One for each number; null: back to what the mission gives.</param>
/// <param name="Rover">Whose; null: everybody's.</param>
public sealed record ParameterChange(string Name, int? Element, IReadOnlyList<double>? Values, string? Rover)
{
    private const int MostValues = 4096;
    private const int LongestName = 64;

    /// <summary>For people: "speed_limit = 0.3 of rover-1".</summary>
    public string Text =>
        $"{Name}{(Element is { } i ? $"[{i}]" : "")} "
        + $"{(Values is null ? "as the mission gives it" : $"= {string.Join(", ", Values.Select(NumberText))}")}"
        + $"{(Rover is null ? "" : $" of {Rover}")}";

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["element"] = Element,
        ["values"] = Values is null ? null : new JsonArray([.. Values.Select(value => (JsonNode)value)]),
        ["rover"] = Rover,
    };

    /// <summary>Null where it says nothing of this kind: anybody may write on an open broker.</summary>
    public static ParameterChange? TryRead(JsonNode? json)
    {
        try
        {
            if (json is not JsonObject text || text["name"]?.GetValue<string>() is not { Length: > 0 and <= LongestName } name)
                return null;
            var values = text["values"] is JsonArray { Count: > 0 and <= MostValues } array
                ? array.Select(value => value!.GetValue<double>()).ToArray() : null;
            if (text["values"] is not null && values is null)
                return null;
            var element = text["element"]?.GetValue<int>();
            return element < 0 || values?.All(double.IsFinite) == false
                ? null : new ParameterChange(name, element, values, text["rover"]?.GetValue<string>());
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException or JsonException)
        {
            return null;
        }
    }

    private static string NumberText(double value) => value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);
}
