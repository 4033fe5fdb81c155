using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

public class WheelSpeedLoopTests
{
    private const double PeriodS = 0.02;

    private readonly DifferentialDriveGeometry _geometry = new();

    [Fact]
    public void Feed_forward_alone_is_right_for_the_nominal_motor()
    {
        var loop = new WheelSpeedLoop(_geometry);
        // At half speed, with no error, the duty is the dead band plus half of the rest.
        Assert.Equal(0.12 + 0.88 * 0.5, loop.Update(18.0, 18.0, PeriodS), tolerance: 1e-12);
        Assert.Equal(-(0.12 + 0.88 * 0.5), new WheelSpeedLoop(_geometry).Update(-18.0, -18.0, PeriodS), tolerance: 1e-12);
    }

    [Fact]
    public void A_held_wheel_does_not_wind_up()
    {
        var held = new WheelSpeedLoop(_geometry);
        for (var i = 0; i < 500; i++)
        {
            Assert.Equal(1.0, held.Update(30.0, 0.0, PeriodS));
        }

        // Set free at the wanted speed, the duty is the feed-forward at once: without anti-windup ten seconds of error would have
        // stored five times full duty.
        const double feedForward = 0.12 + 0.88 * 30.0 / 36.0;
        Assert.Equal(feedForward, held.Update(30.0, 30.0, PeriodS), tolerance: 1e-12);

        // Too fast by a tenth, it has taken back more than that of the duty in a second, and still drives.
        var duty = 1.0;
        for (var i = 0; i < 50; i++)
        {
            duty = held.Update(30.0, 33.0, PeriodS);
        }

        Assert.InRange(duty, 0.05, 0.9 * feedForward);
    }

    [Fact]
    public void A_wheel_that_stands_and_shall_gets_no_duty()
    {
        Assert.Equal(0.0, new WheelSpeedLoop(_geometry).Update(0.0, 0.0, PeriodS));
    }
}
