using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// What learning knows at the start of an iteration, all of it shared by the fleet (remark 5 of paper S4): a safe set for every edge (25),
/// the depletion estimates (21), (22) and the routes driven so far, of which the high-level safe set and its value function (23), (24)
/// follow by Algorithm 2.
/// </summary>
public sealed class DeliveryMemory
{
    private readonly Dictionary<int, EdgeSafeSet> driven = [];
    private readonly VehicleDynamics dynamics;

    /// <summary>Before iteration 0: a conservative trajectory for every edge. An edge's own is made again when it is asked for, not
    /// kept.</summary>
    public DeliveryMemory(TaskGraph graph, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Graph = graph;
        dynamics = DeliveryDynamics.Of(graph.Vehicle);
        Estimate = new DepletionTable(graph.Count);
        for (var from = 0; from < graph.Count; from++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var to = 0; to < graph.Count; to++)
            {
                if (graph.HasEdge(from, to))
                    Estimate.Improve(from, to, Used(SafeSet(from, to)));
            }

            progress?.Report((from + 1.0) / graph.Count);
        }
    }

    public TaskGraph Graph { get; }

    public VehicleDynamics Dynamics => dynamics;

    /// <summary>(21); by Theorem 1 its own worst case (22) where the model is exact.</summary>
    public DepletionTable Estimate { get; }

    /// <summary>Routes of every iteration so far, one an agent.</summary>
    public List<int[][]> Iterations { get; } = [];

    /// <summary>Edges driven at least once, as from * n + to, in ascending order.</summary>
    public IEnumerable<int> DrivenEdges => driven.Keys.Order();

    /// <summary>(25): the last traversal of an edge that was no worse than the one before, or the conservative one.</summary>
    public EdgeSafeSet SafeSet(int from, int to) => driven.TryGetValue(Key(from, to), out var set) ? set : Conservative(from, to);

    /// <summary>The trajectory from which an edge's learning starts.</summary>
    public EdgeSafeSet Conservative(int from, int to)
    {
        var (start, end) = (Graph.Nodes[from], Graph.Nodes[to]);
        return InitialTrajectory.Create(dynamics, start.XM, start.YM, end.XM, end.YM, Graph.Vehicle.ConservativeSpeedMS);
    }

    public void Store(int from, int to, EdgeSafeSet set) => driven[Key(from, to)] = set;

    /// <summary>
    /// The worst case that plans keep to, the bound of (22): the estimate, and on top the share of it that a traversal may use beyond.
    /// </summary>
    public DepletionTable Bound(double margin) => margin == 0 ? Estimate : Estimate.Scaled([1 + margin, 1 + margin]);

    /// <summary>
    /// The battery empties faster than the model says: the model is corrected, and with it what is believed of every edge not driven yet.
    /// </summary>
    /// <param name="factor">Measured over modelled, above 1.</param>
    public void Drains(double factor)
    {
        const int battery = 1;
        dynamics.HotelPerS *= factor;
        dynamics.DrivePerS *= factor;
        for (var from = 0; from < Graph.Count; from++)
        {
            for (var to = 0; to < Graph.Count; to++)
            {
                if (Graph.HasEdge(from, to) && !driven.ContainsKey(Key(from, to)))
                    Estimate[from, to, battery] *= factor;
            }
        }
    }

    /// <summary>Time and battery of a traversal, in the order of <see cref="CapacityLimits"/>.</summary>
    public double[] Used(EdgeSafeSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return [set.Steps * dynamics.PeriodS, set.Battery[set.Steps]];
    }

    private int Key(int from, int to) => (from * Graph.Count) + to;
}
