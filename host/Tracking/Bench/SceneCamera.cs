using MultiAgentEdge.Host.Tracking.Floor;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Tracking.Bench;

/// <summary>A camera somewhere above a floor that shows all of it.</summary>
public static class SceneCamera
{
    /// <param name="floorM">Side of the floor, m; its corner is the world's origin.</param>
    public static FloorCamera Random(Xoshiro256 random, int widthPx, int heightPx, double floorM)
    {
        var tilt = random.NextUniform(0.05, 0.6);
        var azimuth = random.NextUniform(-Math.PI, Math.PI);
        var away = random.NextUniform(3.6, 5.5);
        var lens = LensModel.Plain(widthPx, heightPx, widthPx) with
        {
            CxPx = ((widthPx - 1) * 0.5) + random.NextUniform(-15, 15), CyPx = ((heightPx - 1) * 0.5) + random.NextUniform(-15, 15),
            K1 = random.NextUniform(-0.22, 0.05), K2 = random.NextUniform(-0.01, 0.04), P1 = random.NextUniform(-5e-4, 5e-4), P2 = random.NextUniform(-5e-4, 5e-4),
        };
        var middle = new Point2(floorM * 0.5, floorM * 0.5);
        var (sin, cos) = Math.SinCos(tilt);
        var flat = new Point2(Math.Cos(azimuth), Math.Sin(azimuth));
        // It looks at the middle: ahead is down and towards it, right is level.
        double[] ahead = [-sin * flat.X, -sin * flat.Y, -cos];
        double[] right = [-flat.Y, flat.X, 0];
        double[] down = [(ahead[1] * right[2]) - (ahead[2] * right[1]), (ahead[2] * right[0]) - (ahead[0] * right[2]), (ahead[0] * right[1]) - (ahead[1] * right[0])];
        double[] turn = [.. right, .. down, .. ahead];
        double[] place = [middle.X + (away * sin * flat.X), middle.Y + (away * sin * flat.Y), away * cos];
        double[] shift = [.. Enumerable.Range(0, 3).Select(row => -((turn[3 * row] * place[0]) + (turn[(3 * row) + 1] * place[1]) + (turn[(3 * row) + 2] * place[2])))];
        // As much lens as shows the floor, its markers and a little more.
        var focal = lens.FxPx * 2;
        while (focal > 100)
        {
            var camera = new FloorCamera(lens with { FxPx = focal, FyPx = focal }, turn, shift);
            if (FloorFit.Corners(middle, 0, floorM + 0.3).Select(corner => camera.ToPixel(corner.X, corner.Y, 0))
                .All(pixel => pixel.X > 8 && pixel.Y > 8 && pixel.X < widthPx - 9 && pixel.Y < heightPx - 9))
                return camera;
            focal *= 0.97;
        }

        throw new InvalidOperationException("No lens shows this floor.");
    }
}
