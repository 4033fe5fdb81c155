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

    private static long Update(DriveOdometry odometry, long nowUs) => odometry.Update(nowUs, 0.0, 0.0, 0.0);

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
