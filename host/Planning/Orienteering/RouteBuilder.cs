using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Puts nodes on routes where they cost least, and shortens the routes around them. One for each search. Memory: 21 n bytes.
/// </summary>
internal sealed class RouteBuilder
{
    // Neighbours on routes beside which a place is looked for.
    private const int Width = 8;

    // So rarely a good place is passed over, for variety.
    private const double Blink = 0.01;

    private const int NodesBetweenChecks = 256;

    private readonly RouteMatrix matrix;
    private readonly int[] candidates;
    private readonly double[] keys;
    private readonly int[] marked;
    private int mark;
    private int count;

    public RouteBuilder(RouteMatrix matrix, Xoshiro256 random)
    {
        (this.matrix, Random) = (matrix, random);
        Shortener = new RouteShortener(matrix);
        candidates = new int[matrix.Count];
        keys = new double[matrix.Count];
        marked = new int[matrix.Count];
    }

    public Xoshiro256 Random { get; }

    public RouteShortener Shortener { get; }

    /// <summary>Nodes to put back, in this order.</summary>
    public Span<int> Candidates => candidates.AsSpan(0, count);

    /// <summary>Of the candidates: the least first after <see cref="Sort"/>.</summary>
    public Span<double> Keys => keys.AsSpan(0, count);

    public int Below(int bound) => (int)(Random.NextDouble() * bound);

    public void ClearCandidates()
    {
        mark++;
        count = 0;
    }

    /// <summary>Adds a node unless it is a candidate already.</summary>
    public void Add(int node)
    {
        if (marked[node] == mark)
            return;
        marked[node] = mark;
        candidates[count++] = node;
    }

    public void AddAbsent(TeamRoutes routes, int node)
    {
        if (routes.RouteOf[node] < 0)
            Add(node);
    }

    public void AddAllAbsent(TeamRoutes routes)
    {
        for (var node = 0; node < matrix.Count; node++)
            AddAbsent(routes, node);
    }

    public void Sort() => Array.Sort(keys, candidates, 0, count);

    /// <summary>What the cheapest place costs.</summary>
    public static double Extra(TeamRoutes routes, int node) => routes.Cheapest(node, Width).Extra;

    /// <summary>Puts the candidates on the routes in their order, as far as they fit and the shortener has time.</summary>
    public void Insert(TeamRoutes routes)
    {
        for (var i = 0; i < count; i++)
        {
            if (i % NodesBetweenChecks == NodesBetweenChecks - 1 && Shortener.IsOver())
                return;
            var node = candidates[i];
            if (routes.RouteOf[node] >= 0)
                continue;
            var (route, position, extra) = routes.Cheapest(node, Width);
            if (route < 0 || Random.NextDouble() < Blink)
                continue;
            routes.InsertAt(route, position, node, extra);
            var around = routes.Nodes.AsSpan((route * matrix.Stride) + position - 1, 3);
            Shortener.Add(around[0]);
            Shortener.Add(node);
            Shortener.Add(around[2]);
        }
    }

    /// <summary>Shorter routes may take one node more.</summary>
    public void Fill(TeamRoutes routes)
    {
        Shortener.Run(routes);
        ClearCandidates();
        AddAllAbsent(routes);
        Insert(routes);
        Shortener.Run(routes);
    }
}
