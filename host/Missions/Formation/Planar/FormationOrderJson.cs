using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>An order as it travels: a JSON object of shape, offsets_m, path, size_m, centre_m, waypoints_m, obstacles, speed_m_s, pause;
/// keys that are missing change nothing.</summary>
public static class FormationOrderJson
{
    private const int MostCharacters = 16_384;
    private static readonly string[] Keys = ["shape", "offsets_m", "path", "size_m", "centre_m", "waypoints_m", "obstacles", "speed_m_s", "pause", "id"];

    public static JsonObject Of(FormationOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var json = new JsonObject();
        if (order.Shape is not null)
            json["shape"] = order.Shape;
        if (order.OffsetsM is not null)
            json["offsets_m"] = new JsonArray([.. order.OffsetsM.Select(offset => (JsonNode)new JsonArray(offset.X, offset.Y))]);
        if (order.Path is not null)
            json["path"] = order.Path;
        if (order.SizeM is not null)
            json["size_m"] = order.SizeM;
        if (order.CentreM is { } centre)
            json["centre_m"] = new JsonArray(centre.X, centre.Y);
        if (order.WaypointsM is not null)
            json["waypoints_m"] = new JsonArray([.. order.WaypointsM.Select(number => (JsonNode)number)]);
        if (order.ObstaclesM is { } obstacles)
        {
            json["obstacles"] = new JsonArray([.. obstacles.Select(
                one => (JsonNode)new JsonObject { ["name"] = one.Name, ["x_m"] = one.X, ["y_m"] = one.Y })]);
        }

        if (order.SpeedMS is not null)
            json["speed_m_s"] = order.SpeedMS;
        if (order.Pause is not null)
            json["pause"] = order.Pause;
        return json;
    }

    /// <exception cref="MaeException">MAE628: this is no order.</exception>
    public static FormationOrder Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        JsonObject? json = null;
        try
        {
            json = text.Length > MostCharacters ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // Said below, with what else is no object.
        }

        if (json is null)
            throw Wrong($"It is no JSON object of at most {MostCharacters} characters.");
        if (json.FirstOrDefault(pair => !Keys.Contains(pair.Key)).Key is { } unknown)
            throw Wrong($"It has no key \"{NameText.Short(unknown)}\".");
        return new FormationOrder
        {
            Shape = Value<string>(json, "shape"),
            OffsetsM = json["offsets_m"] is { } offsets ? Points(offsets) : null,
            Path = Value<string>(json, "path"),
            SizeM = Number(json, "size_m"),
            CentreM = json["centre_m"] is { } centre ? Point(centre) : null,
            WaypointsM = json["waypoints_m"] is { } points ? Numbers(points) : null,
            ObstaclesM = json["obstacles"] is { } moved ? Moves(moved) : null,
            SpeedMS = Number(json, "speed_m_s"),
            Pause = json["pause"] is JsonValue pause
                ? pause.TryGetValue(out bool flag) ? flag : throw Wrong("pause is true or false.")
                : null,
        };
    }

    private static string? Value<T>(JsonObject json, string key) =>
        json[key] is null
            ? null
            : json[key] is JsonValue value && value.TryGetValue(out string? text) ? text
            : throw Wrong($"{key} is a text.");

    private static double? Number(JsonObject json, string key) => json[key] is { } value ? Number(value, key) : null;

    private static double Number(JsonNode? node, string key) =>
        node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number)
        ? number
        : throw Wrong($"{key} takes numbers.");

    private static double[] Numbers(JsonNode node) =>
        node is JsonArray { Count: <= 64 } array
            ? [.. array.Select(item => Number(item, "waypoints_m"))]
            : throw Wrong("waypoints_m is [x, y, x, y, ...].");

    private static (double X, double Y) Point(JsonNode node) =>
        node is JsonArray { Count: 2 } pair
            ? (Number(pair[0], "centre_m"), Number(pair[1], "centre_m"))
            : throw Wrong("centre_m is [x, y].");

    private static (double X, double Y)[] Points(JsonNode node) =>
        node is JsonArray { Count: <= 200 } array && array.All(item => item is JsonArray { Count: 2 })
        ? [.. array.Select(item => (Number(item![0], "offsets_m"), Number(item[1], "offsets_m")))]
        : throw Wrong("offsets_m is [[x, y], ...].");

    private static (string Name, double X, double Y)[] Moves(JsonNode node) =>
        node is JsonArray { Count: <= 64 } array && array.All(item => item is JsonObject)
        ? [.. array.Select(item => (
            Value<string>((JsonObject)item!, "name") ?? "", Number(item!["x_m"], "obstacles"), Number(item["y_m"], "obstacles")))]
        : throw Wrong("obstacles is [{ name, x_m, y_m }, ...].");

    private static MaeException Wrong(string what) => new(
        ExitCode.Configuration, "MAE628", string.Create(CultureInfo.InvariantCulture, $"This is no order for a formation. {what}"),
        $"Its keys: {string.Join(", ", Keys.Where(key => key != "id"))}.");
}
