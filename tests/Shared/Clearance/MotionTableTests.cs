using MultiAgentEdge.Clearance;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Shared.Clearance;

public class MotionTableTests
{
    private readonly byte[] buffer = new byte[MotionFrame.ByteCount];

    [Fact]
    public void The_newest_frame_counts_and_its_age_grows_with_every_period()
    {
        var table = new MotionTable(2);
        Assert.True(Take(table, "a", 1, new MotionFrame { Tick = 9, XM = 1, RadiusM = 0.1f }, 10));
        Assert.True(Take(table, "a", 2, new MotionFrame { Tick = 10, XM = 2, RadiusM = 0.1f }, 10));
        Assert.True(Take(table, "a", 1, new MotionFrame { Tick = 9, XM = 1, RadiusM = 0.1f }, 10));
        Assert.Equal((1, 2.0), (table.Count, table.At(0).Frame.XM));
        table.BeginPeriod();
        Assert.Equal((1, 3), (table.At(0).SilentPeriods, table.At(0).AgePeriods));
        table.BeginPeriod();
        Assert.Equal((2, 4), (table.At(0).SilentPeriods, table.At(0).AgePeriods));
    }

    [Fact]
    public void Who_is_silent_stays()
    {
        var table = new MotionTable(2);
        Take(table, "a", 1, new MotionFrame { Tick = 1, XM = 1, RadiusM = 0.1f }, 1);
        for (var tick = 0; tick < 10_000; tick++)
            table.BeginPeriod();
        Assert.Equal(("a", 1.0), (table.At(0).Key, table.At(0).Frame.XM));
    }

    [Fact]
    public void Of_too_many_the_one_silent_longest_gives_its_place()
    {
        var table = new MotionTable(2);
        Take(table, "a", 1, new MotionFrame { Tick = 1, RadiusM = 0.1f }, 1);
        table.BeginPeriod();
        Take(table, "b", 1, new MotionFrame { Tick = 2, RadiusM = 0.1f }, 2);
        Take(table, "c", 1, new MotionFrame { Tick = 2, RadiusM = 0.1f }, 2);
        Assert.Equal(("c", "b", 2), (table.At(0).Key, table.At(1).Key, table.Count));
        Assert.False(new MotionTable(0).Count > 0);
        Assert.True(Take(new MotionTable(0), "a", 1, new MotionFrame { RadiusM = 0.1f }, 1));
    }

    [Theory]
    [InlineData(4_000_000_000u)]
    [InlineData(500u)]
    public void Ticks_that_are_not_common_count_as_some_delay(uint tick)
    {
        var table = new MotionTable(1);
        Take(table, "a", 1, new MotionFrame { Tick = tick, RadiusM = 0.1f }, 20);
        table.BeginPeriod();
        Assert.InRange(table.At(0).AgePeriods, 4, 8);
    }

    [Fact]
    public void Of_one_that_counts_other_periods_late_news_are_told_from_fresh_ones()
    {
        var table = new MotionTable(1);
        for (var k = 1u; k <= 20; k++)
        {
            Take(table, "a", k, new MotionFrame { Tick = 500 + k, RadiusM = 0.1f }, 20 + k);
            table.BeginPeriod();
        }

        Assert.Equal(4, table.At(0).AgePeriods);
        Take(table, "a", 21, new MotionFrame { Tick = 521, RadiusM = 0.1f }, 45);
        table.BeginPeriod();
        Assert.Equal(8, table.At(0).AgePeriods);
    }

    [Fact]
    public void Whom_the_broker_lost_is_gone_until_it_is_heard_again()
    {
        var table = new MotionTable(1);
        Take(table, "a", 1, new MotionFrame { Tick = 1, RadiusM = 0.1f }, 1);
        table.HearLost("b");
        Assert.False(table.At(0).IsGone);
        table.HearLost("a");
        Assert.True(table.At(0).IsGone);
        Take(table, "a", 2, new MotionFrame { Tick = 2, RadiusM = 0.1f }, 2);
        Assert.False(table.At(0).IsGone);
    }

    [Fact]
    public void A_rover_that_counts_its_boots_from_one_again_is_heard_again()
    {
        var table = new MotionTable(1);
        Take(table, "a", 100, new MotionFrame { Tick = 100, XM = 1, RadiusM = 0.1f }, 100, epoch: 7);
        Take(table, "a", 1, new MotionFrame { Tick = 101, XM = 5, RadiusM = 0.1f }, 101, epoch: 1);
        Take(table, "a", 2, new MotionFrame { Tick = 102, XM = 6, RadiusM = 0.1f }, 102, epoch: 1);
        Assert.Equal(6, table.At(0).Frame.XM);
    }

    [Fact]
    public void What_cannot_be_read_is_refused()
    {
        var table = new MotionTable(1);
        Assert.False(table.TryTake("a", 1, 1, buffer, 0, buffer.Length - 1, 1));
        Assert.Equal(0, table.Count);
    }

    private bool Take(MotionTable table, string key, uint sequence, MotionFrame frame, uint ownTick, uint epoch = 1)
        => table.TryTake(key, epoch, sequence, buffer, 0, frame.Write(buffer, 0), ownTick);
}
