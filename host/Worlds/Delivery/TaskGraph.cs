namespace MultiAgentEdge.Host.Worlds;

/// <summary>
/// The task graph of paper S4, section III: nodes, who neighbours whom, capacities and the first, conservative route of each agent.
/// Built by <see cref="PaperS4"/>, a YAML file or an instance of the orienteering problem; readers check what they read, the constructor
/// trusts.
/// </summary>
public sealed class TaskGraph
{
    private readonly bool[]? neighbours; // n x n, null: complete
    private int[][]? successors;

    /// <param name="edges">Directed; null: every node neighbours every other.</param>
    public TaskGraph(string name, IReadOnlyList<TaskNode> nodes, int depot, IEnumerable<(int From, int To)>? edges = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(depot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(depot, nodes.Count);
        (Name, Nodes, Depot) = (name, nodes, depot);
        if (edges is null)
            return;
        neighbours = new bool[nodes.Count * nodes.Count];
        foreach (var (from, to) in edges)
            neighbours[(from * nodes.Count) + to] = from != to;
        if (neighbours.Count(there => there) == nodes.Count * (nodes.Count - 1))
            neighbours = null;
    }

    public string Name { get; }

    public IReadOnlyList<TaskNode> Nodes { get; }

    public int Count => Nodes.Count;

    /// <summary>Index of the node where all agents start and must return to.</summary>
    public int Depot { get; }

    /// <summary>
    /// Whether routes may pass through nodes that they, or others, visit at another time: where edges are missing. A node counts once. The
    /// depot may be passed as well, which recharges nothing. Where every node neighbours every other there is a direct way, and (26) of the
    /// paper holds as it stands.
    /// </summary>
    public bool MayPass => neighbours is not null;

    public CapacityLimits Limits { get; init; } = new(90, 1.2);

    public VehicleLimits Vehicle { get; init; } = new();

    /// <summary>Stages of the low-level controller (33).</summary>
    public int LowLevelHorizon { get; init; } = 10;

    /// <summary>Edges that the high-level search (31) looks ahead, N_h.</summary>
    public int HighLevelHorizon { get; init; } = 3;

    /// <summary>One route an agent, depot first and last: iteration 0. Empty: none was given (see <c>FirstRoutes.For</c>).</summary>
    public IReadOnlyList<int[]> FirstRoutes { get; init; } = [];

    public bool HasEdge(int from, int to) => from != to && (neighbours is null || neighbours[(from * Count) + to]);

    /// <summary>Nodes that an edge leads to, in ascending order; read only.</summary>
    public int[] Successors(int node)
    {
        successors ??= new int[Count][];
        return successors[node] ??= [.. Enumerable.Range(0, Count).Where(to => HasEdge(node, to))];
    }

    public double DistanceM(int from, int to) =>
        Math.Sqrt(Math.Pow(Nodes[to].XM - Nodes[from].XM, 2) + Math.Pow(Nodes[to].YM - Nodes[from].YM, 2));

    /// <summary>The example that shows the paper's figures 2 to 4: seven nodes, one agent, the last node out of reach.</summary>
    public static TaskGraph PaperS4() => new(
        "paper-s4",
        [new("depot", 0, 0, 0), new("1", 6, 2), new("2", 8, -4), new("3", 2, -7), new("4", -5, -5), new("5", -6, 4), new("6", 3, 24)],
        depot: 0)
    {
        FirstRoutes = [[0, 1, 2, 0]],
    };
}
