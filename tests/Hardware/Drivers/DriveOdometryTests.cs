using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

public class DriveOdometryTests
{
    private const long PeriodUs = 20_000;

    private readonly DifferentialDriveGeometry _geometry = new();
    private readonly HandTurnedEncoder _left = new();
    private readonly HandTurnedEncoder _right = new();
    private readonly DriveMonitor _monitor;

    public DriveOdometryTests()
    {
        _monitor = new DriveMonitor(_geometry, 6);
    }

    [Fact]
    public void There_is_no_speed_before_the_second_reading()
    {
        var odometry = Open();
        Assert.Equal(0, Update(odometry, 0));
        Assert.False(odometry.IsReady);
        Assert.Equal(PeriodUs, Update(odometry, PeriodUs));
        Assert.True(odometry.IsReady);
        Assert.Equal(0, Update(odometry, PeriodUs));
    }

    // 0.5 m/s^2 for a second. One tick is 0.58 mm, so a count of 20 ms would be off by up to 29 mm/s; the filter must stay within a
    // third of it, and the position within two ticks. The counters wrap on the way.
    [Fact]
    public void A_ramp_is_followed_without_lag_even_over_the_counters_wrap()
    {
        _left.Ticks = _right.Ticks = int.MaxValue - 100;
        var odometry = Open();
        Update(odometry, 0);
        var metresPerTick = _geometry.RadiansPerTick * _geometry.WheelRadiusM;
        for (var k = 1; k <= 50; k++)
        {
            var timeS = k * 0.02;
            _left.Ticks = _right.Ticks = unchecked(int.MaxValue - 100 + (int)(0.25 * timeS * timeS / metresPerTick));
            odometry.Update(k * PeriodUs, 0.5, 0.3, 0.3);
            Assert.Equal(0.5 * timeS, odometry.SpeedMS, tolerance: 0.01);
            Assert.Equal(0.25 * timeS * timeS, odometry.PositionM, tolerance: 2 * metresPerTick);
        }
    }

    // Until a tracker speaks nothing changes, to the bit; then the pose in the plane is the filter's, and the lane's stays counted.
    [Fact]
    public void A_tracker_takes_over_the_plane_and_leaves_the_lane()
    {
        var odometry = Open();
        odometry.Reset(1, 2, 0.1);
        Update(odometry, 0);
        for (var k = 1; k <= 100; k++)
        {
            _left.Ticks += 8;
            _right.Ticks += 9;
            Update(odometry, k * PeriodUs);
            if (k < 50)
            {
                Assert.False(odometry.UsesFilter);
                Assert.Equal(odometry.LaneHeadingRad, odometry.HeadingRad);
                continue;
            }

            // The tracker says that it is a metre farther on.
            odometry.Filter.Measure(
                k * PeriodUs, k * PeriodUs, odometry.Filter.XM + (k == 50 ? 1 : 0), odometry.Filter.YM, odometry.Filter.HeadingRad, 0.005,
                0.02);
        }

        Assert.True(odometry.UsesFilter);
        Assert.Equal(odometry.Filter.XM, odometry.XM);
        var (x, lane) = (odometry.XM, odometry.LaneHeadingRad);
        odometry.Reset(-5, 0, 0);
        Assert.Equal(x, odometry.XM);
        Assert.NotEqual(lane, odometry.LaneHeadingRad);
    }

    [Fact]
    public void A_jump_is_reported_and_not_added()
    {
        var odometry = Open();
        Update(odometry, 0);
        Update(odometry, PeriodUs);
        _left.Ticks += 5000;
        Update(odometry, 2 * PeriodUs);
        Assert.Equal(DriveFault.EncoderJump, _monitor.Fault);
        Update(odometry, 3 * PeriodUs);
        Assert.Equal(DriveFault.None, _monitor.Fault);
        Assert.Equal(0.0, odometry.PositionM);
    }

    [Fact]
    public void A_long_gap_is_a_restart_not_a_speed()
    {
        var odometry = Open();
        Update(odometry, 0);
        Update(odometry, PeriodUs);
        _left.Ticks = _right.Ticks = 30;
        Assert.Equal(0, Update(odometry, 1_000_000));
        Assert.Equal(0.0, odometry.SpeedMS);
        Assert.Equal(DriveFault.None, _monitor.Fault);
    }

    // Case 12 of issue 10: 0.6 s without a wheel period at 0.5 m/s. Half a tick of rounding each side.
    [Theory]
    [InlineData(0.6, 0)]
    [InlineData(5.0, 0)]
    [InlineData(0.6, int.MaxValue - 2000)]
    public void A_pause_of_the_loop_loses_no_way_and_the_speed_is_back_with_the_next_reading(double pauseS, int start)
    {
        var metresPerTick = _geometry.RadiansPerTick * _geometry.WheelRadiusM;
        var odometry = Open();
        var wayM = 0.0;
        var nowUs = 0L;
        void Step(double timeS)
        {
            nowUs += (long)(timeS * 1e6);
            wayM += 0.5 * timeS;
            _left.Ticks = _right.Ticks = unchecked(start + (int)Math.Round(wayM / metresPerTick));
            odometry.Update(nowUs, 0.0, 0.5, 0.5);
        }

        _left.Ticks = _right.Ticks = start;
        Update(odometry, 0);
        for (var k = 0; k < 100; k++)
            Step(0.02);
        Step(pauseS);
        Assert.Equal(wayM, odometry.PositionM, tolerance: 2 * metresPerTick);
        Assert.Equal(wayM, odometry.XM, tolerance: 2 * metresPerTick);
        Assert.False(odometry.IsReady);
        Assert.Equal((long)(pauseS * 1e6), odometry.PauseUs);
        Step(0.02);
        Assert.True(odometry.IsReady);
        Assert.Equal(0, odometry.PauseUs);
        Assert.Equal(0.5, odometry.SpeedMS, tolerance: 0.03);
        for (var k = 0; k < 50; k++)
            Step(0.02);
        Assert.Equal(wayM, odometry.PositionM, tolerance: 2 * metresPerTick);
        Assert.Equal(DriveFault.None, _monitor.Fault);
    }

