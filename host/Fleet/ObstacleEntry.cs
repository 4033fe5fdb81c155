namespace MultiAgentEdge.Host.Fleet;

/// <summary>One thing that stands on the floor: a disc, or a wall from one point to another with half of its thickness as radius.</summary>
public sealed record ObstacleEntry(string Name, double FromXM, double FromYM, double ToXM, double ToYM, double RadiusM)
{
    public static ObstacleEntry Disc(string name, double x, double y, double radiusM) => new(name, x, y, x, y, radiusM);

    /// <summary>Else it is a wall.</summary>
    public bool IsDisc => FromXM.Equals(ToXM) && FromYM.Equals(ToYM);

    /// <summary>How far a point is from its edge, m; below 0 inside.</summary>
    public double FreeM(double x, double y)
    {
        var (dx, dy) = (ToXM - FromXM, ToYM - FromYM);
        var square = (dx * dx) + (dy * dy);
        var along = square > 0 ? Math.Clamp((((x - FromXM) * dx) + ((y - FromYM) * dy)) / square, 0, 1) : 0;
        return double.Hypot(FromXM + (along * dx) - x, FromYM + (along * dy) - y) - RadiusM;
    }
}
