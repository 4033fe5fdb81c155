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
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
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
                    RadiusM = one.GetProperty("radius_m").GetDouble(), Color = SceneShape.Red,
                };
            }
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

    private static IEnumerable<(double XM, double YM)> Points(JsonElement list) =>
        list.EnumerateArray().Select(point => (point[0].GetDouble(), point[1].GetDouble()))
            .Where(point => double.IsFinite(point.Item1) && double.IsFinite(point.Item2));
}
