using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

public class DriveMonitorTests
{
    private const int Patience = 3;

    private readonly DriveMonitor _monitor = new(new DifferentialDriveGeometry(), Patience);

    [Fact]
    public void A_driven_wheel_without_ticks_is_stuck_after_its_patience()
    {
        for (var period = 1; period <= Patience; period++)
        {
            Assert.Equal(DriveFault.None, _monitor.Fault);
            _monitor.Judge(0.5, 0.5, 10, 0, 0.0);
        }

        Assert.Equal(DriveFault.EncoderStuck, _monitor.Fault);
        _monitor.Judge(0.5, 0.5, 10, 10, 0.0);
        Assert.Equal(DriveFault.EncoderStuck, _monitor.Fault);
        _monitor.Reset();
        Assert.Equal(DriveFault.None, _monitor.Fault);
    }

    [Theory]
    [InlineData(0.2, 0, 0.0)] // hardly beyond the dead band
    [InlineData(0.5, 5, 0.0)] // turning
    [InlineData(0.5, 5, 1.4)] // ordinary slip
    public void What_can_happen_is_no_fault(double duty, int ticks, double yawRateDifferenceRadS)
    {
        for (var period = 0; period < 10 * Patience; period++)
        {
            _monitor.Judge(duty, duty, ticks, ticks, yawRateDifferenceRadS);
        }

        Assert.Equal(DriveFault.None, _monitor.Fault);
    }

    [Fact]
    public void Disagreeing_yaw_rates_are_slip_after_twice_the_patience()
    {
        for (var period = 0; period < 2 * Patience; period++)
        {
            Assert.Equal(DriveFault.None, _monitor.Fault);
            _monitor.Judge(0.5, 0.5, 5, 10, -1.6);
        }

        Assert.Equal(DriveFault.WheelSlip, _monitor.Fault);
    }

    [Fact]
    public void A_jump_is_a_fault_until_the_next_plausible_count()
    {
        // 36 rad/s is 41 ticks in 20 ms; half as much again and two ticks of phase are allowed.
        Assert.True(_monitor.IsPlausible(-63, 0.02));
        Assert.False(_monitor.IsPlausible(64, 0.02));
        _monitor.NoteJump();
        Assert.Equal(DriveFault.EncoderJump, _monitor.Fault);
        _monitor.Judge(0.5, 0.5, 10, 10, 0.0);
        Assert.Equal(DriveFault.None, _monitor.Fault);
    }
}
