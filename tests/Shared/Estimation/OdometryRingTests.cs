using MultiAgentEdge.Estimation;

namespace MultiAgentEdge.Tests.Shared.Estimation;

public sealed class OdometryRingTests
{
    private readonly OdometryRing ring = new();

    [Fact]
    public void Poses_between_two_are_between_them()
    {
        Fill(100);

        Assert.Equal(PoseStatus.Taken, ring.Find(1_910_000));

        Assert.Equal(0.955, ring.XM, 1e-9);
        Assert.Equal(-1.91, ring.YM, 1e-9);
        Assert.Equal(0.0955, ring.HeadingRad, 1e-9);
        Assert.Equal(0.5, ring.SpeedXMS, 1e-9);
        Assert.Equal(0.05, ring.YawRateRadS, 1e-9);
    }

    [Theory]
    [InlineData(739_999, PoseStatus.TooOld)]
    [InlineData(740_000, PoseStatus.Taken)]
    [InlineData(2_000_000, PoseStatus.Taken)]
    [InlineData(2_060_000, PoseStatus.Taken)]
    [InlineData(2_060_001, PoseStatus.FromFuture)]
    [InlineData(long.MaxValue, PoseStatus.FromFuture)]
    [InlineData(long.MinValue / 2, PoseStatus.TooOld)]
    public void It_reaches_from_64_poses_ago_to_a_little_beyond_now(long timeUs, PoseStatus status)
    {
        Fill(100);

        Assert.Equal(status, ring.Find(timeUs));
    }

    [Fact]
    public void Nothing_is_found_before_two_poses()
    {
        Assert.Equal(PoseStatus.TooOld, ring.Find(0));
        ring.Add(0, 0, 0, 0, 0, 0);
        Assert.Equal(PoseStatus.TooOld, ring.Find(0));
    }

    private void Fill(int count)
    {
        for (var i = 1; i <= count; i++)
            ring.Add(i * 20_000L, i * 0.01, i * -0.02, i * 0.001, -0.02 * i, 0);
    }
}
