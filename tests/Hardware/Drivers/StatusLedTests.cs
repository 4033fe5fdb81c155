using System.Device.Gpio;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Drivers;

public class StatusLedTests
{
    [Theory]
    [InlineData(LedPattern.Off, 0)]
    [InlineData(LedPattern.On, 1)]
    [InlineData(LedPattern.Slow, 4)] // two flashes in two seconds, on and off
    [InlineData(LedPattern.Fast, 20)]
    [InlineData(LedPattern.Double, 8)] // two flashes a second
    public void Patterns_change_as_often_as_they_say(LedPattern pattern, int changes)
    {
        var board = new PinBoard();
        using var scope = board.Attach();
        var led = new StatusLed(new GpioController().OpenPin(2, PinMode.Output)) { Pattern = pattern };
        var isLit = false;
        var seen = 0;
        for (long nowUs = 0; nowUs < 2_000_000; nowUs += 10_000)
        {
            led.Update(nowUs);
            seen += board.IsHigh(2) != isLit ? 1 : 0;
            isLit = board.IsHigh(2);
        }

        Assert.Equal(changes, seen);
    }
}
