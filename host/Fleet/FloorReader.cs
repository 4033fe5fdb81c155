using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Reads what a fleet file says under <c>plane</c>.</summary>
internal static class FloorReader
{
    private const double FarM = 1000;

    public static FloorEntry Read(YamlMap root, string file, List<FleetProblem> problems)
    {
        var map = root.Map("plane");
        var floor = new FloorEntry
        {
            Obstacles = [.. Obstacles(map, file, problems), .. Walls(map, file, problems)],
            Bounds = Bounds(map),
        };
        map.Finish();
        if (floor.Obstacles.Count > FloorEntry.MostObstacles)
        {
            map.Note(
                "MAE610", root.Find("plane")!, $"plane has {floor.Obstacles.Count} obstacles and walls; a rover keeps "
                + $"{FloorEntry.MostObstacles}.", "Join those that stand together to one disc or one wall.");
        }

        return floor;
    }

    /// <summary>Rovers that are put down where something stands.</summary>
    /// <param name="items">Where each rover is named.</param>
    public static void Check(YamlMap root, IReadOnlyList<YamlNode> items, FleetFile fleet, double radiusM)
    {
        for (var i = 0; i < items.Count && !fleet.Floor.IsEmpty; i++)
        {
            var rover = fleet.Rovers[i];
            var free = fleet.Floor.FreeM(rover.Start.XM, rover.Start.YM);
            if (rover.Body != RoverEntry.Wheels || free >= radiusM)
                continue;
            root.Note(
                "MAE611", items[i],
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rover.Name} is put down {Math.Max(0, free):0.###} m from {fleet.Floor.Nearest(rover.Start.XM, rover.Start.YM)}, "
                    + $"and its body takes {radiusM} m."),
                "Move its start, or what stands there.");
        }
    }

    private static List<ObstacleEntry> Obstacles(YamlMap map, string file, List<FleetProblem> problems)
    {
        var found = new List<ObstacleEntry>();
        foreach (var item in map.List("obstacles") ?? [])
        {
            var name = $"obstacle {found.Count + 1}";
            var its = new YamlMap(item, $"plane.obstacles[{found.Count + 1}]", file, problems);
            name = its.Text("name") ?? name;
            foreach (var key in (string[])["x_m", "y_m", "radius_m"])
            {
                if (its.Find(key) is null)
                    its.Note("MAE610", item, $"{name} has no {key}.", "Write { x_m: 1, y_m: 0.5, radius_m: 0.2 }.");
            }

            found.Add(ObstacleEntry.Disc(
                name, its.Number("x_m", 0, -FarM, FarM), its.Number("y_m", 0, -FarM, FarM), its.Number("radius_m", 0.1, 0.001, FarM)));
            its.Finish();
        }

        return found;
    }

    private static List<ObstacleEntry> Walls(YamlMap map, string file, List<FleetProblem> problems)
    {
        var found = new List<ObstacleEntry>();
        foreach (var item in map.List("walls") ?? [])
        {
            var its = new YamlMap(item, $"plane.walls[{found.Count + 1}]", file, problems);
            var name = its.Text("name") ?? $"wall {found.Count + 1}";
            var thick = its.Number("thickness_m", 0, 0, FarM);
            if (Point(its, "from_m") is var (fromX, fromY) && Point(its, "to_m") is var (toX, toY))
                found.Add(new ObstacleEntry(name, fromX, fromY, toX, toY, thick / 2));
            else
                its.Note("MAE610", item, $"{name} does not say from where to where it goes.", "Write { from_m: [0, 1], to_m: [2, 1] }.");
            its.Finish();
        }

        return found;
    }

    private static (double X, double Y)? Point(YamlMap map, string key) => map.Numbers(key, 2) is [var x, var y] ? (x, y) : null;

    private static (double MinX, double MinY, double MaxX, double MaxY)? Bounds(YamlMap map)
    {
        if (map.Numbers("bounds_m", 4) is not [var minX, var minY, var maxX, var maxY])
            return null;
        if (minX < maxX && minY < maxY)
            return (minX, minY, maxX, maxY);
        map.Note(
            "MAE610", map.Find("bounds_m")!, "plane.bounds_m has its corners the wrong way round.",
            "Write [least x, least y, greatest x, greatest y].");
        return null;
    }
}
