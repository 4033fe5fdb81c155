using MultiAgentEdge.Host.Boards;

namespace MultiAgentEdge.Tests.Host.Boards.Serial;

public class CalibrationTests
{
    [Fact]
    public void A_metre_of_five_turns_is_a_radius_of_32_mm()
    {
        var run = new WheelRun(500, 500, 2000, 1800, 1800);
        Assert.Equal(31831, Calibration.WheelRadiusUm(run, 1.0, 360));
    }

    [Fact]
    public void Half_a_turn_on_the_spot_gives_the_track()
    {
        // Each wheel rolls pi * 0.07 m on a track of 0.14 m: 1.0449 turns of a 33.5 mm wheel, 376 ticks.
        var run = new WheelRun(-350, 350, 2000, -376, 376);
        Assert.InRange(Calibration.TrackWidthUm(run, 180, 360, 33500), 139_800, 140_200);
    }

    [Theory]
    [InlineData(0, 0)] // did not move
    [InlineData(900, 100)] // drove a curve
    public void No_straight_run_is_refused(int left, int right)
    {
        var error = Assert.Throws<BoardException>(() => Calibration.WheelRadiusUm(new WheelRun(500, 500, 2000, left, right), 1, 360));
        Assert.Equal(BoardFault.Implausible, error.Fault);
    }

    [Fact]
    public void The_dead_band_ends_between_the_last_duty_at_rest_and_the_first_that_turns_both_wheels()
    {
        WheelRun[] runs = [new(100, 100, 300, 0, 0), new(120, 120, 300, 9, 1), new(140, 140, 300, 20, 15)];
        Assert.Equal(130, Calibration.DeadBandPermille(runs));
        Assert.Throws<BoardException>(() => Calibration.DeadBandPermille(runs[..2]));
    }

    [Fact]
    public void The_battery_gain_follows_the_voltmeter()
    {
        Assert.Equal(1050, Calibration.BatteryPermille(8.4, 8000, 1000));
        Assert.Equal(1045, Calibration.BatteryPermille(7.6, 8000, 1100));
        Assert.Throws<BoardException>(() => Calibration.BatteryPermille(8.4, 90, 1000));
    }
}
