using MultiAgentEdge.Clearance;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Shared.Clearance;

public class RoverClearanceTests
{
    private readonly ClearanceOptions options = new();
    private readonly byte[] buffer = new byte[MotionFrame.ByteCount];
    private uint sequence;

    [Fact]
    public void A_rover_stops_once_it_has_not_heard_itself_for_too_long_and_goes_on_when_it_does()
    {
        var clearance = new RoverClearance(options, 2, 0);
        Hear(clearance, 1, 5, 5);
        clearance.HearOwn(1);
        var stoppedAt = 0u;
        for (var tick = 2u; tick < 30 && stoppedAt == 0; tick++)
        {
            Hear(clearance, tick, 5, 5);
            clearance.Begin(tick, 0, 0, 0, 0, 0, 0.01);
            stoppedAt = clearance.TryStep(0.3, 0, 0.5) ? 0 : tick;
        }

        Assert.Equal(2u + (uint)options.SilencePeriods, stoppedAt);
        clearance.HearOwn(stoppedAt);
        clearance.Begin(stoppedAt + 1, 0, 0, 0, 0, 0, 0.01);
        Assert.True(clearance.TryStep(0.3, 0, 0.5));
        Assert.True(clearance.SpeedMS > 0);
    }

    [Fact]
    public void Alone_it_need_not_be_heard()
    {
        var clearance = new RoverClearance(options, 2, 0);
        clearance.HearOwn(1);
        clearance.Begin(1000, 0, 0, 0, 0, 0, 0.01);
        Assert.True(clearance.TryStep(0.3, 0, 0.5));
    }

    [Fact]
    public void It_keeps_clear_of_one_that_is_silent_wherever_that_can_have_come_to_and_the_place_stays_blocked()
    {
        var clearance = new RoverClearance(options, 2, 0);
        Hear(clearance, 1, 1.5, 0, speed: 0.2f);
        var rover = new LightRover(options.LagS, options.WheelAccelerationMS2, options.TrackM);
        for (var tick = 1u; tick < 600; tick++)
        {
            clearance.HearOwn(tick);
            clearance.Begin(tick, rover.X, rover.Y, rover.Heading, rover.Speed, rover.YawRate, 0.01);
            // Only ahead: it shall not find its way around.
            clearance.TryStep(0.3, -0.3 * rover.Y, 0.5);
            rover.Drive(clearance.SpeedMS, clearance.YawRateRadS, options.PeriodS, () => { });
            Assert.True(double.Hypot(rover.X - 1.5, rover.Y) > 0.5);
        }
    }

    /// <summary>The one that comes would hit it even if it stood: it is taken for one that keeps clear of nothing.</summary>
    [Fact]
    public void It_does_not_go_on_towards_one_that_keeps_clear_of_nothing()
    {
        var clearance = new RoverClearance(options, 2, 0);
        Hear(clearance, 1, 0.3, 0, speed: 0.4f, heading: (float)Math.PI);
        clearance.HearOwn(1);
        clearance.Begin(2, 0, 0, 0, 0, 0, 0.005);
        clearance.TryStep(0.3, 0, 0.5);
        Assert.True(clearance.SpeedMS <= 0);
        Assert.True(clearance.Table.At(0).LawlessPeriods > 0);
    }

    [Fact]
    public void What_it_says_is_what_it_was_told()
    {
        var clearance = new RoverClearance(options, 2, 0);
        clearance.Begin(7, 1, 2, 0.5, 0.1, 0.2, 0.03);
        clearance.TryStep(0.1, 0, 0.5);
        var frame = new MotionFrame();
        clearance.Fill(frame, true);
        Assert.Equal((7u, 1.0, 2.0, 0.5f), (frame.Tick, frame.XM, frame.YM, frame.HeadingRad));
        Assert.Equal((0.1f, 0.2f, 0.03f), (frame.SpeedMS, frame.YawRateRadS, frame.SigmaM));
        Assert.Equal((true, false, 0.1f, 0.4f, 0.5f), (frame.IsDriving, frame.Reserves, frame.RadiusM, frame.CapMS, frame.Rank));
    }

