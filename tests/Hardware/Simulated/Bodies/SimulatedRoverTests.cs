using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Bodies;

public class SimulatedRoverTests
{
    private readonly SimulatedRover _rover = new(new DifferentialDriveOptions());
    private readonly RoverKit _kit;

    public SimulatedRoverTests()
    {
        using (_rover.Board.Attach())
        {
            _kit = new RoverKit(new RoverPinMap(), new DifferentialDriveGeometry(), _rover.Clock, _rover, 20_000, 1_000_000);
        }

        _rover.Attach(_kit.Body);
    }

    [Fact]
    public void The_battery_reads_through_divider_and_converter()
    {
        _rover.AdvanceTo(20_000);
        var readingV = 0.0;
        Assert.True(_kit.Battery.TryReadVoltage(ref readingV));
        // Converter noise is 13 mV; five of it.
        Assert.Equal(_rover.Battery.VoltageV, readingV, tolerance: 0.066);
    }

    [Fact]
    public void The_emergency_stop_is_wired_fail_safe()
    {
        _rover.AdvanceTo(50_000);
        Assert.False(_kit.EmergencyStop.IsPressed);
        _rover.PressEmergencyStop(true);
        Assert.True(_kit.EmergencyStop.IsPressed);
        _rover.PressEmergencyStop(false);
        _rover.AdvanceTo(100_000);
        Assert.False(_kit.EmergencyStop.IsPressed);
        _rover.CutEmergencyStopWire();
        Assert.True(_kit.EmergencyStop.IsPressed);
    }

    [Fact]
    public void Encoders_count_what_the_wheels_turn()
    {
        _kit.LeftMotor.SetDuty(0.6);
        _kit.RightMotor.SetDuty(-0.6);
        _rover.AdvanceTo(10_000);
        _rover.Attach(new Idle());
        _kit.LeftMotor.SetDuty(0.6);
        _kit.RightMotor.SetDuty(-0.6);
        _rover.AdvanceTo(1_000_000);
        var perTick = 2 * Math.PI / 360;
        Assert.Equal((int)Math.Floor(_rover.LeftWheel.AngleRad / perTick), _kit.LeftEncoder.Ticks);
        Assert.Equal((int)Math.Floor(_rover.RightWheel.AngleRad / perTick), _kit.RightEncoder.Ticks);
        Assert.True(_kit.LeftEncoder.Ticks > 500 && _kit.RightEncoder.Ticks < -500);
        Assert.Equal(0, _kit.LeftEncoder.MissedEdges + _kit.RightEncoder.MissedEdges);
        // On the spot, to the right.
        Assert.True(_rover.HeadingRad < -1.0);
    }

    private sealed class Idle : IPeriodicTask
    {
        public int PeriodUs => 20_000;

        public void RunOnce(long nowUs)
        {
        }
    }
}
