using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Tracking.Markers;
using YamlDotNet.RepresentationModel;

namespace MultiAgentEdge.Host.Tracking.Setup;

/// <summary>
/// Reads a <c>tracking.yaml</c> and the lens files it names, and notes everything that is wrong. Never throws on any text.
/// </summary>
public static class TrackingSetupReader
{
    public const int MaxBytes = 64 * 1024;

    private const int MostMarkers = 500;
    private const string Example = "host/Tracking/README.md has an example";

    /// <exception cref="MaeException">Exit code 3; one line for each problem, with file:line:column.</exception>
    public static TrackingSetup Load(string path)
    {
        var problems = new List<FleetProblem>();
        var setup = Read(Text(path), path, problems, Load);
        return problems.Count == 0 ? setup : throw FleetProblem.ToException(problems);

        LensModel? Load(string lens)
        {
            var file = Path.Combine(Path.GetDirectoryName(path) ?? "", lens);
            return InputFile.Missing(file) is null ? LensFile.Load(file) : null;
        }
    }

    /// <summary>The setup as far as it could be understood; use it only where <paramref name="problems"/> is empty.</summary>
    /// <param name="lensOf">A lens file by its name; null: it is not there.</param>
    public static TrackingSetup Read(string text, string file, List<FleetProblem> problems, Func<string, LensModel?> lensOf)
    {
        var fallback = new TrackingSetup();
        var root = YamlRoot.Parse(text, file, MaxBytes, Example, problems);
        if (problems.Count > 0)
            return fallback;
        var map = new YamlMap(root, "", file, problems);
        var setup = fallback with
        {
            Family = map.Choice("markers", fallback.Family, [.. MarkerFamily.Names]),
            HeightM = map.Number("rover_height_m", 0, 0, 10),
            RoverMarkerSizeM = Size(map, "rover_marker_size_m"),
        };
        setup = Floor(map.Map("floor"), setup, file, problems);
        setup = setup with { Rovers = Rovers(map, setup, file, problems), Lens = Lens(map, lensOf) };
        map.Finish();
        problems.Sort((a, b) => (a.Line, a.Column).CompareTo((b.Line, b.Column)));
        return setup;
    }

    internal static string Text(string path)
    {
        if (InputFile.Missing(path) is { } missing)
            throw new MaeException(ExitCode.Configuration, "MAE200", missing, $"Write one: {Example}.");
        return InputFile.Text(path, MaxBytes);
    }

    private static double? Size(YamlMap map, string key) => map.Find(key) is null ? null : map.Number(key, 0.16, 0.01, 5);

    private static TrackingSetup Floor(YamlMap map, TrackingSetup setup, string file, List<FleetProblem> problems)
    {
        var items = map.List("markers");
        var (width, depth) =
            (map.Number("width_m", TrackingSetup.DefaultFloorM, 0.1, 1000), map.Number("depth_m", TrackingSetup.DefaultFloorM, 0.1, 1000));
        var size = Size(map, "marker_size_m");
        if (items is not null && (map.Find("width_m") ?? map.Find("depth_m")) is { } both)
            map.Note("MAE205", both, "floor has markers of its own, and width_m or depth_m.", "Keep one of the two.");
        if (items is { Count: < 2 or > MostMarkers })
            map.Note("MAE205", map.Find("markers")!, $"floor.markers has {items.Count} entries.",
                "Four at the corners of the floor are enough; two do where marker_size_m and every heading_rad are given.");
        var markers = items?.Select((item, n) => FloorMarkerOf(item, n, file, problems)).ToList();
        map.Finish();
        if (markers?.GroupBy(marker => marker.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            map.Note("MAE203", map.Find("markers")!, $"The floor marker {twice.Key} is there twice.", "Give each an id of its own.");
        return setup with { Floor = markers ?? FloorMarker.Rectangle(width, depth), FloorMarkerSizeM = size };
    }

    private static FloorMarker FloorMarkerOf(YamlNode item, int n, string file, List<FleetProblem> problems)
    {
        var map = new YamlMap(item, $"floor.markers[{n + 1}]", file, problems);
        foreach (var key in new[] { "id", "x_m", "y_m" })
        {
            if (map.Find(key) is null)
                map.Note("MAE209", item, $"floor.markers[{n + 1}] has no {key}.", "Write one like {id: 0, x_m: 0, y_m: 0}.");
        }

        var marker = new FloorMarker(
            (int)map.Integer("id", n, 0, 100_000), map.Number("x_m", 0, -1000, 1000), map.Number("y_m", 0, -1000, 1000),
            map.Find("heading_rad") is null ? null : map.Number("heading_rad", 0, -7, 7));
        map.Finish();
        return marker;
    }

    private static List<RoverMarker>? Rovers(YamlMap root, TrackingSetup setup, string file, List<FleetProblem> problems)
    {
        var items = root.List("rovers");
        if (items is null)
            return null;
        var rovers = new List<RoverMarker>();
        if (items.Count is 0 or > 200)
            root.Note("MAE205", root.Find("rovers")!, $"rovers has {items.Count} entries.", "Write 1 to 200 rovers.");
        foreach (var item in items)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"rovers[{rovers.Count + 1}]");
            var map = new YamlMap(item, at, file, problems);
            foreach (var key in new[] { "name", "marker" })
            {
                if (map.Find(key) is null)
                    map.Note("MAE209", item, $"{at} has no {key}.", "Write one like {name: rover-1, marker: 11}.");
            }

            var rover = new RoverMarker(map.Name("name", $"rover-{rovers.Count + 1}"),
                (int)map.Integer("marker", TrackingSetup.FirstRoverId + rovers.Count, 0, 100_000))
            {
                HeightM = map.Number("height_m", setup.HeightM, 0, 10),
                ForwardM = map.Number("forward_m", 0, -2, 2),
                LeftM = map.Number("left_m", 0, -2, 2),
                YawRad = map.Number("yaw_rad", 0, -7, 7),
                SizeM = Size(map, "marker_size_m") ?? setup.RoverMarkerSizeM,
            };
            if (rovers.Any(other => other.Name == rover.Name || other.MarkerId == rover.MarkerId)
                || setup.FloorOf(rover.MarkerId) is not null)
                map.Note("MAE203", item, $"The rover {rover.Name} or the marker {rover.MarkerId} is there twice.",
                    "One rover, one marker, and none of the floor's.");
            map.Finish();
            rovers.Add(rover);
        }

        return rovers;
    }

    private static LensModel? Lens(YamlMap map, Func<string, LensModel?> lensOf)
    {
        var name = map.Text("lens_file");
        var inline = map.Find("lens");
        if (inline is not null)
        {
            if (name is not null)
                map.Note("MAE205", inline, "lens and lens_file are both there.", "Keep one of the two.");
            return LensFile.Read(map.Map("lens"), inline);
        }

        if (name is null)
            return null;
        var lens = lensOf(name);
        if (lens is null)
            map.Note("MAE200", map.Find("lens_file")!, $"There is no lens file {name}.",
                "Write one: mae track calibrate --images DIR --out camera.yaml.");
        return lens;
    }
}
