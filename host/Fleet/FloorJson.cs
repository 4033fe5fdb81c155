using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>What stands on a floor, in a mission's scene (<c>host/scene</c>).</summary>
public static class FloorJson
{
    /// <summary>Adds <c>obstacles</c>, <c>walls</c> and <c>bounds_m</c>, those that there are.</summary>
    public static void AddTo(JsonObject scene, FloorEntry floor)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(floor);
        var discs = floor.Obstacles.Where(one => one.IsDisc).ToList();
        var walls = floor.Obstacles.Where(one => !one.IsDisc).ToList();
        if (discs.Count > 0)
        {
            scene["obstacles"] = new JsonArray([.. discs.Select(one => (JsonNode)new JsonObject
            {
                ["name"] = one.Name, ["x_m"] = one.FromXM, ["y_m"] = one.FromYM, ["radius_m"] = one.RadiusM,
            })]);
        }

        if (walls.Count > 0)
        {
            scene["walls"] = new JsonArray([.. walls.Select(one => (JsonNode)new JsonObject
            {
                ["name"] = one.Name,
                ["from_m"] = new JsonArray(one.FromXM, one.FromYM),
                ["to_m"] = new JsonArray(one.ToXM, one.ToYM),
                ["thickness_m"] = 2 * one.RadiusM,
            })]);
        }

        if (floor.Bounds is { } its)
            scene["bounds_m"] = new JsonArray(its.MinX, its.MinY, its.MaxX, its.MaxY);
    }
}
