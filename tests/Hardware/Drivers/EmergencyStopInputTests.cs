using System.Device.Gpio;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

public class EmergencyStopInputTests
{
    private const int Pin = 19;
    private const int DebounceUs = 20_000;

    private readonly PinBoard _board = new();
    private readonly SimulatedClock _clock = new();

    [Fact]
    public void A_broken_wire_is_pressed()
    {
        _board.Drive(Pin, true);
        var input = Open();
        Assert.False(input.IsPressed);
        _board.Disconnect(Pin);
        Assert.True(input.IsPressed);
    }

    [Fact]
    public void A_pin_that_was_never_wired_is_pressed()
    {
        Assert.True(Open().IsPressed);
    }

    [Fact]
    public void A_press_too_short_to_be_read_still_counts()
    {
        _board.Drive(Pin, true);
        var input = Open();
        _clock.AdvanceTo(1_000_000);
        _board.Drive(Pin, false);
        _board.Drive(Pin, true);
        Assert.True(input.IsPressed);
        _clock.AdvanceTo(1_000_000 + DebounceUs - 1);
        Assert.True(input.IsPressed);
        _clock.AdvanceTo(1_000_000 + DebounceUs);
        Assert.False(input.IsPressed);
    }

    [Fact]
    public void A_bouncing_release_is_not_one_before_it_is_quiet()
    {
        var input = Open();
        for (var bounce = 1; bounce <= 10; bounce++)
        {
            _clock.AdvanceTo(bounce * 5_000);
            _board.Drive(Pin, true);
            Assert.True(input.IsPressed);
            _board.Drive(Pin, false);
            Assert.True(input.IsPressed);
        }

        _board.Drive(Pin, true);
        _clock.AdvanceTo(50_000 + DebounceUs);
        Assert.False(input.IsPressed);
    }

    private EmergencyStopInput Open()
    {
        using (_board.Attach())
        {
            return new EmergencyStopInput(new GpioController().OpenPin(Pin, PinMode.InputPullDown), _clock, DebounceUs);
        }
    }
}
