using MultiAgentEdge.Host.Tracking.Setup;
using OpenCvSharp;

namespace MultiAgentEdge.Tests.Host.Tracking.Setup;

public sealed class LensModelTests
{
    private static readonly LensModel Bent =
        new(1920, 1080, 950, 940, 970, 530) { K1 = -0.21, K2 = 0.04, P1 = 0.0008, P2 = -0.0006, K3 = 0.002 };

    [Theory(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    [InlineData(0, 0)]
    [InlineData(0.5, -0.3)]
    [InlineData(-0.9, 0.55)]
    public void Bends_as_OpenCV_does(double x, double y)
    {
        var camera = new[,] { { Bent.FxPx, 0, Bent.CxPx }, { 0, Bent.FyPx, Bent.CyPx }, { 0, 0, 1 } };
        Cv2.ProjectPoints([new Point3f((float)x, (float)y, 1)], [0, 0, 0], [0, 0, 0], camera,
            [Bent.K1, Bent.K2, Bent.P1, Bent.P2, Bent.K3], out var pixels, out _);
        var own = Bent.ToPixel(x, y);
        Assert.Equal(pixels[0].X, own.X, 0.001);
        Assert.Equal(pixels[0].Y, own.Y, 0.001);
    }

    [Fact]
    public void A_pixel_goes_back_to_where_it_came_from()
    {
        for (var x = -0.9; x <= 0.9; x += 0.1)
        {
            var ray = Bent.ToRay(Bent.ToPixel(x, 0.5 * x));
            Assert.Equal(x, ray.X, 1e-9);
            Assert.Equal(0.5 * x, ray.Y, 1e-9);
        }
    }

    [Fact]
    public void What_the_model_folds_over_is_nowhere() =>
        Assert.False((Bent with { K1 = -3, K2 = 0, K3 = 0 }).ToRay(new Point2(0, 0)).IsFinite);

    [Fact]
    public void Half_the_resolution_is_the_same_lens_and_another_shape_is_none()
    {
        var half = Bent.For(960, 540)!;
        var (whole, small) = (Bent.ToPixel(0.3, 0.2), half.ToPixel(0.3, 0.2));
        // Middles of pixels: 0 of the small image lies between 0 and 1 of the large one.
        Assert.Equal((whole.X - 0.5) / 2, small.X, 1e-9);
        Assert.Equal((whole.Y - 0.5) / 2, small.Y, 1e-9);
        Assert.Null(Bent.For(1280, 960));
    }
}
