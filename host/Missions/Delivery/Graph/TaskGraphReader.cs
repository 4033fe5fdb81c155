using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Delivery.Training;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using YamlDotNet.RepresentationModel;

namespace MultiAgentEdge.Host.Missions.Delivery.Graph;

/// <summary>Reads a task graph from YAML and notes everything that is wrong with it. Never throws on any text.</summary>
internal static class TaskGraphReader
{
    /// <summary>A graph of a thousand nodes, one a line, has some 60 kB; its edges may be as many again a node.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    public const int MaxNodes = 1000;

    private const double Huge = 1e6;

    /// <summary>Use the graph only when <paramref name="problems"/> is empty.</summary>
    public static TaskGraph Read(string text, string file, out IReadOnlyList<FleetProblem> problems)
    {
        var found = new List<FleetProblem>();
        problems = found;
        var root = YamlRoot.Parse(text, file, MaxLength, "host/Worlds/Delivery/README.md has an example", found);
        if (found.Count > 0)
            return TaskGraph.PaperS4();
        var map = new YamlMap(root, "", file, found);
        var nodes = Nodes(map, file, found, out var places);
        var depot = Depot(map, nodes, root);
        var edges = Edges(map, nodes, file, found);
        var graph = new TaskGraph(
            map.Text("name") ?? Path.GetFileNameWithoutExtension(file), nodes.Count == 0 ? TaskGraph.PaperS4().Nodes : nodes,
            nodes.Count == 0 ? 0 : depot, edges)
        {
            Limits = Limits(map, file, found),
            Vehicle = Vehicle(map.Map("vehicle")),
            LowLevelHorizon = (int)map.Integer("horizon", 10, 1, 50),
            HighLevelHorizon = (int)map.Integer("high_level_horizon", 3, 1, 8),
            FirstRoutes = FirstRouteReader.Read(map, nodes),
        };
        map.Finish();
        // What follows takes the graph at its word.
        if (found.Count == 0)
            CheckReach(graph, places, map);
        if (found.Count == 0 && EdgeSize.TooLong(graph) is { } edge)
        {
            map.Note(
                "MAE250", places[edge.To], GraphFile.TooLong(graph, edge),
                "Put nodes nearer to each other, or raise conservative_speed_m_s, accelerations or period_s.");
        }

        if (found.Count == 0)
            FirstRouteReader.Check(graph, map);
        found.Sort((a, b) => (a.Line, a.Column).CompareTo((b.Line, b.Column)));
        return graph;
    }

    private static List<TaskNode> Nodes(YamlMap root, string file, List<FleetProblem> problems, out List<YamlNode> places)
    {
        var nodes = new List<TaskNode>();
        places = [];
        var items = root.List("nodes");
        if (items is null || items.Count is < 2 or > MaxNodes)
        {
            var at = root.Find("nodes");
            problems.Add(
                new FleetProblem(
                    "MAE240", file, at?.Start.Line ?? 1, at?.Start.Column ?? 1,
                    $"A task graph takes 2 to {MaxNodes} nodes; here are {items?.Count ?? 0}.",
                    "Write \"nodes:\" and a line \"- {name: depot, x_m: 0, y_m: 0}\" for each."));
            return nodes;
        }

        foreach (var item in items)
        {
            var map = new YamlMap(item, $"nodes[{nodes.Count + 1}]", file, problems);
            foreach (var key in new[] { "name", "x_m", "y_m" })
            {
                if (map.Find(key) is null)
                {
                    map.Note(
                        "MAE209", item, $"nodes[{nodes.Count + 1}] has no {key}.",
                        "A node is written \"- {name: depot, x_m: 0, y_m: 0}\".");
                }
            }

            var name = map.Text("name") ?? "";
            if (name.Length > 0 && map.Find("name") is { } twice && nodes.Any(other => other.Name == name))
                map.Note("MAE241", twice, $"The node {name} is there twice.", "Give each a name of its own.");
            nodes.Add(
                new TaskNode(name, map.Number("x_m", 0, -Huge, Huge), map.Number("y_m", 0, -Huge, Huge), map.Number("score", 1, 0, Huge)));
            places.Add(item);
            map.Finish();
        }

        return nodes;
    }

    private static int Depot(YamlMap root, List<TaskNode> nodes, YamlNode? place)
    {
        if (root.Find("depot") is { } at)
            return Math.Max(0, NodeReference.Index(root, at, nodes));
        var named = nodes.FindIndex(node => node.Name == "depot");
        if (named < 0 && nodes.Count > 0)
        {
            root.Note(
                "MAE242", place!, "The graph has no depot.",
                $"Write \"depot: {(nodes[0].Name.Length > 0 ? nodes[0].Name : "NAME")}\", or name a node \"depot\".");
        }

        return Math.Max(0, named);
    }

