using MultiAgentEdge.Host.Tracking.Floor;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Linalg;
using OpenCvSharp;

namespace MultiAgentEdge.Host.Tracking.Bench;

/// <summary>
/// Images of a floor with markers, ray by ray through a lens with distortion: what <c>bench track</c> and the tests measure against. Same
/// seed, same image on one machine.
/// </summary>
public sealed class FloorRenderer
{
    private const int Samples = 4;
    private const double White = 215;
    private const double Black = 28;

    private readonly FloorCamera camera;
    private readonly MarkerFamily family;
    private readonly SceneLook look;
    private readonly Xoshiro256 random;
    private readonly float[] empty;
    private readonly float[] noise = new float[1 << 20];
    private readonly Dictionary<int, bool[,]> cells = [];

    /// <param name="floor">What lies there for good, drawn once.</param>
    public FloorRenderer(FloorCamera camera, MarkerFamily family, SceneLook look, IEnumerable<PlacedMarker> floor, ulong seed)
    {
        this.camera = camera;
        this.family = family;
        this.look = look;
        random = new Xoshiro256(seed);
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (float)(random.NextGaussian() * look.NoiseLevels);
        empty = new float[camera.Lens.WidthPx * camera.Lens.HeightPx];
        var (sx, sy) = (Between(0, 6), Between(0, 6));
        Parallel.For(0, camera.Lens.HeightPx, row =>
        {
            for (var column = 0; column < camera.Lens.WidthPx; column++)
                empty[(row * camera.Lens.WidthPx) + column] = (float)Ground(camera.ToFloor(new Point2(column, row), 0), sx, sy);
        });
        for (var i = 0; i < look.Decoys; i++)
            Draw(empty, new PlacedMarker(-1, Between(0.2, 3.8), Between(0.2, 3.8), 0, Between(-3, 3), Between(0.1, 0.25)), Scrambled());
        foreach (var marker in floor)
            Draw(empty, marker, marker.Cells ?? CellsOf(marker.Id));
    }

    /// <summary>One image, grey, 8 bits; the caller's to dispose.</summary>
    public Mat Render(IEnumerable<PlacedMarker> rovers)
    {
        float[] light = [.. empty];
        foreach (var rover in rovers)
            Draw(light, rover, rover.Cells ?? CellsOf(rover.Id));
        var (width, height) = (camera.Lens.WidthPx, camera.Lens.HeightPx);
        for (var i = 0; i < look.Blots; i++)
            Blot(light, new Point2(Between(0, width), Between(0, height)), Between(5, 60), Between(40, 180));
        using var sharp = Mat.FromPixelData(height, width, MatType.CV_32FC1, light);
        using var blurred = new Mat();
        using (var from = InputArray.Create(sharp))
        using (var to = OutputArray.Create(blurred))
            Cv2.GaussianBlur(from, to, new Size(0, 0), Math.Max(0.01, look.BlurPx));
        var image = new Mat(height, width, MatType.CV_8UC1);
        var (angle, starts) =
            (Between(0, 2 * Math.PI), Enumerable.Range(0, height).Select(_ => (int)(random.NextUInt64() % (ulong)(noise.Length - width)))
            .ToArray());
        Parallel.For(0, height, row =>
        {
            var from = blurred.AsSpan<float>().Slice(row * width, width);
            var to = image.AsSpan<byte>().Slice(row * width, width);
            for (var column = 0; column < width; column++)
            {
                var way = 0.5 + (((Math.Cos(angle) * ((2.0 * column / width) - 1)) + (Math.Sin(angle) * ((2.0 * row / height) - 1))) * 0.5);
                to[column] = (byte)Math.Clamp((from[column] * (1 - (look.Shade * way))) + noise[starts[row] + column] + 0.5, 0, 255);
            }
        });
        return image;
    }

    // Boards of wood, each of its own grey.
    private static double Ground(Point2 at, double sx, double sy)
    {
        if (!at.IsFinite || at.Length > 50)
            return 90;
        var board = Math.Floor((at.X + sx) * 5);
        var joint = ((at.X + sx) * 5) - board < 0.03;
        return joint ? 60 : 135 + (18 * Math.Sin((board * 12.9898) + 4)) + (6 * Math.Sin(((at.Y + sy) * 23) + (board * 2)));
    }

    private void Draw(float[] light, PlacedMarker marker, bool[,] bits)
    {
        var side = bits.GetLength(0);
        var (cell, paper) = (marker.SizeM / side, (marker.SizeM * 0.5) + (marker.SizeM / side));
        var corners = FloorFit.Corners(new Point2(marker.XM, marker.YM), marker.HeadingRad, 2 * paper)
            .Select(corner => camera.ToPixel(corner.X, corner.Y, marker.ZM)).ToList();
        if (!corners.All(corner => corner.IsFinite))
            return;
        var (width, height) = (camera.Lens.WidthPx, camera.Lens.HeightPx);
        var (left, right) = (Math.Max(0, (int)corners.Min(corner => corner.X) - 2),
            Math.Min(width - 1, (int)corners.Max(corner => corner.X) + 2));
        var (top, bottom) = (Math.Max(0, (int)corners.Min(corner => corner.Y) - 2),
            Math.Min(height - 1, (int)corners.Max(corner => corner.Y) + 2));
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                double sum = 0;
                var inside = 0;
                for (var sample = 0; sample < Samples * Samples; sample++)
                {
                    var pixel = new Point2(column + (((sample % Samples) + 0.5) / Samples) - 0.5, row
                        + ((((sample / Samples) + 0.5) / Samples) - 0.5));
                    var at = (camera.ToFloor(pixel, marker.ZM) - new Point2(marker.XM, marker.YM)).Turned(-marker.HeadingRad);
                    if (!(Math.Abs(at.X) < paper && Math.Abs(at.Y) < paper))
                        continue;
                    inside++;
                    var (across, down) = ((int)Math.Floor((at.X / cell) + (side * 0.5)), (int)Math.Floor((side * 0.5) - (at.Y / cell)));
                    sum += across < 0 || down < 0 || across >= side || down >= side || bits[down, across] ? White : Black;
                }

                ref var pixelLight = ref light[(row * width) + column];
                pixelLight = (float)((sum + (pixelLight * ((Samples * Samples) - inside))) / (Samples * Samples));
            }
        }
    }

    private void Blot(float[] light, Point2 middle, double radius, double grey)
    {
        var (width, height) = (camera.Lens.WidthPx, camera.Lens.HeightPx);
        for (var row = Math.Max(0, (int)(middle.Y - radius)); row < Math.Min(height, middle.Y + radius); row++)
        {
            for (var column = Math.Max(0, (int)(middle.X - radius)); column < Math.Min(width, middle.X + radius); column++)
            {
                if ((new Point2(column, row) - middle).Length < radius)
                    light[(row * width) + column] = (float)grey;
            }
        }
    }

    private bool[,] CellsOf(int id) => cells.TryGetValue(id, out var known) ? known : cells[id] = MarkerCells.Of(family, id);

    // A black border round cells of no meaning.
    private bool[,] Scrambled()
    {
        var side = family.Bits + 2;
        var scrambled = new bool[side, side];
        for (var row = 1; row < side - 1; row++)
        {
            for (var column = 1; column < side - 1; column++)
                scrambled[row, column] = random.NextDouble() < 0.5;
        }

        return scrambled;
    }

    private double Between(double from, double to) => from + ((to - from) * random.NextDouble());
}
