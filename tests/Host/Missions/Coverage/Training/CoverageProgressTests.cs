using MultiAgentEdge.Host.Missions.Coverage.Training;

namespace MultiAgentEdge.Tests.Host.Missions.Coverage.Training;

public sealed class CoverageProgressTests
{
    [Fact]
    public void A_rising_curve_rises() => Assert.Equal("▁▃▆█", CoverageProgress.Sparkline([0.0, 1.0, 2.0, 3.0]));

    [Fact]
    public void A_flat_curve_is_flat_and_gaps_are_left_out() => Assert.Equal("▅▅", CoverageProgress.Sparkline([double.NaN, 2.0, 2.0]));

    [Theory]
    [InlineData(24)]
    [InlineData(4)]
    public void A_long_curve_keeps_its_width(int width) =>
        Assert.Equal(width, CoverageProgress.Sparkline([.. Enumerable.Range(0, 200).Select(i => (double)i)], width).Length);

    [Fact]
    public void Nothing_yet_is_nothing() => Assert.Equal("", CoverageProgress.Sparkline([]));
}
