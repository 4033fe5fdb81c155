using System.Text.Json;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>The world that a host shows (<c>host/scene</c>) as shapes on a map. What is not what it should be is passed over: anybody may
/// have said it.</summary>
public static class HeardScene
{
    private const double NodeRadiusM = 0.08;
    private const int MostPoints = 5000;

    public static IReadOnlyList<SceneShape> Shapes(byte[] scene)
    {
        try
        {
            using var document = JsonDocument.Parse(scene);
            return [.. All(document.RootElement).Take(MostPoints)];
        }
        catch (Exception exception) when (exception
            is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return [];
        }
    }

    private static IEnumerable<SceneShape> All(JsonElement scene)
    {
        if (scene.TryGetProperty("path", out var path) && path.TryGetProperty("points_m", out var points))
        {
            var line = Points(points).ToList();
            if (path.TryGetProperty("is_closed", out var closed) && closed.ValueKind == JsonValueKind.True && line.Count > 1)
                line.Add(line[0]);
            yield return new SceneShape("path", "path") { PointsM = line };
        }

        if (scene.TryGetProperty("landmarks_m", out var landmarks))
        {
            var radiusM = scene.TryGetProperty("landmark_radius_m", out var radius) ? radius.GetDouble() : NodeRadiusM;
            foreach (var (i, (x, y)) in Points(landmarks).Index())
                yield return Disc($"landmark {i + 1}", "landmark", x, y, radiusM);
        }

        if (scene.TryGetProperty("obstacles", out var obstacles))
        {
            foreach (var (i, one) in obstacles.EnumerateArray().Index())
            {
                yield return new SceneShape($"obstacle {i + 1}", "obstacle")
                {
                    XM = one.GetProperty("x_m").GetDouble(), YM = one.GetProperty("y_m").GetDouble(),
                    RadiusM = one.GetProperty("radius_m").GetDouble(), Color = SceneShape.Red, Label = Name(one),
                };
            }
        }

        if (scene.TryGetProperty("walls", out var walls))
        {
            foreach (var (i, one) in walls.EnumerateArray().Index())
            {
                var thickM = one.TryGetProperty("thickness_m", out var thick) ? thick.GetDouble() : 0;
                yield return new SceneShape($"wall {i + 1}", "wall")
                {
                    PointsM = [.. new[] { one.GetProperty("from_m"), one.GetProperty("to_m") }.SelectMany(Point)],
                    ThicknessM = double.IsFinite(thickM) ? Math.Max(0, thickM) : 0, Color = SceneShape.Red, Label = Name(one),
                };
            }
        }

        if (scene.TryGetProperty("bounds_m", out var bounds))
        {
            var (x0, y0, x1, y1) = (bounds[0].GetDouble(), bounds[1].GetDouble(), bounds[2].GetDouble(), bounds[3].GetDouble());
            yield return new SceneShape("bounds", "bounds")
            {
                PointsM = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], Color = SceneShape.Red,
            };
        }

        if (!scene.TryGetProperty("graph", out var graph))
            yield break;
        var nodes = graph.GetProperty("nodes").EnumerateArray()
            .Select(node => (Name: node.GetProperty("name").GetString() ?? "", X: node.GetProperty("x_m").GetDouble(),
                Y: node.GetProperty("y_m").GetDouble()))
            .ToList();
        foreach (var (name, x, y) in nodes)
            yield return Disc($"place {name}", "place", x, y, NodeRadiusM) with { Label = name };
        if (!graph.TryGetProperty("edges", out var edges))
            yield break;
        foreach (var edge in edges.EnumerateArray())
        {
            var (from, to) = (edge[0].GetInt32(), edge[1].GetInt32());
            if (from >= 0 && from < nodes.Count && to >= 0 && to < nodes.Count)
            {
                yield return new SceneShape($"edge {from} {to}", "edge")
                {
                    PointsM = [(nodes[from].X, nodes[from].Y), (nodes[to].X, nodes[to].Y)],
                };
            }
        }
    }

    private static SceneShape Disc(string id, string kind, double x, double y, double radiusM) =>
        new(id, kind) { XM = x, YM = y, RadiusM = radiusM, Color = SceneShape.Green };

    private static string Name(JsonElement one) => one.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "";

    private static IEnumerable<(double XM, double YM)> Points(JsonElement list) => list.EnumerateArray().SelectMany(Point);

    private static IEnumerable<(double XM, double YM)> Point(JsonElement point) =>
        (point[0].GetDouble(), point[1].GetDouble()) is var (x, y) && double.IsFinite(x) && double.IsFinite(y) ? [(x, y)] : [];
}
