using System.Device.Adc;
using System.Device.Gpio;
using System.Device.Pwm;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Simulated.SystemDevice;

public class SystemDeviceTests
{
    private readonly PinBoard _board = new();

    [Fact]
    public void Without_a_board_the_message_says_what_to_do()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new GpioController());
        Assert.Contains("board.Attach()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pin_opens_once_and_again_after_it_was_closed()
    {
        using var scope = _board.Attach();
        using var gpio = new GpioController();
        gpio.OpenPin(5, PinMode.Input);
        Assert.True(gpio.IsPinOpen(5));
        Assert.Throws<InvalidOperationException>(() => gpio.OpenPin(5, PinMode.Input));
        Assert.Throws<InvalidOperationException>(() => gpio.OpenPin(40, PinMode.Input));
        Assert.Null(PwmChannel.CreateFromPin(5));
        gpio.ClosePin(5);
        Assert.NotNull(PwmChannel.CreateFromPin(5));
    }

    [Theory]
    [InlineData(PinMode.Input, false)]
    [InlineData(PinMode.InputPullDown, false)]
    [InlineData(PinMode.InputPullUp, true)]
    public void An_open_wire_falls_to_its_pull_and_edges_are_reported(PinMode mode, bool idle)
    {
        using var scope = _board.Attach();
        var pin = new GpioController().OpenPin(5, mode);
        var edges = new List<PinEventTypes>();
        pin.ValueChanged += (_, e) => edges.Add(e.ChangeType);
        Assert.Equal(idle ? PinValue.High : PinValue.Low, pin.Read());
        _board.Drive(5, !idle);
        _board.Drive(5, !idle);
        _board.Disconnect(5);
        Assert.Equal(
            idle ? new[] { PinEventTypes.Falling, PinEventTypes.Rising } : [PinEventTypes.Rising, PinEventTypes.Falling], edges);
    }

    [Fact]
    public void An_input_cannot_be_written()
    {
        using var scope = _board.Attach();
        var pin = new GpioController().OpenPin(5, PinMode.Input);
        Assert.Throws<InvalidOperationException>(() => pin.Write(PinValue.High));
    }

    [Fact]
    public void Pwm_drives_only_while_started_with_a_ten_thousandth_of_resolution()
    {
        using var scope = _board.Attach();
        var pwm = PwmChannel.CreateFromPin(7, 1000)!;
        Assert.Equal((0.5, 0.0), (pwm.DutyCycle, _board.PwmDuty(7)));
        pwm.Start();
        pwm.DutyCycle = 0.123456;
        Assert.Equal(0.1234, _board.PwmDuty(7));
        pwm.Stop();
        Assert.Equal(0.0, _board.PwmDuty(7));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    public void Pwm_refuses_what_a_board_refuses(double duty)
    {
        using var scope = _board.Attach();
        var pwm = PwmChannel.CreateFromPin(7)!;
        Assert.Throws<ArgumentOutOfRangeException>(() => pwm.DutyCycle = duty);
    }

    [Theory]
    [InlineData(0.5, 2048)]
    [InlineData(-3.0, 0)]
    [InlineData(7.0, 4095)]
    public void Adc_counts_saturate(double ratio, int counts)
    {
        using var scope = _board.Attach();
        var channel = new AdcController().OpenChannel(3);
        _board.SetAnalog(3, ratio);
        Assert.Equal(counts, channel.ReadValue());
        Assert.Equal(counts / 4095.0, channel.ReadRatio());
    }
}
