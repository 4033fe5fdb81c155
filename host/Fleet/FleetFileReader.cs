using System.Globalization;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using YamlDotNet.RepresentationModel;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Reads a fleet file and notes everything that is wrong with it. Never throws on any text.</summary>
public static class FleetFileReader
{
    /// <summary>Far above any fleet that is written by hand, below what a machine would choke on.</summary>
    public const int MaxBytes = 16 << 20;

    private const int MostRovers = 100_000;

    /// <summary>Control period of a formation in the plane that names none, s.</summary>
    public const double PlanePeriodS = 0.2;

    /// <summary>The file as far as it could be understood; use it only when <paramref name="problems"/> is empty.</summary>
    public static FleetFile Read(string text, string file, out IReadOnlyList<FleetProblem> problems)
    {
        var found = new List<FleetProblem>();
        problems = found;
        var root = YamlRoot.Parse(text, file, MaxBytes, "mae new writes an example", found);
        if (found.Count > 0)
            return new FleetFile();
        var map = new YamlMap(root, "", file, found);
        var fallback = new FleetFile();
        // Each rover's place in the file: one that names several is the place of all of them.
        var places = new List<YamlNode>();
        var rovers = Rovers(map, file, found, places);
        var formation = map.Map("formation");
        var plane = Plane(formation, file, found);
        var fleet = new FleetFile
        {
            Fleet = map.Name("fleet", fallback.Fleet),
            Broker = Broker(map.Map("broker")),
            KeyFile = map.Text("key_file"),
            Security = map.Text("security"),
            Serve = map.Text("serve"),
            PeriodS = map.Number("period_s", plane is null ? fallback.PeriodS : PlanePeriodS, 0.01, 10),
            Horizon = (int)map.Integer("horizon", fallback.Horizon, 1, 50),
            RoundsPerPeriod = (int)map.Integer("rounds_per_period", plane is null ? fallback.RoundsPerPeriod : 1, 1, 100),
            Negotiation = map.Choice("negotiation", fallback.Negotiation, "admm", "newton", "fista", "subgradient"),
            Seed = map.Integer("seed", fallback.Seed, 0, 1L << 53),
            Rovers = rovers ?? fallback.Rovers,
            Plane = plane,
            Floor = FloorReader.Read(map, file, found),
        };
        fleet = fleet with { Distances = Distances(formation, fleet.Rovers, rovers is null && plane is null, file, found) };
        map.Finish();
        if (found.Count == 0)
            FloorReader.Check(map, places, fleet, RoverOptions.UsualBodyRadiusM);
        if (found.Count == 0)
            CheckPlants(places, fleet, file, found);
        found.Sort((a, b) => (a.Line, a.Column).CompareTo((b.Line, b.Column)));
        return fleet;
    }

