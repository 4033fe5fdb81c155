namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// First routes: all nodes on routes that are too long, then the stretches that save most for their score go until the routes are within
/// the limit. That sees which regions are worth the way, where routes that grow from the start only see what is near. Every start favours
/// other regions. Memory: 8 n bytes.
/// </summary>
internal sealed class RouteStart(RouteMatrix matrix, RouteBuilder builder)
{
    private const int LongestStretch = 50;

    // A little more than what is over may go at once; what a longer stretch saves beyond that does not count for it.
    private const double SavingCounted = 1.2;

    // The largest region favoured, as a share of all nodes.
    private const double RegionShare = 0.25;

    private const int RemovalsBetweenShortening = 4;

    private readonly double[] worth = new double[matrix.Count];

    /// <param name="regions">How many regions are favoured or not, at random places.</param>
    /// <param name="spread">How much: scores there count e^(-0.3 spread) to e^(0.7 spread) times.</param>
    /// <param name="isOver">No time left: the routes may stay too long.</param>
    public void Make(TeamRoutes routes, int regions, double spread, Func<bool> isOver)
    {
        Weigh(regions, spread);
        routes.Clear();
        builder.ClearCandidates();
        builder.AddAllAbsent(routes);
        foreach (ref var key in builder.Keys)
            key = builder.Random.NextDouble();
        builder.Sort();
        InsertAndShrink(routes, isOver);
    }

    /// <summary>What another team visits is put on the routes as well; then they are shrunk, and what both visit goes last.</summary>
    /// <param name="regions">As in <see cref="Make"/>.</param>
    /// <param name="isOver">As in <see cref="Make"/>.</param>
    public void Merge(TeamRoutes routes, TeamRoutes other, int regions, Func<bool> isOver)
    {
        Weigh(regions, 1);
        builder.ClearCandidates();
        for (var node = 0; node < matrix.Count; node++)
        {
            if (other.RouteOf[node] < 0)
                continue;
            if (routes.RouteOf[node] >= 0)
                worth[node] *= 1 + builder.Random.NextDouble();
            else
                builder.Add(node);
        }

        foreach (ref var key in builder.Keys)
            key = builder.Random.NextDouble();
        builder.Sort();
        InsertAndShrink(routes, isOver);
    }

    /// <summary>The stretches that save most for their score go, until the routes are within the limit.</summary>
    public void Shrink(TeamRoutes routes)
    {
        matrix.Score.CopyTo(worth, 0);
        for (var r = 0; r < routes.Count; r++)
            Shrink(routes, r, () => false);
        builder.Shortener.Run(routes);
    }

    private void InsertAndShrink(TeamRoutes routes, Func<bool> isOver)
    {
        var limit = routes.Limit;
        routes.Limit = double.PositiveInfinity;
        builder.Insert(routes);
        builder.Shortener.Run(routes);
        routes.Limit = limit;
        for (var r = 0; r < routes.Count; r++)
            Shrink(routes, r, isOver);
        builder.Fill(routes);
        routes.Resum();
    }

    private void Weigh(int regions, double spread)
    {
        matrix.Score.CopyTo(worth, 0);
        for (; regions > 0; regions--)
        {
            var center = builder.Below(matrix.Count);
            builder.ClearCandidates();
            for (var node = 0; node < matrix.Count; node++)
            {
                builder.Add(node);
                builder.Keys[node] = matrix.Cost[(center * matrix.Stride) + node];
            }

            builder.Sort();
            var favour = Math.Exp(spread * (builder.Random.NextDouble() - 0.3));
            foreach (var node in builder.Candidates[..(int)(matrix.Count * RegionShare * builder.Random.NextDouble())])
                worth[node] *= favour;
        }
    }

    private void Shrink(TeamRoutes routes, int route, Func<bool> isOver)
    {
        for (var removals = 1; !(routes.Cost[route] <= routes.Limit + 1e-9) && routes.Length[route] > 2 && !isOver(); removals++)
        {
            var (position, length) = Least(routes, route);
            var at = (route * matrix.Stride) + position;
            builder.Shortener.Add(routes.Nodes[at - 1]);
            builder.Shortener.Add(routes.Nodes[at + length]);
            routes.RemoveRange(route, position, length);
            if (removals % RemovalsBetweenShortening == 0)
                builder.Shortener.Run(routes);
        }
    }

    /// <summary>The stretch with the least worth for the cost that it saves.</summary>
    private (int Position, int Length) Least(TeamRoutes routes, int route)
    {
        var nodes = routes.Nodes.AsSpan(route * matrix.Stride, routes.Length[route]);
        var counted = SavingCounted * (routes.Cost[route] - routes.Limit);
        var (best, position, length) = (double.PositiveInfinity, 1, nodes.Length - 2);
        for (var i = 1; i < nodes.Length - 1; i++)
        {
            var before = matrix.Cost.AsSpan(nodes[i - 1] * matrix.Stride, matrix.Stride);
            var path = before[nodes[i]];
            var score = 0.0;
            for (var k = i; k < Math.Min(i + LongestStretch, nodes.Length - 1); k++)
            {
                score += worth[nodes[k]];
                path += matrix.Cost[(nodes[k] * matrix.Stride) + nodes[k + 1]];
                var saved = path - before[nodes[k + 1]];
                if (!(saved > 1e-9) || !(score < best * Math.Min(saved, counted)))
                    continue;
                (best, position, length) = (score / Math.Min(saved, counted), i, k - i + 1);
            }
        }

        return (position, length);
    }
}
