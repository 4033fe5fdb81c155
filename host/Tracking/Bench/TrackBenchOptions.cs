using MultiAgentEdge.Host.Tracking.Markers;

namespace MultiAgentEdge.Host.Tracking.Bench;

/// <summary>What <c>bench track</c> draws and how it looks at it.</summary>
public sealed record TrackBenchOptions
{
    public int Frames { get; init; } = 60;

    /// <summary>Cameras, each in a place of its own over the same 4 × 4 m; the frames are shared out among them.</summary>
    public int Cameras { get; init; } = 6;

    public int Rovers { get; init; } = 8;

    public ulong Seed { get; init; } = 1;

    public int WidthPx { get; init; } = 1920;

    public int HeightPx { get; init; } = 1080;

    /// <summary>Of the markers on the rovers above the floor, m.</summary>
    public double RoverHeightM { get; init; } = 0.1;

    /// <summary>Side of the black squares, m.</summary>
    public double MarkerM { get; init; } = 0.16;

    public MarkerFamily Family { get; init; } = MarkerFamily.Printed;

    /// <summary>False: the tracker is not told the lens, and finds focal length and k1 by the floor.</summary>
    public bool IsCalibrated { get; init; } = true;

    /// <summary>Each image by itself, as photographs from the hand; false: the camera stands, as over a floor.</summary>
    public bool IsByItself { get; init; } = true;

    public SceneLook Look { get; init; } = new();
}
