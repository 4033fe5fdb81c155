using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Web.Api;

/// <summary>The map of a record, from Foxglove's scene updates to what a page draws: a shape replaces the one before of its id.</summary>
internal sealed class RecordedScene
{
    private readonly Dictionary<string, (string Kind, JsonElement Entity)> shapes = new(StringComparer.Ordinal);

    public void Take(JsonElement update)
    {
        foreach (var entity in update.GetProperty("entities").EnumerateArray())
        {
            var kind = entity.GetProperty("metadata").EnumerateArray()
                .Where(pair => pair.GetProperty("key").GetString() == "kind").Select(pair => pair.GetProperty("value").GetString())
                .FirstOrDefault();
            if (kind is not null and not "rover")
                shapes[entity.GetProperty("id").GetString() ?? ""] = (kind, entity.Clone());
        }
    }

    /// <summary>As <c>host/scene</c> has it.</summary>
    public JsonObject ToJson()
    {
        var nodes = Of("place").Where(HasPoint).ToList();
        var scene = new JsonObject
        {
            ["space"] = "plane",
            ["landmarks_m"] = new JsonArray([.. Of("landmark").Where(HasPoint).Select(one => (JsonNode)Point(one))]),
            ["obstacles"] = new JsonArray([.. Of("obstacle").Where(HasPoint).Select(one => (JsonNode)new JsonObject
            {
                ["x_m"] = Point(one)[0]!.GetValue<double>(), ["y_m"] = Point(one)[1]!.GetValue<double>(), ["radius_m"] = Radius(one),
            })]),
            ["walls"] = new JsonArray([.. Of("wall").Select(one => (Line: Points(one), Thick: Thickness(one)))
                .Where(wall => wall.Line.Count == 2).Select(wall => (JsonNode)new JsonObject
                {
                    ["from_m"] = wall.Line[0]!.DeepClone(), ["to_m"] = wall.Line[1]!.DeepClone(), ["thickness_m"] = wall.Thick,
                })]),
            ["graph"] = new JsonObject
            {
                ["nodes"] = new JsonArray([.. nodes.Select(one => (JsonNode)new JsonObject
                {
                    ["name"] = Label(one), ["x_m"] = Point(one)[0]!.GetValue<double>(), ["y_m"] = Point(one)[1]!.GetValue<double>(),
                })]),
            },
            ["lines"] = new JsonArray([.. Of("edge").Concat(Of("path")).Select(Points).Where(points => points.Count > 1)]),
        };
        if (Of("bounds").Select(Points).FirstOrDefault(points => points.Count == 5) is { } bounds)
            scene["bounds_m"] = new JsonArray([.. bounds[0]!.AsArray().Concat(bounds[2]!.AsArray()).Select(number => number!.DeepClone())]);
        if (Of("landmark").FirstOrDefault(HasPoint) is { ValueKind: JsonValueKind.Object } landmark)
            scene["landmark_radius_m"] = Radius(landmark);
        return scene;
    }

    private IEnumerable<JsonElement> Of(string kind) => shapes.Values.Where(one => one.Kind == kind).Select(one => one.Entity);

    private static bool HasPoint(JsonElement entity) => entity.GetProperty("cylinders").GetArrayLength() > 0;

    private static JsonArray Point(JsonElement entity)
    {
        var at = entity.GetProperty("cylinders")[0].GetProperty("pose").GetProperty("position");
        return [at.GetProperty("x").GetDouble(), at.GetProperty("y").GetDouble()];
    }

    private static double Radius(JsonElement entity) =>
        entity.GetProperty("cylinders")[0].GetProperty("size").GetProperty("x").GetDouble() / 2;

    private static double Thickness(JsonElement entity) =>
        entity.GetProperty("lines")[0] is var line && line.GetProperty("scale_invariant").GetBoolean()
            ? 0
            : line.GetProperty("thickness").GetDouble();

    private static string Label(JsonElement entity) =>
        entity.GetProperty("texts") is { } texts && texts.GetArrayLength() > 0 ? texts[0].GetProperty("text").GetString() ?? "" : "";

    private static JsonArray Points(JsonElement entity) =>
        entity.GetProperty("lines").GetArrayLength() == 0
            ? []
            : [.. entity.GetProperty("lines")[0].GetProperty("points").EnumerateArray()
                .Select(at => (JsonNode)new JsonArray(at.GetProperty("x").GetDouble(), at.GetProperty("y").GetDouble()))];
}
