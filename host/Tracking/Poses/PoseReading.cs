namespace MultiAgentEdge.Host.Tracking.Poses;

/// <summary>Where somebody says a rover is: the middle of its axle, m, in the world's frame.</summary>
/// <param name="Rover">By the rule of RoverName.</param>
/// <param name="HeadingRad">Counter-clockwise from x, in (-pi, pi]; NaN: position alone.</param>
/// <param name="StampUs">When it was there, on the tracker's clock, µs.</param>
/// <param name="SigmaM">Standard deviation along each axis, m.</param>
/// <param name="SigmaRad">Of the heading, rad.</param>
/// <param name="Source">Who says so: a tracker's name.</param>
public sealed record PoseReading(string Rover, double XM, double YM, double HeadingRad, double SigmaM, double SigmaRad, long StampUs,
    string Source)
{
    public bool HasHeading => !double.IsNaN(HeadingRad);
}
