namespace MultiAgentEdge.Host.Tracking.Bench;

/// <summary>A marker of a scene: its middle, m, where its printed right side points, and the side of its black square.</summary>
public sealed record PlacedMarker(int Id, double XM, double YM, double ZM, double HeadingRad, double SizeM)
{
    /// <summary>
    /// Drawn in place of the family's marker: a chessboard, row by row from the top left, true is white; null: the marker.
    /// </summary>
    public bool[,]? Cells { get; init; }
}
