using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>
/// One rover's parking place at the depot, with its own ways out and in: bodies do not begin and end in one point. What the fleet learns of
/// the ways between the other nodes holds for all; what is learned of these holds for their rover.
/// </summary>
/// <param name="shared">What the fleet knows.</param>
public sealed class DeliveryHome(DeliveryMemory shared, double xM, double yM)
{
    private readonly Dictionary<(int From, int To), EdgeSafeSet> driven = [];
    private readonly Dictionary<(int From, int To), double[]> used = [];

    public double XM => xM;

    public double YM => yM;

    /// <summary>(25) of an edge as this rover drives it.</summary>
    public EdgeSafeSet SafeSet(int from, int to) =>
        !IsOwn(from, to) ? shared.SafeSet(from, to) : driven.GetValueOrDefault((from, to)) ?? Conservative(from, to);

    /// <summary>(21) with its own ways out and in; as of now.</summary>
    public DepletionTable Estimate()
    {
        var own = shared.Estimate.Scaled([1, 1]);
        for (var node = 0; node < shared.Graph.Count; node++)
        {
            foreach (var (from, to) in new[] { (shared.Graph.Depot, node), (node, shared.Graph.Depot) })
            {
                for (var c = 0; c < CapacityLimits.Count && shared.Graph.HasEdge(from, to); c++)
                    own[from, to, c] = Used(from, to)[c];
            }
        }

        return own;
    }

    /// <summary>(21), (25), as <see cref="DeliveryMemory"/> learns: of an edge that is not its own the fleet does.</summary>
    /// <param name="measured">Time and battery.</param>
    /// <param name="states">Null where a period was not heard.</param>
    public void Learn(int from, int to, double[] measured, EdgeSafeSet? states)
    {
        if (IsOwn(from, to))
        {
            used[(from, to)] = measured;
        }
        else
        {
            shared.Estimate.Improve(from, to, measured);
            shared.Estimate.Tighten(from, to, measured);
        }

        if (states is null || states.Steps > SafeSet(from, to).Steps)
            return;
        if (IsOwn(from, to))
            driven[(from, to)] = states;
        else
            shared.Store(from, to, states);
    }

    /// <summary>Places for a fleet: the depot itself for the first, the others in a row on both sides of it, across where rovers look when
    /// they are put down, with room to drive in between them; none near another node.</summary>
    public static IReadOnlyList<(double XM, double YM)> Places(TaskGraph graph, int rovers, double radiusM)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var (depot, apart) = (graph.Nodes[graph.Depot], RadiiApart * radiusM);
        var places = new List<(double XM, double YM)> { (depot.XM, depot.YM) };
        for (var k = 1; places.Count < rovers && apart > 0; k++)
        {
            // 1, -1, 2, -2 ... then the next row behind.
            var (row, at) = Math.DivRem(k, MostInRow);
            var side = at % 2 == 1 ? (at + 1) / 2 : -at / 2;
            var (x, y) = (depot.XM - (row * apart), depot.YM + (side * apart));
            if (Enumerable.Range(0, graph.Count).All(
                node => node == graph.Depot || double.Hypot(graph.Nodes[node].XM - x, graph.Nodes[node].YM - y) >= apart / 2))
                places.Add((x, y));
        }

        return [.. Enumerable.Range(0, rovers).Select(i => places[Math.Min(i, places.Count - 1)])];
    }

    /// <summary>Between two places: what drives in keeps its half of the gap to both sides, and a foot of air.</summary>
    private const double RadiiApart = 8;
    private const int MostInRow = 9;

    private bool IsOwn(int from, int to) => (from == shared.Graph.Depot || to == shared.Graph.Depot)
        && (xM != shared.Graph.Nodes[shared.Graph.Depot].XM || yM != shared.Graph.Nodes[shared.Graph.Depot].YM);

    private double[] Used(int from, int to) =>
        !IsOwn(from, to) ? [shared.Estimate[from, to, 0], shared.Estimate[from, to, 1]]
        : used.GetValueOrDefault((from, to)) ?? shared.Used(Conservative(from, to));

    private EdgeSafeSet Conservative(int from, int to)
    {
        var (a, b) = (At(from), At(to));
        return InitialTrajectory.Create(shared.Dynamics, a.XM, a.YM, b.XM, b.YM, shared.Graph.Vehicle.ConservativeSpeedMS);
    }

    private (double XM, double YM) At(int node) =>
        node == shared.Graph.Depot ? (xM, yM) : (shared.Graph.Nodes[node].XM, shared.Graph.Nodes[node].YM);
}
