using MultiAgentEdge.Host.Tracking.Floor;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Poses;

/// <summary>A rover's pose from its marker in one image.</summary>
/// <param name="SigmaM">Standard deviation along each axis, m.</param>
/// <param name="SizeM">Side of the marker's black square as seen at its height, m.</param>
public sealed record MarkerPose(RoverMarker Rover, double XM, double YM, double HeadingRad, double SigmaM, double SigmaRad, double SizeM)
{
    // What a refined corner is good to, px.
    private const double CornerSigmaPx = FloorFit.PixelSigma;

    // What somebody measured with a ruler is good to, m.
    private const double HeightSigmaM = 0.003;

    // A marker is a square at its height; what a wrong decision of the decoder shows is none.
    private const double MostSkew = 0.12;
    private const double MostSizeOff = 0.25;

    /// <summary>A pose less certain than this is none, m: two floor markers in a corner say little of the other end.</summary>
    public const double MostSigmaM = 0.1;

    /// <summary>Null: what is seen there is no square of its size at its height, or its place is too uncertain.</summary>
    public static MarkerPose? Of(SeenMarker seen, RoverMarker rover, FloorView view)
    {
        Point2[] corners = [.. seen.Corners.Select(corner => view.Camera.ToFloor(corner, rover.HeightM))];
        if (!corners.All(corner => corner.IsFinite))
            return null;
        var middle = Point2.Mean(corners);
        // The square that fits best: sums over the corners of what it would be times what is seen.
        double along = 0, across = 0;
        var unit = FloorFit.Corners(default, 0, 1);
        for (var i = 0; i < 4; i++)
        {
            var at = corners[i] - middle;
            along += (unit[i].X * at.X) + (unit[i].Y * at.Y);
            across += (unit[i].X * at.Y) - (unit[i].Y * at.X);
        }

        var heading = Math.Atan2(across, along);
        var size = Math.Sqrt((along * along) + (across * across)) * 0.5;
        var fitted = FloorFit.Corners(middle, heading, size);
        var skew = Enumerable.Range(0, 4).Max(i => (fitted[i] - corners[i]).Length) / size;
        if (!(skew <= MostSkew) || (rover.SizeM is { } wanted && Math.Abs((size / wanted) - 1) > MostSizeOff))
            return null;
        var own = Math.IEEERemainder(heading - rover.YawRad, 2 * Math.PI);
        var place = middle - new Point2(rover.ForwardM, rover.LeftM).Turned(own);
        var camera = view.Camera.Place;
        var slant = (middle - new Point2(camera.XM, camera.YM)).Length / Math.Max(0.05, camera.ZM - rover.HeightM);
        var pixelM = size / Math.Max(1, seen.SidePx);
        var sigma = Math.Sqrt(Squared(CornerSigmaPx * 0.5 * pixelM) + Squared(view.SigmaM(seen.Middle, rover.HeightM))
            + (0.5 * Squared(HeightSigmaM * slant)));
        var sigmaRad = CornerSigmaPx * pixelM / size;
        if (!(sigma <= MostSigmaM))
            return null;
        return new MarkerPose(rover, place.X, place.Y, own <= -Math.PI ? Math.PI : own, sigma, sigmaRad, size);
    }

    private static double Squared(double value) => value * value;
}
