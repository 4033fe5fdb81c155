using System.Globalization;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>A first route that cannot be driven: without one there is nothing to learn from. The message says which agent, where and by how
/// much.</summary>
public sealed class FirstRouteException : Exception
{
    private FirstRouteException(string message) : base(message)
    {
    }

    internal static void Check(TaskGraph graph, DepletionTable estimate, int[][] routes)
    {
        var limits = graph.Limits.ToVector();
        var names = new[] { "time_s", "battery" };
        for (var a = 0; a < routes.Length; a++)
        {
            var used = new double[CapacityLimits.Count];
            var route = routes[a];
            if (route.Length < 2 || route[0] != graph.Depot || route[^1] != graph.Depot)
                throw new FirstRouteException($"The first route of agent {a + 1} does not begin and end at the depot.");
            for (var i = 1; i < route.Length; i++)
            {
                var (from, to) = (route[i - 1], route[i]);
                if (from == to)
                    continue;
                var edge = $"from {graph.Nodes[from].Name} to {graph.Nodes[to].Name}";
                if (!graph.HasEdge(from, to))
                    throw new FirstRouteException($"The first route of agent {a + 1} goes {edge}, where the graph has no edge.");
                for (var c = 0; c < used.Length; c++)
                {
                    used[c] += estimate[from, to, c];
                    if (used[c] > limits[c] + 1e-9)
                    {
                        throw new FirstRouteException(string.Create(
                            CultureInfo.InvariantCulture,
                            $"The first route of agent {a + 1} is not feasible: driving {edge} at {graph.Vehicle.ConservativeSpeedMS} m/s "
                            + $"it has used {names[c]} {used[c]:0.###} of {limits[c]:0.###}."));
                    }
                }
            }
        }
    }
}
