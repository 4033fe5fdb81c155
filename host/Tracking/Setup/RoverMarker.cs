namespace MultiAgentEdge.Host.Tracking.Setup;

/// <summary>
/// The marker on a rover, and how it sits there. A rover's place is the middle of its axle, its heading where it drives forward.
/// </summary>
public sealed record RoverMarker(string Name, int MarkerId)
{
    /// <summary>
    /// Of the printed face above the floor, m. 0.1 m that nobody said are 0.1 m off where the camera looks down at 45 degrees.
    /// </summary>
    public double HeightM { get; init; }

    /// <summary>The marker's middle ahead of the axle's middle, m.</summary>
    public double ForwardM { get; init; }

    /// <summary>The marker's middle to the left of the axle's middle, m.</summary>
    public double LeftM { get; init; }

    /// <summary>From the rover's forward to the marker's printed right side (its arrow), counter-clockwise from above, rad.</summary>
    public double YawRad { get; init; }

    /// <summary>Side of the black square, m; null: not checked.</summary>
    public double? SizeM { get; init; }
}
