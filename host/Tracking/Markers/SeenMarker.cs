using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Markers;

/// <summary>A marker in an image.</summary>
/// <param name="Corners">px, as printed: top left, top right, bottom right, bottom left.</param>
public sealed record SeenMarker(int Id, IReadOnlyList<Point2> Corners)
{
    public Point2 Middle
    {
        get
        {
            // Where the diagonals cross: what perspective leaves of the middle.
            var (a, b) = (Corners[2] - Corners[0], Corners[3] - Corners[1]);
            var cross = (a.X * b.Y) - (a.Y * b.X);
            var between = Corners[1] - Corners[0];
            return Math.Abs(cross) < 1e-9 ? Point2.Mean(Corners) : Corners[0] + (a * (((between.X * b.Y) - (between.Y * b.X)) / cross));
        }
    }

    /// <summary>Shortest side, px.</summary>
    public double SidePx => Enumerable.Range(0, 4).Min(i => (Corners[(i + 1) % 4] - Corners[i]).Length);
}