    private static BrokerEntry Broker(YamlMap map)
    {
        var host = map.Find("host");
        var text = map.Text("host");
        var wrong = "";
        var addresses = text is null ? null : BrokerAddress.TryParseAll(text, out wrong);
        var address = addresses?[0];
        if (text is not null && address is null)
        {
            map.Note(
                "MAE215", host!, $"broker.host{(BrokerAddress.MayBeShown(text) ? $" \"{NameText.Short(text)}\"" : "")} {wrong}.",
                $"Write one like {BrokerAddress.Example}.");
        }

        var port = map.Find("port");
        var number = (int)map.Integer("port", address?.Port ?? BrokerAddress.PlainPort, 1, 65535);
        // A scheme's own port gives way to one that is written; two that are written must agree.
        if (port is not null && address?.NamedPort is { } named && named != number)
            map.Note("MAE215", port, $"broker.host says port {named} and broker.port says {number}.", "Keep one of the two.");
        var authority = map.Text("ca_file");
        if (authority is not null && address?.Tls == false)
        {
            map.Note(
                "MAE215", host!, "broker.host begins with mqtt://, which is without TLS, and broker.ca_file turns TLS on.",
                "Write mqtts://, or take ca_file out.");
        }

        var broker = new BrokerEntry
        {
            Port = number,
            User = map.Text("user"),
            PasswordFile = map.Text("password_file"),
            CaFile = authority,
        };
        map.Finish();
        return addresses is null ? broker
            : broker.At([.. addresses.Select(one => port is null ? one : one with { NamedPort = one.NamedPort ?? number })], number);
    }

    private static List<RoverEntry>? Rovers(YamlMap root, string file, List<FleetProblem> problems, List<YamlNode> places)
    {
        var items = root.List("rovers");
        if (items is null)
            return null;
        var rovers = new List<RoverEntry>();
        if (items.Count == 0)
            root.Note("MAE205", root.Find("rovers")!, "rovers has no entries.", $"Write 1 to {MostRovers} rovers.");
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var map = new YamlMap(item, $"rovers[{rovers.Count + 1}]", file, problems);
            if (map.Find("name") is null)
                map.Note("MAE209", item, $"rovers[{rovers.Count + 1}] has no name.", $"Write \"name: rover-{rovers.Count + 1}\".");
            var names = map.Names("name", $"rover-{rovers.Count + 1}", MostRovers);
            foreach (var name in names.Where(name => !taken.Add(name)).Take(1))
            {
                map.Note(
                    "MAE203", map.Find("name") ?? item, $"The rover {name} is there twice.",
                    $"Give it a name of its own, such as {FreeName(name, taken)}.");
            }

            if (rovers.Count + names.Count > MostRovers)
            {
                map.Note("MAE205", item, $"rovers has more than {MostRovers} entries.", $"Write 1 to {MostRovers} rovers.");
                return rovers;
            }

            var rover = new RoverEntry
            {
                Name = names[0],
                Body = map.Choice("body", RoverEntry.Linear, RoverEntry.Linear, RoverEntry.Wheels),
                ReferenceM = map.Number("reference_m", 0, -1000, 1000),
                PositionMinM = map.Number("position_min_m", -1000, -1000, 1000),
                PositionMaxM = map.Number("position_max_m", 1000, -1000, 1000),
                Start = Start(map.Map("start"), out var step),
                Plant = Plant(map.Find("plant"), map.Map("plant")),
            };
            if (rover.PositionMinM >= rover.PositionMaxM)
                map.Note("MAE205", item, $"{names[0]}: position_min_m is not below position_max_m.", "Swap them.");
            map.Finish();
            for (var i = 0; i < names.Count; i++)
            {
                rovers.Add(rover with
                {
                    Name = names[i],
                    Start = (rover.Start.XM + (i * step.XM), rover.Start.YM + (i * step.YM), rover.Start.HeadingRad),
                });
                places.Add(item);
            }
        }

        return rovers;
    }

    /// <summary>Every number may be in its range, and no rover move by it: said here, where they stand, and not when somebody has waited
    /// for it.</summary>
    private static void CheckPlants(List<YamlNode> items, FleetFile fleet, string file, List<FleetProblem> problems)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0 && items[i] == items[i - 1])
                continue;
            if (fleet.Rovers[i].Plant is not { } plant || RoverAgent.WhyNot(fleet.Rovers[i], fleet.Horizon, fleet.PeriodS) is not { } why)
                continue;
            var map = new YamlMap(items[i], "", file, problems).Map("plant");
            var (key, index) = plant.Oddest();
            var number = (key == "a" ? plant.A : plant.B)[index];
            map.Note(
                "MAE216", map.List(key)![index],
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{fleet.Rovers[i].Name} cannot be driven with this plant: {why}. Its number furthest from any of a rover is "
                    + $"{number:G6}, in {key} at place {index + 1}."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Those of paper S1 are a: [{string.Join(", ", PlantEntry.PaperS1[0].A)}], b: "
                    + $"[{string.Join(", ", PlantEntry.PaperS1[0].B)}]; mae calibrate measures those of a rover of yours."));
        }
    }

    // Where an entry names several rovers, each stands a step further than the one before.
    private static (double XM, double YM, double HeadingRad) Start(YamlMap map, out (double XM, double YM) step)
    {
        step = (map.Number("step_x_m", 0, -1000, 1000), map.Number("step_y_m", 0, -1000, 1000));
        var start = (map.Number("x_m", 0, -1000, 1000), map.Number("y_m", 0, -1000, 1000), map.Number("heading_rad", 0, -100, 100));
        map.Finish();
        return start;
    }

    private static PlantEntry? Plant(YamlNode? node, YamlMap map)
    {
        if (node is null)
            return null;
        var a = map.Numbers("a", 4);
        var b = map.Numbers("b", 2);
        var min = map.Number("disturbance_min", 0, -1000, 1000);
        var max = map.Number("disturbance_max", 0, -1000, 1000);
        if (min > max)
            map.Note("MAE205", node, "disturbance_min is above disturbance_max.", "Swap them.");
        if (map.Find("a") is null || map.Find("b") is null)
            map.Note("MAE209", node, "A plant takes a (4 numbers, row by row) and b (2 numbers).", "Write both, or leave plant away.");
        map.Finish();
        return a is null || b is null ? null : new PlantEntry(a, b, min, max);
    }

    // Any of its keys makes the formation one in the plane.
    private static PlaneEntry? Plane(YamlMap formation, string file, List<FleetProblem> problems)
    {
        var fallback = new PlaneEntry();
        var offsets = formation.List("offsets_m");
        var plane = new PlaneEntry
        {
            Shape = formation.Choice(
                "shape", offsets is null ? fallback.Shape : "offsets", "line", "column", "triangle", "polygon", "grid", "offsets"),
            GapM = formation.Number("gap_m", fallback.GapM, 0.05, 100),
            OffsetsM = [.. Points(formation, offsets, "offsets_m")],
            Path = formation.Choice("path", fallback.Path, "point", "line", "circle", "eight", "waypoints", "loop"),
            SizeM = formation.Number("size_m", fallback.SizeM, 0.05, 500),
            WaypointsM = [.. Points(formation, formation.List("waypoints_m"), "waypoints_m").SelectMany(
                point => new[] { point.X, point.Y })],
            SpeedMS = formation.Number("speed_m_s", fallback.SpeedMS, 0, 0.4),
            DropOut = formation.Choice("drop_out", fallback.DropOut, "close", "hold"),
        };
        string[] keys = ["shape", "gap_m", "offsets_m", "path", "size_m", "waypoints_m", "speed_m_s", "drop_out"];
        if (!keys.Any(key => formation.Find(key) is not null))
            return null;
        if (formation.Find("distances") is { } distances)
        {
            formation.Note(
                "MAE205", distances, "A formation is either distances on lanes or a shape in the plane.", "Keep one of the two.");
        }

        return plane;
    }

    private static IEnumerable<(double X, double Y)> Points(YamlMap map, IReadOnlyList<YamlNode>? items, string key)
    {
        foreach (var item in items?.Take(200) ?? [])
        {
            if (item is YamlSequenceNode { Children: [var x, var y] } && map.Number(x, key, -1000, 1000) is { } atX
                && map.Number(y, key, -1000, 1000) is { } atY)
                yield return (atX, atY);
            else if (item is not YamlSequenceNode { Children.Count: 2 })
                map.Note("MAE206", item, $"formation.{key} takes points.", "Write each as [x, y], m.");
        }
    }

    private static IReadOnlyList<DistanceEntry> Distances(
        YamlMap formation, IReadOnlyList<RoverEntry> rovers, bool defaultRovers, string file, List<FleetProblem> problems)
    {
        var items = formation.List("distances");
        formation.Finish();
        if (items is null)
        {
            return defaultRovers || rovers.Select(rover => rover.Name).SequenceEqual(RoverEntry.PaperS1.Select(rover => rover.Name))
                ? DistanceEntry.PaperS1 : [];
        }

        var distances = new List<DistanceEntry>();
        var known = rovers.Select(rover => rover.Name).ToHashSet(StringComparer.Ordinal);
        var pairs = new HashSet<(string, string)>();
        foreach (var item in items)
        {
            var map = new YamlMap(item, $"formation.distances[{distances.Count + 1}]", file, problems);
            var froms = Rovers(map, item, "from", rovers, known);
            var tos = Rovers(map, item, "to", rovers, known);
            if (map.Find("distance_m") is null)
            {
                map.Note(
                    "MAE209", item, "A distance has no distance_m.",
                    "Write \"distance_m: 2\": position of from minus position of to, in m.");
            }

            var distanceM = map.Number("distance_m", 0, -1000, 1000);
            map.Finish();
            if (froms.Count != tos.Count && froms.Count > 0 && tos.Count > 0)
            {
                map.Note(
                    "MAE205", item, $"A distance goes from {froms.Count} rovers to {tos.Count}.",
                    "Name as many on both sides, such as from rover-[1-9] to rover-[2-10].");
            }

            foreach (var (from, to) in froms.Zip(tos))
            {
                if (from == to)
                    map.Note("MAE205", item, $"The distance from {from} to itself is 0.", "Name two rovers.");
                else if (pairs.Contains((to, from)) || !pairs.Add((from, to)))
                    map.Note("MAE203", item, $"The distance between {from} and {to} is there twice.", "Keep one of the two.");
                distances.Add(new DistanceEntry(from, to, distanceM));
            }
        }

        return distances;
    }

    private static IReadOnlyList<string> Rovers(
        YamlMap map, YamlNode item, string key, IReadOnlyList<RoverEntry> rovers, HashSet<string> known)
    {
        if (map.Find(key) is not { } value)
        {
            map.Note("MAE209", item, $"A distance has no {key}.", $"Write \"{key}: {rovers[0].Name}\".");
            return [];
        }

        var text = (value as YamlScalarNode)?.Value ?? "";
        var names = NamePattern.Expand(text, MostRovers) ?? [text];
        if (names.FirstOrDefault(one => !known.Contains(one)) is not { } name)
            return names;
        var near = Suggestion.For(name, rovers.Select(rover => rover.Name));
        map.Note(
            "MAE208", value, $"There is no rover \"{(name.Length > 40 ? name[..40] : name)}\" in this fleet.",
            near is null ? "Add it to rovers, or name one that is there." : $"Did you mean \"{near}\"?");
        return [];
    }

    private static string FreeName(string name, HashSet<string> taken)
    {
        var stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return Enumerable
            .Range(1, taken.Count + 1)
            .Select(i => $"{(stem.Length == 0 ? "rover-" : stem)}{i}")
            .First(free => !taken.Contains(free));
    }
}
