using System.Device.Gpio;
using System.Device.Pwm;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

public class HBridgeMotorTests
{
    private const int PwmPin = 1;
    private const int ForwardPin = 2;
    private const int ReversePin = 3;
    private const int DeadTimeUs = 2000;

    private readonly PinBoard _board = new();
    private readonly SimulatedClock _clock = new();
    private readonly HBridgeMotor _motor;

    public HBridgeMotorTests()
    {
        _motor = Open(maxDuty: 0.9);
    }

    [Theory]
    [InlineData(0.5, 0.5, true, false)]
    [InlineData(-0.25, 0.25, false, true)]
    [InlineData(3.0, 0.9, true, false)]
    [InlineData(-1.0, 0.9, false, true)]
    [InlineData(0.0, 0.0, true, true)]
    public void Duty_and_direction_reach_the_pins(double duty, double pwm, bool forward, bool reverse)
    {
        Assert.True(_motor.SetDuty(duty));
        AssertPins(pwm, forward, reverse);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void No_number_stops_the_motor_and_is_refused(double duty)
    {
        _motor.SetDuty(0.5);
        Assert.False(_motor.SetDuty(duty));
        AssertPins(0.0, forward: true, reverse: true);
        Assert.Equal(1, _motor.Refused);
    }

    [Fact]
    public void Reversal_brakes_for_the_dead_time_first()
    {
        _motor.SetDuty(0.5);
        Assert.True(_motor.SetDuty(-0.5));
        AssertPins(0.0, forward: true, reverse: true);
        _clock.AdvanceTo(DeadTimeUs - 1);
        _motor.SetDuty(-0.5);
        AssertPins(0.0, forward: true, reverse: true);
        _clock.AdvanceTo(DeadTimeUs);
        _motor.SetDuty(-0.5);
        AssertPins(0.5, forward: false, reverse: true);
    }

    [Fact]
    public void Zero_in_between_does_not_shorten_the_dead_time()
    {
        _motor.SetDuty(0.5);
        _clock.AdvanceTo(1000);
        _motor.SetDuty(0.0);
        _motor.SetDuty(-0.5);
        AssertPins(0.0, forward: true, reverse: true);
        _clock.AdvanceTo(1000 + DeadTimeUs);
        _motor.SetDuty(-0.5);
        AssertPins(0.5, forward: false, reverse: true);
    }

    [Fact]
    public void Same_direction_needs_no_dead_time()
    {
        _motor.SetDuty(0.5);
        _motor.Stop();
        _motor.SetDuty(0.5);
        AssertPins(0.5, forward: true, reverse: false);
    }

    private HBridgeMotor Open(double maxDuty)
    {
        using (_board.Attach())
        {
            var gpio = new GpioController();
            var pwm = PwmChannel.CreateFromPin(PwmPin, 20_000, 0.0)!;
            return new HBridgeMotor(
                pwm, gpio.OpenPin(ForwardPin, PinMode.Output), gpio.OpenPin(ReversePin, PinMode.Output), _clock, DeadTimeUs, maxDuty);
        }
    }

    private void AssertPins(double pwm, bool forward, bool reverse)
    {
        Assert.Equal((pwm, forward, reverse), (_board.PwmDuty(PwmPin), _board.IsHigh(ForwardPin), _board.IsHigh(ReversePin)));
    }
}