    [Fact]
    public void A_turn_in_a_pause_is_kept_too()
    {
        var odometry = Open();
        Update(odometry, 0);
        Update(odometry, PeriodUs);
        _left.Ticks = -100;
        _right.Ticks = 100;
        Update(odometry, 1_000_000);
        Assert.Equal(
            200 * _geometry.RadiansPerTick * _geometry.WheelRadiusM / _geometry.TrackWidthM, odometry.HeadingRad, tolerance: 1e-12);
        Assert.Equal(0.0, odometry.PositionM, tolerance: 1e-12);
    }

    [Fact]
    public void What_wheels_cannot_have_counted_in_a_pause_is_a_jump()
    {
        var odometry = Open();
        Update(odometry, 0);
        Update(odometry, PeriodUs);
        _left.Ticks = 4000; // 0.98 s at full speed and half as much again is 3,040
        Update(odometry, 1_000_000);
        Assert.Equal(DriveFault.EncoderJump, _monitor.Fault);
        Assert.Equal(0.0, odometry.PositionM);
    }

    // 2^31 ticks at the largest speed believed, 3,094 a second, take eight days: beyond that a difference says nothing.
    [Theory]
    [InlineData(8.0, DriveFault.None)]
    [InlineData(8.1, DriveFault.EncoderJump)]
    public void A_pause_in_which_a_counter_may_have_wrapped_is_a_jump(double days, DriveFault fault)
    {
        var odometry = Open();
        Update(odometry, 0);
        _left.Ticks = _right.Ticks = 1;
        Update(odometry, (long)(days * 86_400e6));
        Assert.Equal(fault, _monitor.Fault);
    }

    [Theory]
    [InlineData(0.5, DriveFault.EncoderStuck)] // driven, and not a tick: stuck, or the counters stood with the board
    [InlineData(0.0, DriveFault.None)]
    public void A_wheel_that_counted_nothing_in_a_pause_is_stuck_where_it_was_driven(double duty, DriveFault fault)
    {
        var odometry = Open();
        Update(odometry, 0);
        odometry.Update(600_000, 0.0, duty, duty);
        Assert.Equal(fault, _monitor.Fault);
    }

    [Fact]
    public void A_clock_that_was_set_back_loses_no_way()
    {
        var odometry = Open();
        var nowUs = 10_000_000L;
        for (var k = 0; k < 20; k++)
        {
            nowUs += k == 10 ? -5_000_000 : PeriodUs;
            _left.Ticks = _right.Ticks = 3 * k;
            Update(odometry, nowUs);
        }

        Assert.Equal(57 * _geometry.RadiansPerTick * _geometry.WheelRadiusM, odometry.PositionM, tolerance: 0.002);
    }

    [Theory]
    [InlineData(0.3, 0.3)]
    [InlineData(double.NaN, 0.0)] // the encoders take over, and they say straight on
    public void Heading_follows_the_inertial_sensor_where_it_speaks(double yawRateRadS, double headingRad)
    {
        var odometry = new DriveOdometry(_geometry, _monitor, _left, _right, new FixedYawRate(yawRateRadS));
        for (var k = 0; k <= 50; k++)
        {
            _left.Ticks = _right.Ticks = 5 * k;
            Update(odometry, k * PeriodUs);
        }

        Assert.Equal(headingRad, odometry.HeadingRad, tolerance: 1e-9);
    }

    [Fact]
    public void A_sensors_bias_does_not_turn_a_parked_rover()
    {
        var odometry = new DriveOdometry(_geometry, _monitor, _left, _right, new FixedYawRate(0.01));
        for (var k = 0; k <= 50; k++)
        {
            Update(odometry, k * PeriodUs);
        }

        Assert.Equal(0.0, odometry.HeadingRad);
    }

    [Fact]
    public void Heading_comes_from_the_wheels_where_nothing_else_does()
    {
        var odometry = Open();
        Update(odometry, 0);
        _right.Ticks = 10;
        Update(odometry, PeriodUs);
        Assert.Equal(10 * _geometry.RadiansPerTick * _geometry.WheelRadiusM / _geometry.TrackWidthM, odometry.HeadingRad, tolerance: 1e-12);
    }

    // As its owner does: the filter follows what the wheels went.
    private static long Update(DriveOdometry odometry, long nowUs)
    {
        var periodUs = odometry.Update(nowUs, 0.0, 0.0, 0.0);
        if (odometry.WayS > 0)
            odometry.Filter.Step(odometry.LeftWayM, odometry.RightWayM, odometry.WayYawRateRadS, odometry.WayS, nowUs);
        return periodUs;
    }

    private DriveOdometry Open() => new(_geometry, _monitor, _left, _right, null);

    private sealed class HandTurnedEncoder : IEncoder
    {
        public int Ticks { get; set; }
    }

    private sealed class FixedYawRate(double value) : IInertialSensor
    {
        public bool TryReadYawRate(ref double yawRateRadS)
        {
            yawRateRadS = value;
            return true;
        }
    }
}
