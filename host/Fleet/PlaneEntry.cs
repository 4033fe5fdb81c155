namespace MultiAgentEdge.Host.Fleet;

/// <summary>A formation in the plane, as a fleet file or a command line asks for it; what is null takes its default.</summary>
public sealed record PlaneEntry
{
    /// <summary>line, column, triangle, polygon, grid or offsets.</summary>
    public string Shape { get; init; } = "polygon";

    /// <summary>Between neighbours, m.</summary>
    public double GapM { get; init; } = 0.6;

    /// <summary>x, y of each place, of the shape offsets, m.</summary>
    public IReadOnlyList<(double X, double Y)> OffsetsM { get; init; } = [];

    /// <summary>point, line, circle, eight, waypoints or loop.</summary>
    public string Path { get; init; } = "eight";

    /// <summary>Half of the path's width, m.</summary>
    public double SizeM { get; init; } = 1.5;

    /// <summary>Of the paths waypoints and loop: x y x y ..., m.</summary>
    public IReadOnlyList<double> WaypointsM { get; init; } = [];

    /// <summary>Along the path, m/s.</summary>
    public double SpeedMS { get; init; } = 0.2;

    /// <summary>When a rover drops out: close or hold.</summary>
    public string DropOut { get; init; } = "close";
}
