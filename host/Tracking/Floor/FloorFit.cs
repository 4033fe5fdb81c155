using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Floor;

/// <summary>
/// The camera over a floor, from the corners of its markers: where it hangs, their size and how each lies where the setup does not say, and
/// without a calibrated lens its focal length, k1, k2 and axis too. All at once, by least squares on the image, with what is likely
/// beforehand as further rows; so the covariance says what the markers leave open.
/// </summary>
public sealed class FloorFit
{
    /// <summary>Of one refined corner, px.</summary>
    public const double PixelSigma = 0.2;

    private const int Size = FloorView.Unknowns;
    private const int FirstHeading = Size + 1;

    // What somebody wrote of a printed marker is good to this.
    private const double SizeSigma = 0.005;
    private const double HeadingSigma = 0.02;

    private const double LikelyFocal = 0.9;
    private static readonly double[] FocalTries = [0.5, 0.7, 0.9, 1.2, 1.7, 2.5];

    // Of log focal length, k1, k2 and the axis, in widths of the image: a webcam nobody calibrated, 30 to 100 degrees wide; and one that
    // somebody did.
    private static readonly double[] UnknownLens = [0.6, 0.2, 0.05, 0.008, 0.008];
    private static readonly double[] KnownLens = [0.001, 0.002, 0.002, 0.0005, 0.0005];

    private readonly IReadOnlyList<FloorSighting> seen;
    private readonly TrackingSetup setup;
    private readonly LensModel lens;
    private readonly double[] lensSigma;
    private readonly double likelyLogFocal;
    private double[] turn = [];

    private FloorFit(IReadOnlyList<FloorSighting> seen, TrackingSetup setup, LensModel lens, double[] lensSigma)
    {
        this.seen = seen;
        this.setup = setup;
        this.lens = lens;
        this.lensSigma = lensSigma;
        likelyLogFocal = lensSigma == KnownLens ? 0 : Math.Log(LikelyFocal * lens.WidthPx / lens.FxPx);
    }

    private int Rows => (9 * seen.Count) + lensSigma.Length + 1;

    /// <param name="lens">Calibrated, of this size of image; null: found out.</param>
    /// <param name="why">Null, or for a person: why there is no camera.</param>
    public static FloorView? Fit(IReadOnlyList<FloorSighting> seen, TrackingSetup setup, LensModel? lens, int widthPx, int heightPx,
        out string? why)
    {
        why = null;
        var needed = lens is not null && setup.FloorMarkerSizeM is not null ? 2 : 3;
        if (seen.Count < needed)
        {
            why = $"{seen.Count} of the {setup.Floor.Count} floor markers are seen, and {needed} are needed";
            return null;
        }

        FloorView? best = null;
        foreach (var focal in lens is null ? FocalTries : [LikelyFocal])
        {
            var fit = new FloorFit(seen, setup, lens ?? LensModel.Plain(widthPx, heightPx, focal * widthPx), lens is null
                ? UnknownLens : KnownLens);
            if (fit.Solve() is { } view && !(best?.Cost <= view.Cost))
                best = view;
        }

        if (best is null)
            why = "no camera sees the floor markers so: they lie in a line, or in another order than the setup says";
        return best;
    }

    /// <summary>
    /// Corners of a square on the floor: top left, top right, bottom right, bottom left, its right side pointing along its heading.
    /// </summary>
    internal static Point2[] Corners(Point2 middle, double headingRad, double sizeM)
    {
        var half = sizeM * 0.5;
        return [.. new Point2[] { new(-half, half), new(half, half), new(half, -half), new(-half, -half) }.Select(corner =>
            middle + corner.Turned(headingRad))];
    }

