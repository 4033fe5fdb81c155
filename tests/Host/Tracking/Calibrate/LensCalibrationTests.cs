using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Bench;
using MultiAgentEdge.Host.Tracking.Calibrate;
using MultiAgentEdge.Host.Tracking.Markers;
using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Tests.Host.Tracking.Calibrate;

public sealed class LensCalibrationTests : IDisposable
{
    private const int Squares = 8;
    private static readonly LensModel Lens = new(640, 360, 420, 420, 322, 176) { K1 = -0.15, K2 = 0.02 };

    private readonly string folder = Directory.CreateTempSubdirectory("mae-lens-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void The_lens_that_drew_the_boards_is_found_and_written()
    {
        for (var i = 0; i < 7; i++)
            Draw(i, 0.2 + (0.08 * i), i * 2.4);
        File.WriteAllText(Path.Combine(folder, "z.png"), "no image");
        var found = From();
        Assert.Equal(["z.png"], found.Unused);
        Assert.InRange(found.RmsPx, 0, 0.3);
        Assert.Equal(Lens.FxPx, found.Lens.FxPx, Lens.FxPx * 0.02);
        // What it makes of pixels where boards were.
        foreach (var pixel in new[] { new Point2(320, 180), new Point2(230, 120), new Point2(420, 240) })
            Assert.True((found.Lens.ToRay(pixel) - Lens.ToRay(pixel)).Length < 0.012, $"{pixel} {found.Lens}");
        var file = Path.Combine(folder, "camera.yaml");
        File.WriteAllText(file, LensFile.Write(found.Lens, "test"));
        Assert.Equal(found.Lens, LensFile.Load(file));
    }

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void Too_few_boards_and_boards_from_one_side_are_no_calibration()
    {
        for (var i = 0; i < 3; i++)
            Draw(i, 0.3, i);
        Assert.Contains("3 of 3", Assert.Throws<MaeException>(From).What, StringComparison.Ordinal);
        for (var i = 3; i < 6; i++)
            Draw(i, 0.3, 0.01 * i);
        for (var i = 0; i < 3; i++)
            Draw(i, 0.3, 0.01 * i);
        Assert.Equal("MAE641", Assert.Throws<MaeException>(From).Code);
    }

    private LensCalibration From() =>
        LensCalibration.From([.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)], Squares, Squares, 0.1,
        TestContext.Current.CancellationToken);

    private void Draw(int n, double tiltRad, double azimuthRad)
    {
        var at = new Point2(1, 1);
        var cells = new bool[Squares, Squares];
        for (var row = 0; row < Squares; row++)
        {
            for (var column = 0; column < Squares; column++)
                cells[row, column] = (row + column) % 2 == 1;
        }

        var camera = SceneCamera.Over(Lens, at + new Point2(0.1 * (n % 3), -0.1 * (n % 2)), tiltRad, azimuthRad, 1.6);
        var board = new PlacedMarker(0, at.X, at.Y, 0, 0.3 * n, 0.1 * Squares) { Cells = cells };
        using var image = new FloorRenderer(camera, MarkerFamily.Printed, Scene.Clear, [board], 1).Render([]);
        OpenCvSharp.Cv2.ImWrite(Path.Combine(folder, $"{n}.png"), image);
    }
}
