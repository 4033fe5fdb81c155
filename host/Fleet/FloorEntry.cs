using MultiAgentEdge.Firmware;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>What stands on the floor that a fleet drives on, as its file says under <c>plane</c>.</summary>
public sealed record FloorEntry
{
    /// <summary>Nothing stands there, and it has no end.</summary>
    public static FloorEntry Empty { get; } = new();

    public IReadOnlyList<ObstacleEntry> Obstacles { get; init; } = [];

    /// <summary>Rovers stay between these corners, m; null: nothing bounds the floor.</summary>
    public (double MinX, double MinY, double MaxX, double MaxY)? Bounds { get; init; }

    public bool IsEmpty => Obstacles.Count == 0 && Bounds is null;

    /// <summary>How far a point is from the nearest obstacle or bound, m; below 0 inside of one; infinite on an empty floor.</summary>
    public double FreeM(double x, double y)
    {
        var free = Obstacles.Select(one => one.FreeM(x, y)).DefaultIfEmpty(double.PositiveInfinity).Min();
        return Bounds is not { } its
            ? free
            : Math.Min(free, Math.Min(Math.Min(x - its.MinX, its.MaxX - x), Math.Min(y - its.MinY, its.MaxY - y)));
    }

    /// <summary>What is nearest to a point, for people.</summary>
    public string Nearest(double x, double y) =>
        Obstacles.Where(one => one.FreeM(x, y) <= FreeM(x, y)).Select(one => one.Name).FirstOrDefault() ?? "the floor's edge";

    /// <summary>The floor with discs of these names at other places, m.</summary>
    /// <exception cref="KeyNotFoundException">No disc is called so.</exception>
    public FloorEntry Moved(IReadOnlyList<(string Name, double X, double Y)> moves)
    {
        ArgumentNullException.ThrowIfNull(moves);
        var obstacles = Obstacles.ToList();
        foreach (var (name, x, y) in moves)
        {
            var at = obstacles.FindIndex(one => one.IsDisc && one.Name == name);
            obstacles[at >= 0 ? at : throw new KeyNotFoundException(name)] = ObstacleEntry.Disc(name, x, y, obstacles[at].RadiusM);
        }

        return this with { Obstacles = obstacles };
    }

    /// <summary>As rovers take it: entry obstacles of their sets.</summary>
    public double[] ObstacleNumbers => [.. Obstacles.SelectMany(one => new[] { one.FromXM, one.FromYM, one.ToXM, one.ToYM, one.RadiusM })];

    /// <summary>Likewise: entry walls.</summary>
    public double[] WallNumbers =>
        Bounds is { } its ? [1, 0, its.MaxX, -1, 0, -its.MinX, 0, 1, its.MaxY, 0, -1, -its.MinY] : [];

    /// <summary>Most obstacles that rovers take.</summary>
    public const int MostObstacles = FloorMap.Most;
}
