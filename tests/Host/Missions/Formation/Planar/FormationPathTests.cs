using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Formation.Planar;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

/// <summary>Paths that rovers can follow, and those that they cannot.</summary>
public class FormationPathTests
{
    [Fact]
    public void The_tightest_bend_is_found()
    {
        Assert.Equal(1.5, FormationPath.Of("circle", 1.5).TightestM(), 1e-3);
        Assert.Equal(double.PositiveInfinity, FormationPath.Of("line", 1.5).TightestM());
        // Of (w sin p, h sin 2p): a search over the same closed form's own derivatives.
        var (w, h) = (1.5, 0.75);
        var tightest = Enumerable.Range(0, 100_000).Select(k => 2 * Math.PI * k / 100_000).Min(p =>
        {
            var (dx, dy, ddx, ddy) = (w * Math.Cos(p), 2 * h * Math.Cos(2 * p), -w * Math.Sin(p), -4 * h * Math.Sin(2 * p));
            return Math.Pow((dx * dx) + (dy * dy), 1.5) / Math.Abs((dx * ddy) - (dy * ddx));
        });
        Assert.Equal(tightest, FormationPath.Of("eight", w).TightestM(), 1e-3);
    }

    [Theory]
    [InlineData("eight", 0.1, 0.1, "radius")]
    [InlineData("circle", 0.05, 0.0, "radius")]
    [InlineData("eight", 0.6, 0.4, "acceleration")]
    public void A_bend_that_no_rover_can_drive_is_refused(string name, double sizeM, double speedMS, string what)
    {
        var error = Assert.Throws<MaeException>(() => FormationPath.Of(name, sizeM).Check(speedMS, 0.08, PlanarScenario.AccelerationMS2));
        Assert.Equal(("MAE622", ExitCode.Configuration), (error.Code, error.ExitCode));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eigth", "eight")]
    [InlineData("waypoints", "points")]
    [InlineData("loop", "points")]
    public void What_makes_no_path_is_refused(string name, string next)
    {
        var error = Assert.Throws<MaeException>(() => FormationPath.Of(name, 1.5, default, [0, 0, 1, 1]));
        Assert.Equal("MAE623", error.Code);
        Assert.Contains(next, error.Next, StringComparison.Ordinal);
    }
}
