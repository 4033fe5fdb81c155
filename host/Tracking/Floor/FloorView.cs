using MathNet.Numerics.LinearAlgebra;
using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Floor;

/// <summary>A camera that was found from floor markers, and how well they bear it out.</summary>
public sealed class FloorView
{
    /// <summary>
    /// A small turn (3), the shift (3, m), and of the lens: log of a factor of its focal length, of k1 and k2 what is added, and of its
    /// axis in widths.
    /// </summary>
    internal const int Unknowns = 11;

    /// <summary>
    /// Above this, in px of an image 1,920 wide, something lies elsewhere than the setup says, or the lens bends what it should not.
    /// </summary>
    public const double GoodPx = 2;

    private const double Step = 1e-6;

    private readonly LensModel lens;
    private readonly double[] turn;
    private readonly double[] unknowns;
    private readonly Matrix<double> covariance;

    internal FloorView(LensModel lens, double[] turn, double[] unknowns, Matrix<double> covariance, int markersSeen, double markerSizeM,
        double cost)
    {
        (this.lens, this.turn, this.unknowns, this.covariance) = (lens, turn, unknowns, covariance);
        Camera = CameraOf(lens, turn, unknowns);
        MarkersSeen = markersSeen;
        MarkerSizeM = markerSizeM;
        Cost = cost;
    }

    public FloorCamera Camera { get; }

    /// <summary>Floor markers that it was found from.</summary>
    public int MarkersSeen { get; }

    /// <summary>Side of their black square as it was found, m.</summary>
    public double MarkerSizeM { get; }

    /// <summary>Sum of squares, in standard deviations.</summary>
    public double Cost { get; }

    /// <summary>Between the corners as seen and as the camera would show them, px.</summary>
    public double RmsPx { get; init; }

    /// <summary>The floor marker that fits worst.</summary>
    public int WorstId { get; init; }

    public double WorstPx { get; init; }

    public bool IsGood => RmsPx <= GoodPx * Math.Max(1, Camera.Lens.WidthPx / 1920.0);

    /// <summary>Of a place seen at a pixel: what the floor's markers leave open of the camera, m along each axis.</summary>
    public double SigmaM(Point2 pixel, double heightM)
    {
        var slopes = new Point2[Unknowns];
        double[] moved = [.. unknowns];
        for (var i = 0; i < Unknowns; i++)
        {
            moved[i] = unknowns[i] + Step;
            var up = CameraOf(lens, turn, moved).ToFloor(pixel, heightM);
            moved[i] = unknowns[i] - Step;
            slopes[i] = (up - CameraOf(lens, turn, moved).ToFloor(pixel, heightM)) * (0.5 / Step);
            moved[i] = unknowns[i];
        }

        double sum = 0;
        for (var i = 0; i < Unknowns; i++)
        {
            for (var j = 0; j < Unknowns; j++)
                sum += covariance[i, j] * ((slopes[i].X * slopes[j].X) + (slopes[i].Y * slopes[j].Y));
        }

        // What fits worse than corners should is worse by as much.
        return Math.Sqrt(Math.Max(0, sum) * 0.5) * Math.Max(1, RmsPx / (FloorFit.PixelSigma * Math.Sqrt(2)));
    }

    internal static FloorCamera CameraOf(LensModel lens, double[] turn, double[] unknowns)
    {
        var factor = Math.Exp(unknowns[6]);
        var now = lens with
        {
            FxPx = lens.FxPx * factor, FyPx = lens.FyPx * factor, K1 = lens.K1 + unknowns[7], K2 = lens.K2 + unknowns[8],
            CxPx = lens.CxPx + (unknowns[9] * lens.WidthPx), CyPx = lens.CyPx + (unknowns[10] * lens.WidthPx),
        };
        return new FloorCamera(now, Turned(turn, unknowns[0], unknowns[1], unknowns[2]), unknowns[3..6]);
    }

    // Turned once more by a small rotation vector (Rodrigues).
    private static double[] Turned(double[] turn, double x, double y, double z)
    {
        var angle = Math.Sqrt((x * x) + (y * y) + (z * z));
        var (a, b) = angle < 1e-9 ? (1.0, 0.5) : (Math.Sin(angle) / angle, (1 - Math.Cos(angle)) / (angle * angle));
        var c = Math.Cos(angle);
        double[] small =
        [
            c + (b * x * x), (b * x * y) - (a * z), (b * x * z) + (a * y),
            (b * x * y) + (a * z), c + (b * y * y), (b * y * z) - (a * x),
            (b * x * z) - (a * y), (b * y * z) + (a * x), c + (b * z * z),
        ];
        var turned = new double[9];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
                turned[(3 * row) + column] = (small[3 * row] * turn[column]) + (small[(3 * row) + 1] * turn[3 + column])
                    + (small[(3 * row) + 2] * turn[6 + column]);
        }

        return turned;
    }
}
