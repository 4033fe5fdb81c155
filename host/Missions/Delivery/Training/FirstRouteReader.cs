using System.Globalization;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Delivery.Graph;
using MultiAgentEdge.Host.Worlds;
using YamlDotNet.RepresentationModel;

namespace MultiAgentEdge.Host.Missions.Delivery.Training;

/// <summary>The first, conservative routes in a graph file: <c>first_routes: [[depot, a, b, depot]]</c>, one an agent.</summary>
internal static class FirstRouteReader
{
    public static IReadOnlyList<int[]> Read(YamlMap root, List<TaskNode> nodes)
    {
        var routes = new List<int[]>();
        foreach (var item in root.List("first_routes") ?? [])
        {
            if (item is not YamlSequenceNode list)
            {
                root.Note("MAE206", item, "A first route takes a list of nodes.", "Write \"- [depot, a, b, depot]\".");
                continue;
            }

            routes.Add([.. list.Children.Select(node => NodeReference.Index(root, node, nodes))]);
        }

        return routes;
    }

    /// <summary>
    /// Depot at both ends, edges that are there, where every node neighbours every other no node twice in all routes, and not further than
    /// the limits allow at the conservative speed without even braking. The driven check, with the initial trajectories, comes with
    /// training.
    /// </summary>
    public static void Check(TaskGraph graph, YamlMap root)
    {
        var places = root.List("first_routes") ?? [];
        var seen = new HashSet<int>();
        for (var r = 0; r < graph.FirstRoutes.Count; r++)
        {
            var route = graph.FirstRoutes[r];
            var nodes = ((YamlSequenceNode)places[r]).Children;
            var depot = graph.Nodes[graph.Depot].Name;
            if (route.Length < 2 || route[0] != graph.Depot || route[^1] != graph.Depot)
            {
                root.Note("MAE245", places[r], $"First route {r + 1} does not begin and end at {depot}.", $"Write {depot} first and last.");
                continue;
            }

            var lengthM = 0.0;
            for (var i = 1; i < route.Length; i++)
            {
                var (from, to) = (graph.Nodes[route[i - 1]].Name, graph.Nodes[route[i]].Name);
                if (!graph.MayPass && route[i] != graph.Depot && !seen.Add(route[i]))
                {
                    root.Note(
                        "MAE245", nodes[i], $"First route {r + 1} visits {to}, which is visited already.",
                        "Every node at most once, by one rover.");
                }
                else if (!graph.MayPass && i < route.Length - 1 && route[i] == graph.Depot)
                    root.Note("MAE245", nodes[i], $"First route {r + 1} passes {depot} on its way.", "End it there.");
                else if (route[i] != route[i - 1] && !graph.HasEdge(route[i - 1], route[i]))
                {
                    root.Note(
                        "MAE245", nodes[i], $"First route {r + 1} goes from {from} to {to}, where the graph has no edge.",
                        "Add the edge, or take another way.");
                }

                lengthM += graph.DistanceM(route[i - 1], route[i]);
            }

            var speed = graph.Vehicle.ConservativeSpeedMS;
            var timeS = lengthM / speed;
            var battery = timeS * graph.Vehicle.DrawPerS(speed);
            if (timeS > graph.Limits.TimeS)
            {
                root.Note(
                    "MAE245", places[r],
                    FormattableString.Invariant(
                        $"First route {r + 1} is not feasible: {lengthM:0.#} m at {speed} m/s take {timeS:0.#} s of {graph.Limits.TimeS}."),
                        "Take nodes out of it, or raise limits.time_s.");
            }
            else if (battery > graph.Limits.Battery)
            {
                root.Note(
                    "MAE245", places[r],
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"First route {r + 1} is not feasible: {lengthM:0.#} m at {speed} m/s draw {battery:0.###} of a battery of "
                        + $"{graph.Limits.Battery}."), "Take nodes out of it, or raise limits.battery.");
            }
        }
    }
}