    private static List<(int From, int To)>? Edges(YamlMap root, List<TaskNode> nodes, string file, List<FleetProblem> problems)
    {
        if (root.List("edges") is not { } items)
            return null;
        var edges = new List<(int, int)>();
        foreach (var item in items)
        {
            // [a, b] goes both ways; the long form says otherwise.
            if (item is YamlSequenceNode { Children: { Count: 2 } pair })
            {
                var (a, b) = (NodeReference.Index(root, pair[0], nodes), NodeReference.Index(root, pair[1], nodes));
                if (a >= 0 && b >= 0)
                    edges.AddRange([(a, b), (b, a)]);
                continue;
            }

            var map = new YamlMap(item, $"edges[{edges.Count + 1}]", file, problems);
            var from = map.Find("from") is { } fromAt ? NodeReference.Index(map, fromAt, nodes) : -2;
            var to = map.Find("to") is { } toAt ? NodeReference.Index(map, toAt, nodes) : -2;
            var oneWay = map.Choice("one_way", "no", "no", "yes", "false", "true") is "yes" or "true";
            map.Finish();
            if (from == -2 || to == -2)
                map.Note("MAE209", item, "An edge takes from and to.", "Write \"- [a, b]\", or \"- {from: a, to: b, one_way: yes}\".");
            if (from < 0 || to < 0)
                continue;
            edges.Add((from, to));
            if (!oneWay)
                edges.Add((to, from));
        }

        return edges;
    }

    private static CapacityLimits Limits(YamlMap root, string file, List<FleetProblem> problems)
    {
        var map = root.Map("limits");
        var fallback = TaskGraph.PaperS4().Limits;
        double Positive(string key, double otherwise)
        {
            var value = map.Number(key, otherwise, -Huge, Huge);
            if (!(value > 0))
            {
                map.Note(
                    "MAE243", map.Find(key)!, FormattableString.Invariant($"limits.{key} is {value}: a capacity is more than 0."),
                    FormattableString.Invariant($"Write what a rover may use, such as {otherwise}."));
            }

            return value;
        }

        var limits = new CapacityLimits(Positive("time_s", fallback.TimeS), Positive("battery", fallback.Battery));
        map.Finish();
        return limits;
    }

    private static VehicleLimits Vehicle(YamlMap map)
    {
        var fallback = new VehicleLimits();
        var speed = map.Number("speed_max_m_s", fallback.SpeedMaxMS, 0.01, 100);
        var vehicle = new VehicleLimits
        {
            Model = map.Choice("model", "unicycle", "unicycle", "bicycle") == "bicycle" ? VehicleModel.Bicycle : VehicleModel.Unicycle,
            PeriodS = map.Number("period_s", fallback.PeriodS, 0.01, 10),
            SpeedMaxMS = speed,
            ConservativeSpeedMS = map.Number("conservative_speed_m_s", Math.Min(fallback.ConservativeSpeedMS, speed), 0.001, speed),
            AccelerationMaxMS2 = map.Number("acceleration_max_m_s2", fallback.AccelerationMaxMS2, 0.001, 100),
            YawRateMaxRadS = map.Number("yaw_rate_max_rad_s", fallback.YawRateMaxRadS, 0.001, 100),
            WheelbaseM = map.Number("wheelbase_m", fallback.WheelbaseM, 0.001, 100),
            SteeringMaxRad = map.Number("steering_max_rad", fallback.SteeringMaxRad, 0.001, 1.5),
            SteeringRateMaxRadS = map.Number("steering_rate_max_rad_s", fallback.SteeringRateMaxRadS, 0.001, 100),
            IdleDrawPerS = map.Number("idle_draw_per_s", fallback.IdleDrawPerS, 0, Huge),
            SpeedDrawSM2 = map.Number("speed_draw_s_m2", fallback.SpeedDrawSM2, 0, Huge),
        };
        map.Finish();
        return vehicle;
    }

    /// <summary>Every node can be reached from the depot and left for it.</summary>
    private static void CheckReach(TaskGraph graph, List<YamlNode> places, YamlMap map)
    {
        var there = Reach(graph, (from, to) => graph.HasEdge(from, to));
        var back = Reach(graph, (from, to) => graph.HasEdge(to, from));
        for (var node = 0; node < graph.Count; node++)
        {
            var name = graph.Nodes[node].Name;
            if (!there[node])
            {
                map.Note(
                    "MAE244", places[node], $"The node {name} cannot be reached from {graph.Nodes[graph.Depot].Name}.",
                    "Add an edge to it, or take it out.");
            }
            else if (!back[node])
            {
                map.Note(
                    "MAE244", places[node], $"From the node {name} no edges lead back to {graph.Nodes[graph.Depot].Name}.",
                    "Add an edge from it, or take it out.");
            }
        }
    }

    private static bool[] Reach(TaskGraph graph, Func<int, int, bool> edge)
    {
        var reached = new bool[graph.Count];
        reached[graph.Depot] = true;
        var open = new Stack<int>([graph.Depot]);
        while (open.TryPop(out var from))
        {
            for (var to = 0; to < graph.Count; to++)
            {
                if (reached[to] || !edge(from, to))
                    continue;
                reached[to] = true;
                open.Push(to);
            }
        }

        return reached;
    }
}
