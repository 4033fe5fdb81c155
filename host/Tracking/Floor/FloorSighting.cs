using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Floor;

/// <summary>A floor marker and where an image shows its corners, px: top left, top right, bottom right, bottom left as printed.</summary>
public sealed record FloorSighting(FloorMarker Marker, IReadOnlyList<Point2> Corners, Point2 MiddlePx);
