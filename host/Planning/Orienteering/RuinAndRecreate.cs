namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// One change of the routes: takes stretches out around a random place and puts nodes back where they cost least. After Christiaens,
/// Vanden Berghe: Slack induction by string removals for vehicle routing problems (Transportation Science 2020), with absent nodes, and
/// 2-opt and Or-opt around what changed.
/// </summary>
internal sealed class RuinAndRecreate(RouteMatrix matrix, RouteBuilder builder)
{
    private const int LongestStretch = 12;
    private const int NeighboursOfSeed = 20;
    private const int NeighboursOfRemoved = 5;
    private const double SkipRoute = 0.2;
    private const double FillShare = 0.1;

    private readonly int mostStretches = 2 + Math.Min(2, matrix.Problem.Agents - 1);

    public void Run(TeamRoutes routes)
    {
        Ruin(routes);
        Recreate(routes);
    }

    private void Ruin(TeamRoutes routes)
    {
        builder.ClearCandidates();
        var seed = builder.Below(matrix.Count);
        var stretches = 1 + builder.Below(mostStretches);
        var near = matrix.NearOf(seed);
        for (var i = -1; i < near.Length && stretches > 0; i++)
        {
            var node = i < 0 ? seed : near[i];
            var route = routes.RouteOf[node];
            if (route < 0 || builder.Random.NextDouble() < SkipRoute)
                continue;
            stretches--;
            var inside = routes.Length[route] - 2;
            var length = 1 + builder.Below(Math.Min(LongestStretch, inside));
            var first = Math.Clamp(routes.Position[node] - builder.Below(length), 1, inside - length + 1);
            var stretch = routes.Nodes.AsSpan((route * matrix.Stride) + first - 1, length + 2);
            foreach (var removed in stretch[1..^1])
                builder.Add(removed);
            builder.Shortener.Add(stretch[0]);
            builder.Shortener.Add(stretch[^1]);
            routes.RemoveRange(route, first, length);
        }

        var count = builder.Candidates.Length;
        builder.AddAbsent(routes, seed);
        foreach (var node in near[..Math.Min(near.Length, NeighboursOfSeed)])
            builder.AddAbsent(routes, node);
        for (var i = 0; i < count; i++)
        {
            near = matrix.NearOf(builder.Candidates[i]);
            foreach (var node in near[..Math.Min(near.Length, NeighboursOfRemoved)])
                builder.AddAbsent(routes, node);
        }
    }

    private void Recreate(TeamRoutes routes)
    {
        var candidates = builder.Candidates;
        var keys = builder.Keys;
        var order = builder.Below(4);
        for (var i = 0; i < candidates.Length; i++)
        {
            var node = candidates[i];
            keys[i] = order switch
            {
                0 => builder.Random.NextDouble(),
                1 => -matrix.Score[node] * (0.5 + builder.Random.NextDouble()),
                2 => RouteBuilder.Extra(routes, node) / matrix.Score[node] * (0.7 + (0.6 * builder.Random.NextDouble())),
                _ => matrix.Detour(node) * (0.8 + (0.4 * builder.Random.NextDouble())),
            };
        }

        builder.Sort();
        builder.Insert(routes);
        if (builder.Shortener.Run(routes))
            builder.Insert(routes);
        if (builder.Random.NextDouble() < FillShare)
            builder.Fill(routes);
    }
}
