using MultiAgentEdge.Host.Tracking.Floor;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Tracking.Bench;

/// <summary>Cameras above a floor.</summary>
public static class SceneCamera
{
    /// <summary>Somewhere, with a lens that bends and shows all of the floor.</summary>
    /// <param name="floorM">Side of the floor, m; its corner is the world's origin.</param>
    public static FloorCamera Random(Xoshiro256 random, int widthPx, int heightPx, double floorM)
    {
        var tilt = random.NextUniform(0.05, 0.6);
        var azimuth = random.NextUniform(-Math.PI, Math.PI);
        var away = random.NextUniform(3.6, 5.5);
        var lens = LensModel.Plain(widthPx, heightPx, widthPx) with
        {
            CxPx = ((widthPx - 1) * 0.5) + random.NextUniform(-15, 15), CyPx = ((heightPx - 1) * 0.5) + random.NextUniform(-15, 15),
            K1 = random.NextUniform(-0.22, 0.05), K2 = random.NextUniform(-0.01, 0.04), P1 = random.NextUniform(-5e-4, 5e-4),
                P2 = random.NextUniform(-5e-4, 5e-4),
        };
        var middle = new Point2(floorM * 0.5, floorM * 0.5);
        // As much lens as shows the floor, its markers and a little more.
        for (var focal = lens.FxPx * 2; focal > 100; focal *= 0.97)
        {
            var camera = Over(lens with { FxPx = focal, FyPx = focal }, middle, tilt, azimuth, away);
            if (FloorFit.Corners(middle, 0, floorM + 0.3).Select(corner => camera.ToPixel(corner.X, corner.Y, 0))
                .All(pixel => pixel.X > 8 && pixel.Y > 8 && pixel.X < widthPx - 9 && pixel.Y < heightPx - 9))
                return camera;
        }

        throw new InvalidOperationException("No lens shows this floor.");
    }

    /// <summary>Looking at a place of the floor.</summary>
    /// <param name="tiltRad">0: straight down.</param>
    /// <param name="azimuthRad">In which direction from that place it hangs.</param>
    /// <param name="awayM">How far from it.</param>
    public static FloorCamera Over(LensModel lens, Point2 at, double tiltRad, double azimuthRad, double awayM)
    {
        var (sin, cos) = Math.SinCos(tiltRad);
        var flat = new Point2(Math.Cos(azimuthRad), Math.Sin(azimuthRad));
        // Ahead is down and towards it, right is level.
        double[] ahead = [-sin * flat.X, -sin * flat.Y, -cos];
        double[] right = [-flat.Y, flat.X, 0];
        double[] down = [(ahead[1] * right[2]) - (ahead[2] * right[1]), (ahead[2] * right[0]) - (ahead[0] * right[2]),
            (ahead[0] * right[1]) - (ahead[1] * right[0])];
        double[] turn = [.. right, .. down, .. ahead];
        double[] place = [at.X + (awayM * sin * flat.X), at.Y + (awayM * sin * flat.Y), awayM * cos];
        return new FloorCamera(lens, turn, [.. Enumerable.Range(0, 3).Select(row =>
            -((turn[3 * row] * place[0]) + (turn[(3 * row) + 1] * place[1]) + (turn[(3 * row) + 2] * place[2])))]);
    }
}