    private FloorView? Solve()
    {
        Point2[] rays = [.. seen.SelectMany(one => one.Corners.Append(one.MiddlePx)).Select(lens.ToRay)];
        if (!rays.All(ray => ray.IsFinite) || FirstGuess(rays) is not { } camera)
            return null;
        turn = camera.Turn;
        var start = new FloorCamera(lens, camera.Turn, camera.Shift);
        if (start.Place.ZM <= 0)
            return null;
        var sides = new List<double>();
        var unknowns = new double[FirstHeading + seen.Count];
        camera.Shift.CopyTo(unknowns, 3);
        for (var i = 0; i < seen.Count; i++)
        {
            Point2[] corners = [.. Enumerable.Range(0, 4).Select(corner => start.AlongRay(rays[(5 * i) + corner], 0))];
            var right = (corners[1] - corners[0]) + (corners[2] - corners[3]);
            unknowns[FirstHeading + i] = Math.Atan2(right.Y, right.X);
            sides.Add(right.Length * 0.5);
        }

        if (!unknowns.All(double.IsFinite) || sides.Any(side => !(side > 0)))
            return null;
        sides.Sort();
        unknowns[Size] = Math.Log(setup.FloorMarkerSizeM ?? sides[sides.Count / 2]);
        var cost = LeastSquares.Solve(unknowns, Rows, Residuals);
        var found = FloorView.CameraOf(lens, turn, unknowns);
        if (!double.IsFinite(cost) || found.Place.ZM <= 0)
            return null;
        var residuals = new double[Rows];
        Residuals(unknowns, residuals);
        double[] each = [.. seen.Select((_, i) => PixelSigma * Math.Sqrt(residuals.Skip(8 * i).Take(8).Sum(value => value * value) / 4))];
        var covariance = LeastSquares.Covariance(unknowns, Rows, Residuals);
        return new FloorView(lens, turn, unknowns[..FloorView.Unknowns], covariance, seen.Count, Math.Exp(unknowns[Size]), cost)
        {
            RmsPx = Math.Sqrt(each.Sum(value => value * value) / each.Length), WorstId = seen[Array.IndexOf(each, each.Max())].Marker.Id,
                WorstPx = each.Max(),
        };
    }

    // From the middles of four, which is certain; else from the corners of fewer that lie as the setup says, or with the world's axes.
    private (double[] Turn, double[] Shift)? FirstGuess(Point2[] rays)
    {
        if (seen.Count >= 4)
        {
            return Homography.Fit([.. seen.Select(one => one.Marker.Middle)], [.. rays.Where((_, i) => i % 5 == 4)]) is { } map
                ? Homography.Camera(map) : null;
        }

        Point2[] corners = [.. rays.Where((_, i) => i % 5 != 4)];
        double[]? best = null;
        var least = double.PositiveInfinity;
        for (var size = setup.FloorMarkerSizeM ?? 0.03; size < (setup.FloorMarkerSizeM ?? 0.6) * 1.01; size *= 1.15)
        {
            Point2[] floor = [.. seen.SelectMany(one => Corners(one.Marker.Middle, one.Marker.HeadingRad ?? 0, size))];
            if (Homography.Fit(floor, corners) is { } map && Homography.Misfit(map, floor, corners) is var misfit && misfit < least)
                (best, least) = (map, misfit);
        }

        return best is null ? null : Homography.Camera(best);
    }

    private void Residuals(double[] unknowns, double[] residuals)
    {
        var camera = FloorView.CameraOf(lens, turn, unknowns);
        var size = Math.Exp(unknowns[Size]);
        for (var i = 0; i < seen.Count; i++)
        {
            var corners = Corners(seen[i].Marker.Middle, unknowns[FirstHeading + i], size);
            for (var corner = 0; corner < 4; corner++)
            {
                var off = camera.ToPixel(corners[corner].X, corners[corner].Y, 0) - seen[i].Corners[corner];
                residuals[(8 * i) + (2 * corner)] = off.X / PixelSigma;
                residuals[(8 * i) + (2 * corner) + 1] = off.Y / PixelSigma;
            }

            var heading = seen[i].Marker.HeadingRad;
            residuals[(8 * seen.Count) + i] = heading is null
                ? 0 : Math.IEEERemainder(unknowns[FirstHeading + i] - heading.Value, 2 * Math.PI) / HeadingSigma;
        }

        var rest = 9 * seen.Count;
        for (var i = 0; i < lensSigma.Length; i++)
            residuals[rest + i] = (unknowns[6 + i] - (i == 0 ? likelyLogFocal : 0)) / lensSigma[i];
        residuals[rest + lensSigma.Length] = setup.FloorMarkerSizeM is { } wanted ? (unknowns[Size] - Math.Log(wanted)) / SizeSigma : 0;
    }
}