    /// <summary>Who goes about the same way is no reason to be slow; who stands or goes elsewhere is.</summary>
    [Theory]
    [InlineData(0.2f, 0, 0.3f)]
    [InlineData(0.2f, 0.3, 0.3f)]
    [InlineData(0.2f, 1.6, 0.2f)]
    [InlineData(0f, 0, 0.2f)]
    public void It_promises_to_be_slow_beside_others_that_go_elsewhere(float otherMS, double otherHeading, float cap)
    {
        var clearance = new RoverClearance(options, 2, 0);
        Hear(clearance, 1, 0, 0.6, otherMS, (float)otherHeading);
        clearance.Begin(2, 0, 0, 0, 0.2, 0, 0.005);
        var frame = new MotionFrame();
        clearance.Fill(frame, true);
        Assert.Equal(cap, frame.CapMS, 1e-3);
    }

    /// <summary>A start numbers the periods anew: what came back under the old numbers is no proof of being heard under the
    /// new.</summary>
    [Fact]
    public void Periods_numbered_anew_do_not_make_it_deaf_to_its_own_silence()
    {
        var clearance = new RoverClearance(options, 2, 0);
        Hear(clearance, 150, 5, 5);
        clearance.Begin(150, 0, 0, 0, 0, 0, 0);
        clearance.HearOwn(150);
        for (var tick = 1u; tick <= options.SilencePeriods; tick++)
        {
            clearance.Begin(tick, 0, 0, 0, 0, 0, 0);
            clearance.HearOwn(150);
            Assert.Equal((int)tick, clearance.UnheardPeriods);
            Assert.True(clearance.TryStep(0.3, 0, 0.5));
        }

        var late = (uint)options.SilencePeriods + 1;
        clearance.Begin(late, 0, 0, 0, 0, 0, 0);
        Assert.False(clearance.TryStep(0.3, 0, 0.5));
        clearance.HearOwn(late);
        Assert.True(clearance.HasHeardOwn && clearance.TryStep(0.3, 0, 0.5));
    }

    /// <summary>Beside its middle a wall of 2 m is as near as at its ends; past an end it is a point.</summary>
    [Theory]
    [InlineData(0, 0.3, true)]
    [InlineData(0.95, 0.3, true)]
    [InlineData(1.3, 0.3, false)]
    public void A_wall_that_ends_is_kept_clear_of_along_its_length(double x, double y, bool blocks)
    {
        var clearance = new RoverClearance(options, 1, 0);
        clearance.SetObstacles([-1, 0, 1, 0, 0.02], null!);
        clearance.Begin(1, x, y, -Math.PI / 2, 0, 0, 0);
        clearance.TryStepWheels(0.4, 0, 0.5);
        Assert.Equal(blocks, clearance.Intervened);
    }

    [Fact]
    public void Two_in_one_place_and_one_without_a_place_are_no_division_by_zero()
    {
        var clearance = new RoverClearance(options, 2, 1);
        clearance.SetObstacles([0, 0, 0, 0, 0.1], null!);
        Hear(clearance, 1, 0, 0);
        clearance.Begin(1, 0, 0, 0, 0, 0, 0);
        Assert.True(clearance.TryStep(0.3, 0.1, 0.5));
        Assert.True(double.IsFinite(clearance.SpeedMS) && double.IsFinite(clearance.YawRateRadS));
    }

    [Fact]
    public void A_period_allocates_nothing()
    {
        var clearance = new RoverClearance(options, 8, 4);
        clearance.SetObstacles([0.5, 0.5, 0.5, 0.5, 0.1], [1, 0, 2]);
        var keys = Enumerable.Range(0, 8).Select(i => $"r{i}").ToArray();
        var frame = new MotionFrame { RadiusM = 0.1f, IsDriving = true };
        var tick = 0u;
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var period = 0; period < 50; period++)
            {
                tick++;
                for (var i = 0; i < 8; i++)
                {
                    (frame.Tick, frame.XM, frame.YM, frame.Reserves) = (tick, Math.Cos(i), Math.Sin(i), i == 3);
                    clearance.Table.TryTake(keys[i], 1, tick, buffer, 0, frame.Write(buffer, 0), tick);
                }

                clearance.HearOwn(tick);
                clearance.Begin(tick, 0, 0, 0.1 * tick, 0.1, 0.1, 0.01);
                clearance.TryStep(0.3, 0.1, 0.5);
                clearance.Fill(frame, true);
            }
        }));
    }

    private void Hear(RoverClearance clearance, uint tick, double x, double y, float speed = 0, float heading = 0)
    {
        var frame = new MotionFrame
        {
            Tick = tick, XM = x, YM = y, RadiusM = 0.1f, SigmaM = 0.005f, SpeedMS = speed, HeadingRad = heading, CapMS = 0.4f,
            IsDriving = true,
        };
        clearance.Table.TryTake("other", 1, ++sequence, buffer, 0, frame.Write(buffer, 0), tick);
    }
}
