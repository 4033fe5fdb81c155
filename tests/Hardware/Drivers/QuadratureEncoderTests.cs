using System.Device.Gpio;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

public class QuadratureEncoderTests
{
    private const int PinA = 4;
    private const int PinB = 5;

    private readonly PinBoard _board = new();

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void Counts_both_directions_whatever_bounces(double bounceProbability)
    {
        var encoder = Open(isReversed: false);
        var wires = new EncoderWires(_board, PinA, PinB, radiansPerTick: 0.01, bounceProbability, new Xoshiro256(5));
        wires.Follow(10.005);
        Assert.Equal(1000, encoder.Ticks);
        wires.Follow(-5.005);
        Assert.Equal(-501, encoder.Ticks);
        Assert.Equal(0, encoder.MissedEdges);
    }

    [Fact]
    public void A_mirrored_motor_counts_the_other_way()
    {
        var encoder = Open(isReversed: true);
        new EncoderWires(_board, PinA, PinB, 0.01, 0.0, new Xoshiro256(5)).Follow(0.075);
        Assert.Equal(-7, encoder.Ticks);
    }

    [Fact]
    public void The_level_at_the_start_is_no_edge()
    {
        _board.Drive(PinA, true);
        _board.Drive(PinB, true);
        var encoder = Open(isReversed: false);
        Assert.Equal(0, encoder.Ticks);
        _board.Drive(PinA, false);
        Assert.Equal(1, encoder.Ticks);
    }

    [Fact]
    public void Both_channels_at_once_are_a_missed_edge_and_the_next_one_is_right_again()
    {
        _board.Drive(PinA, true);
        GpioPin pinA, pinB;
        using (_board.Attach())
        {
            var gpio = new GpioController();
            pinA = gpio.OpenPin(PinA, PinMode.Input);
            pinB = gpio.OpenPin(PinB, PinMode.Input);
        }

        var encoder = new QuadratureEncoder(pinA, pinB, false);
        // The interrupt of B comes late: A has fallen meanwhile, unnoticed.
        pinA.SetPinMode(PinMode.Output);
        pinA.Write(PinValue.Low);
        _board.Drive(PinB, true);
        Assert.Equal((0, 1), (encoder.Ticks, encoder.MissedEdges));
        _board.Drive(PinB, false);
        Assert.Equal((1, 1), (encoder.Ticks, encoder.MissedEdges));
    }

    private QuadratureEncoder Open(bool isReversed)
    {
        using (_board.Attach())
        {
            var gpio = new GpioController();
            return new QuadratureEncoder(gpio.OpenPin(PinA, PinMode.Input), gpio.OpenPin(PinB, PinMode.Input), isReversed);
        }
    }
}
