namespace MultiAgentEdge.Host.Tracking.Setup;

/// <summary>A marker that lies on the floor, at height 0.</summary>
/// <param name="XM">Its middle, m, in the world's frame.</param>
/// <param name="YM">Its middle, m.</param>
/// <param name="HeadingRad">Where its printed right side points; null: lies anyhow, it is found out.</param>
public sealed record FloorMarker(int Id, double XM, double YM, double? HeadingRad = null)
{
    public Point2 Middle => new(XM, YM);

    /// <summary>Ids 0 to 3 at the corners of a rectangle, counter-clockwise: (0, 0), (width, 0), (width, depth), (0, depth).</summary>
    public static IReadOnlyList<FloorMarker> Rectangle(double widthM, double depthM) =>
        [new(0, 0, 0), new(1, widthM, 0), new(2, widthM, depthM), new(3, 0, depthM)];
}
