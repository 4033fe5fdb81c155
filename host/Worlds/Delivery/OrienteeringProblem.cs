namespace MultiAgentEdge.Host.Worlds;

/// <summary>
/// An instance of the (team) orienteering problem: routes from start to end, each within one limit, with the most score. A node counts once
/// in the whole team. What the high level of paper S4 becomes on graphs too large for (31).
/// </summary>
public sealed class OrienteeringProblem
{
    /// <param name="cost">n x n, row by row, &gt;= 0; infinite where there is no edge.</param>
    /// <param name="score">n, &gt;= 0. Start and end count once, whatever is driven.</param>
    /// <param name="limit">Most cost of one route, &gt;= 0.</param>
    public OrienteeringProblem(string name, double[] cost, double[] score, int start, int end, double limit, int agents = 1)
    {
        if (cost.Length != score.Length * score.Length)
            throw new ArgumentException("cost is n x n for n scores", nameof(cost));
        (Name, Cost, Score, Start, End, Limit, Agents) = (name, cost, score, start, end, limit, agents);
    }

    public string Name { get; }

    public double[] Cost { get; }

    public double[] Score { get; }

    public int Count => Score.Length;

    public int Start { get; }

    /// <summary>The same as <see cref="Start"/> for round trips.</summary>
    public int End { get; }

    public double Limit { get; init; }

    public int Agents { get; init; }

    /// <summary>
    /// Whether routes are walks: they may pass any node again, start, end and those of other routes included, which then does not count.
    /// Otherwise every node is on one route at most, once, as the published instances have it.
    /// </summary>
    public bool MayPass { get; init; }

    /// <summary>n, as they stand in the file.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>n positions to draw; empty where the file has costs only.</summary>
    public IReadOnlyList<(double X, double Y)> Positions { get; init; } = [];

    /// <summary>Unit of cost and limit; empty where the file has none.</summary>
    public string CostUnit { get; init; } = "";

    /// <summary>Score of start and end, which every solution has.</summary>
    public double FixedScore => Score[Start] + (End == Start ? 0 : Score[End]);

    public double Between(int from, int to) => Cost[(from * Count) + to];

    public double RouteCost(IReadOnlyList<int> route)
    {
        var cost = 0.0;
        for (var i = 1; i < route.Count; i++)
            cost += Between(route[i - 1], route[i]);
        return cost;
    }

    /// <summary>Nodes on a route, each once, start and end not counted.</summary>
    public int Visits(IEnumerable<int> route) => route.Distinct().Count(node => node != Start && node != End);

    public OrienteeringProblem With(double? limit, int? agents) => new(Name, Cost, Score, Start, End, limit ?? Limit, agents ?? Agents)
    {
        MayPass = MayPass,
        Names = Names,
        Positions = Positions,
        CostUnit = CostUnit,
    };
}
