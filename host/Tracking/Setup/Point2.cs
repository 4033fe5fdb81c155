namespace MultiAgentEdge.Host.Tracking.Setup;

/// <summary>A point of an image, px, or of the floor, m: whoever holds it says which.</summary>
public readonly record struct Point2(double X, double Y)
{
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);

    public static Point2 operator +(Point2 a, Point2 b) => new(a.X + b.X, a.Y + b.Y);

    public static Point2 operator -(Point2 a, Point2 b) => new(a.X - b.X, a.Y - b.Y);

    public static Point2 operator *(Point2 a, double factor) => new(a.X * factor, a.Y * factor);

    public double Length => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>Turned counter-clockwise where y points up.</summary>
    public Point2 Turned(double angleRad)
    {
        var (sin, cos) = Math.SinCos(angleRad);
        return new Point2((cos * X) - (sin * Y), (sin * X) + (cos * Y));
    }

    public static Point2 Mean(IReadOnlyList<Point2> points)
    {
        var sum = default(Point2);
        foreach (var point in points)
            sum += point;
        return sum * (1.0 / points.Count);
    }
}
