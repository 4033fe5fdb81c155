using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Floor;

/// <summary>A lens and where it hangs: world (x, y on the floor, z up, m) to pixel and back to a height.</summary>
public sealed class FloorCamera
{
    private readonly double[] turn; // 9, row by row: world to camera
    private readonly double[] shift; // 3, m

    /// <param name="turn">World to camera, 9 numbers row by row; its frame: x right, y down, z ahead.</param>
    /// <param name="shift">World's origin in the camera's frame, m.</param>
    public FloorCamera(LensModel lens, double[] turn, double[] shift)
    {
        Lens = lens;
        this.turn = turn;
        this.shift = shift;
    }

    public LensModel Lens { get; }

    /// <summary>Where it hangs, m.</summary>
    public (double XM, double YM, double ZM) Place => (-Column(0), -Column(1), -Column(2));

    /// <summary>NaN for what is behind the camera.</summary>
    public Point2 ToPixel(double xM, double yM, double zM)
    {
        var z = (turn[6] * xM) + (turn[7] * yM) + (turn[8] * zM) + shift[2];
        if (z < 1e-6)
            return new Point2(double.NaN, double.NaN);
        return Lens.ToPixel(
            ((turn[0] * xM) + (turn[1] * yM) + (turn[2] * zM) + shift[0]) / z,
            ((turn[3] * xM) + (turn[4] * yM) + (turn[5] * zM) + shift[1]) / z);
    }

    /// <summary>Where what is seen at a pixel is, if it is at this height, m; NaN: nowhere.</summary>
    public Point2 ToFloor(Point2 pixel, double heightM) => AlongRay(Lens.ToRay(pixel), heightM);

    /// <summary>Where a ray of the camera's frame comes to a height; NaN: nowhere.</summary>
    public Point2 AlongRay(Point2 ray, double heightM)
    {
        var place = Place;
        var (dx, dy, dz) = (
            (turn[0] * ray.X) + (turn[3] * ray.Y) + turn[6],
            (turn[1] * ray.X) + (turn[4] * ray.Y) + turn[7],
            (turn[2] * ray.X) + (turn[5] * ray.Y) + turn[8]);
        var way = (heightM - place.ZM) / dz;
        // A ray that rises, or a camera that is not above it.
        return way > 0 && double.IsFinite(way)
            ? new Point2(place.XM + (way * dx), place.YM + (way * dy)) : new Point2(double.NaN, double.NaN);
    }

    private double Column(int column) => (turn[column] * shift[0]) + (turn[3 + column] * shift[1]) + (turn[6 + column] * shift[2]);
}
