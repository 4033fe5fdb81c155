namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>Where a rover is.</summary>
/// <param name="XM">Of its axle's middle; finite.</param>
/// <param name="HeadingRad">Counter-clockwise from x; 0 of a body without a front.</param>
public sealed record RecordedPose(string Name, double XM, double YM, double HeadingRad);

/// <summary>Something on the map.</summary>
/// <param name="Id">A shape replaces the one before of its id.</param>
/// <param name="Kind">rover, landmark, path, place, edge, obstacle, wall, bounds: for programs that draw in their own way.</param>
public sealed record SceneShape(string Id, string Kind)
{
    public static (double R, double G, double B) Blue { get; } = (0.16, 0.47, 0.71);

    public static (double R, double G, double B) Orange { get; } = (0.95, 0.52, 0.13);

    public static (double R, double G, double B) Grey { get; } = (0.55, 0.55, 0.55);

    public static (double R, double G, double B) Green { get; } = (0.2, 0.6, 0.3);

    public static (double R, double G, double B) Red { get; } = (0.8, 0.2, 0.2);

    /// <summary>The floor's, or a rover's own, which moves with it.</summary>
    public string Frame { get; init; } = FoxgloveJson.World;

    public double XM { get; init; }

    public double YM { get; init; }

    /// <summary>Of a disc; 0: none is drawn.</summary>
    public double RadiusM { get; init; }

    /// <summary>Whether an arrow shows where it looks.</summary>
    public bool HasFront { get; init; }

    /// <summary>Of a line; fewer than two: none is drawn.</summary>
    public IReadOnlyList<(double XM, double YM)> PointsM { get; init; } = [];

    /// <summary>Of the line, m; 0: as thin as it is seen well.</summary>
    public double ThicknessM { get; init; }

    public string Label { get; init; } = "";

    /// <summary>Each 0 to 1.</summary>
    public (double R, double G, double B) Color { get; init; } = Grey;
}
