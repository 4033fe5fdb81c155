using MultiAgentEdge.Estimation;

namespace MultiAgentEdge.Tests.Shared.Estimation;

public sealed class TrackerClockTests
{
    private const long OffsetUs = 55_000_000;

    private readonly TrackerClock clock = new();

    [Fact]
    public void The_least_delay_of_late_is_the_clocks_offset()
    {
        for (var i = 0; i < 100; i++)
            Assert.Equal(PoseStatus.Taken, Hear(i * 100_000, 20_000 + (i * 7919 % 30_000)));

        Assert.InRange(clock.OffsetUs - OffsetUs, 20_000, 21_000);
    }

    [Fact]
    public void A_clock_that_drifts_is_followed()
    {
        for (var i = 0; i < 6000; i++)
            clock.Hear((i * 100_000L) - OffsetUs - (i * 20), (i * 100_000L) + 20_000);

        // 200 millionths over 600 s are 120 ms; the oldest of 20 s is 4 ms behind.
        Assert.InRange(clock.OffsetUs - OffsetUs - 20_000 - (6000 * 20), -5000, 100);
    }

    [Fact]
    public void A_stamp_from_the_future_moves_nothing()
    {
        Hear(0, 20_000);

        Assert.Equal(PoseStatus.FromFuture, clock.Hear(3_600_000_000, 100_000));

        Assert.Equal(OffsetUs + 20_000, clock.OffsetUs);
        Assert.Equal(PoseStatus.Taken, Hear(200_000, 20_000));
    }

    [Fact]
    public void A_pose_an_hour_old_is_refused()
    {
        Hear(0, 20_000);

        Assert.Equal(PoseStatus.TooOld, Hear(-3_600_000_000, 3_600_200_000));
        Assert.Equal(OffsetUs + 20_000, clock.OffsetUs);
    }

    [Theory]
    [InlineData(-3_600_000_000)]
    [InlineData(3_600_000_000)]
    public void A_tracker_whose_clock_was_set_is_followed_after_two_seconds(long setUs)
    {
        Hear(0, 20_000);
        var refused = 0;
        for (var i = 1; i < 40; i++)
            refused += clock.Hear((i * 100_000L) - OffsetUs + setUs, (i * 100_000L) + 20_000) == PoseStatus.Taken ? 0 : 1;

        Assert.InRange(refused, 18, 22);
        Assert.Equal(OffsetUs - setUs + 20_000, clock.OffsetUs);
    }

    [Fact]
    public void Stamps_at_the_ends_of_their_numbers_do_no_harm()
    {
        Hear(0, 20_000);
        foreach (var stamp in new[] { long.MinValue, long.MaxValue, long.MinValue / 2, long.MaxValue / 2 })
            Assert.NotEqual(PoseStatus.Taken, clock.Hear(stamp, 100_000));

        Assert.Equal(OffsetUs + 20_000, clock.OffsetUs);
    }

    private PoseStatus Hear(long atUs, long latencyUs) => clock.Hear(atUs - OffsetUs, atUs + latencyUs);
}
