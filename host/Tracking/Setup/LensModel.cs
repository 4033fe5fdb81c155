namespace MultiAgentEdge.Host.Tracking.Setup;

/// <summary>
/// A camera's lens as OpenCV's pinhole model with five coefficients has it (Brown 1966: k1, k2, k3 radial, p1, p2 tangential). Pixel (0, 0)
/// is the middle of the first pixel.
/// </summary>
public sealed record LensModel(int WidthPx, int HeightPx, double FxPx, double FyPx, double CxPx, double CyPx)
{
    private const int MaxSteps = 30;

    public double K1 { get; init; }

    public double K2 { get; init; }

    public double P1 { get; init; }

    public double P2 { get; init; }

    public double K3 { get; init; }

    /// <summary>Without distortion, its axis through the middle of the image.</summary>
    public static LensModel Plain(int widthPx, int heightPx, double focalPx) =>
        new(widthPx, heightPx, focalPx, focalPx, (widthPx - 1) * 0.5, (heightPx - 1) * 0.5);

    /// <summary>
    /// The same lens behind another resolution of the same shape; null: of another shape, so part of the image would be cut off.
    /// </summary>
    public LensModel? For(int widthPx, int heightPx)
    {
        if (widthPx == WidthPx && heightPx == HeightPx)
            return this;
        var (sx, sy) = ((double)widthPx / WidthPx, (double)heightPx / HeightPx);
        if (Math.Abs(sx / sy - 1) > 0.01)
            return null;
        return this with
        {
            WidthPx = widthPx, HeightPx = heightPx, FxPx = FxPx * sx, FyPx = FyPx * sy, CxPx = ((CxPx + 0.5) * sx) - 0.5,
                CyPx = ((CyPx + 0.5) * sy) - 0.5,
        };
    }

    /// <summary>Direction (x, y, 1) in the camera's frame to pixel.</summary>
    public Point2 ToPixel(double x, double y)
    {
        var (xd, yd, _) = Distort(x, y);
        return new Point2((FxPx * xd) + CxPx, (FyPx * yd) + CyPx);
    }

    /// <summary>Pixel to direction (x, y, 1) by Newton's method; not finite beyond where the model folds over.</summary>
    public Point2 ToRay(Point2 pixel)
    {
        var (u, v) = ((pixel.X - CxPx) / FxPx, (pixel.Y - CyPx) / FyPx);
        var (x, y) = (u, v);
        for (var step = 0; step < MaxSteps; step++)
        {
            var (xd, yd, jacobian) = Distort(x, y);
            var (ex, ey) = (xd - u, yd - v);
            var (a, b, d) = jacobian;
            var determinant = (a * d) - (b * b);
            // Past the fold the image runs backwards: no ray of a lens.
            if (!(determinant > 1e-9) || a + d < 0)
                break;
            if (Math.Abs(ex) + Math.Abs(ey) < 1e-12)
                return new Point2(x, y);
            x -= ((d * ex) - (b * ey)) / determinant;
            y -= ((a * ey) - (b * ex)) / determinant;
        }

        return new Point2(double.NaN, double.NaN);
    }

    // With the derivatives: of x by x, of x by y (the same as of y by x), of y by y.
    private (double X, double Y, (double Xx, double Xy, double Yy) Jacobian) Distort(double x, double y)
    {
        var r2 = (x * x) + (y * y);
        var radial = 1 + (r2 * (K1 + (r2 * (K2 + (r2 * K3)))));
        var slope = K1 + (r2 * ((2 * K2) + (3 * K3 * r2)));
        return (
            (x * radial) + (2 * P1 * x * y) + (P2 * (r2 + (2 * x * x))),
            (y * radial) + (P1 * (r2 + (2 * y * y))) + (2 * P2 * x * y),
            (radial + (2 * x * x * slope) + (2 * P1 * y) + (6 * P2 * x), (2 * x * y * slope) + (2 * P1 * x) + (2 * P2 * y), radial
                + (2 * y * y * slope) + (6 * P1 * y) + (2 * P2 * x)));
    }
}
