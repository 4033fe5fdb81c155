using System.Device.Adc;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

public class DividerBatteryTests
{
    // 3.3 V behind 30k over 10k: full scale is 13.2 V, one count 3.2 mV.
    private const double FullScaleV = 13.2;

    private readonly PinBoard _board = new();

    [Theory]
    [InlineData(8.4)]
    [InlineData(6.0)]
    [InlineData(2.9)] // a brown-out is a voltage, and low is what the supervisor must hear
    public void Reads_the_voltage_before_the_divider(double voltageV)
    {
        _board.SetAnalog(0, voltageV / FullScaleV);
        var readingV = 0.0;
        Assert.True(Open().TryReadVoltage(ref readingV));
        Assert.Equal(voltageV, readingV, tolerance: FullScaleV / 4095);
    }

    [Theory]
    [InlineData(0.0)] // broken wire
    [InlineData(1.0)] // saturated converter
    public void An_implausible_reading_is_none(double ratio)
    {
        _board.SetAnalog(0, ratio);
        var readingV = 7.0;
        Assert.False(Open().TryReadVoltage(ref readingV));
        Assert.Equal(7.0, readingV);
    }

    [Fact]
    public void A_divider_without_a_lower_resistor_is_never_plausible()
    {
        _board.SetAnalog(0, 0.5);
        var readingV = 7.0;
        Assert.False(Open(lowerOhm: 0.0).TryReadVoltage(ref readingV));
    }

    private DividerBattery Open(double lowerOhm = 10_000)
    {
        using (_board.Attach())
        {
            return new DividerBattery(new AdcController().OpenChannel(0), 3.3, 30_000, lowerOhm, 1.0, 12.0, 4);
        }
    }
}
