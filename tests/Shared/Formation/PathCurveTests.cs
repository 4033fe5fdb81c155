using MultiAgentEdge.Formation;

namespace MultiAgentEdge.Tests.Shared.Formation;

/// <summary>Paths in closed form: their slopes are their derivatives, and what is no path is refused.</summary>
public class PathCurveTests
{
    public static TheoryData<double[]> Paths => new(
        new double[] { (int)PathKind.Line, -1, 2, 3, 1 },
        [(int)PathKind.Circle, 1, 2, 1.5],
        [(int)PathKind.Eight, 0, 1, 1.5, 0.75],
        [(int)PathKind.Waypoints, 0, 0, 1, 0, 2, 1, 2, 3],
        [(int)PathKind.Loop, 0, 0, 2, 0, 2, 2, 0, 1]);

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_slope_is_the_derivative_of_the_place(double[] numbers)
    {
        const double step = 1e-6;
        var curve = Curve(numbers);
        for (var phase = 0.013; phase < curve.Span; phase += curve.Span / 57)
        {
            curve.Evaluate(phase - step);
            var (x, y) = (curve.X, curve.Y);
            curve.Evaluate(phase + step);
            var (dx, dy) = ((curve.X - x) / (2 * step), (curve.Y - y) / (2 * step));
            curve.Evaluate(phase);
            Assert.Equal(dx, curve.SlopeX, 1e-6);
            Assert.Equal(dy, curve.SlopeY, 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_closed_path_comes_again_and_an_open_one_stands_at_its_ends(double[] numbers)
    {
        var curve = Curve(numbers);
        curve.Evaluate(0.3);
        var (x, y) = (curve.X, curve.Y);
        curve.Evaluate(curve.IsClosed ? 0.3 + (2 * curve.Span) : 0.3);
        Assert.Equal(x, curve.X, 1e-9);
        Assert.Equal(y, curve.Y, 1e-9);
        if (curve.IsClosed)
            return;
        curve.Evaluate(curve.Span);
        (x, y) = (curve.X, curve.Y);
        curve.Evaluate(curve.Span + 5);
        Assert.Equal((x, y, 0.0, 0.0), (curve.X, curve.Y, curve.SlopeX, curve.SlopeY));
    }

    [Fact]
    public void A_spline_goes_through_its_waypoints()
    {
        double[] numbers = [(int)PathKind.Loop, 0, 0, 2, 0, 2, 2, 0, 1];
        var curve = Curve(numbers);
        for (var k = 0; k < 4; k++)
        {
            curve.Evaluate(k);
            Assert.Equal((numbers[1 + (2 * k)], numbers[2 + (2 * k)]), (curve.X, curve.Y));
        }
    }

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new double[] { 0, 1 })]
    [InlineData(new double[] { 0, 1, double.NaN })]
    [InlineData(new double[] { -1, 1, 1 })]
    [InlineData(new double[] { 6, 1, 1 })]
    [InlineData(new double[] { 2, 0, 0, 0 })]
    [InlineData(new double[] { 2, 0, 0, 5000 })]
    [InlineData(new double[] { 3, 0, 0, 1, 0 })]
    [InlineData(new double[] { 4, 0, 0, 1, 1 })]
    [InlineData(new double[] { 4, 0, 0, 1, 1, 2 })]
    public void Numbers_that_make_no_path_are_refused_and_change_nothing(double[] numbers)
    {
        var curve = Curve([(int)PathKind.Circle, 1, 2, 1.5]);
        Assert.False(curve.TrySet(numbers));
        curve.Evaluate(0);
        Assert.Equal((2.5, 2.0), (curve.X, curve.Y));
    }

    private static PathCurve Curve(double[] numbers)
    {
        var curve = new PathCurve();
        Assert.True(curve.TrySet(numbers));
        return curve;
    }
}
