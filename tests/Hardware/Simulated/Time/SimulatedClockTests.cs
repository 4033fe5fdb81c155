using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Time;

public class SimulatedClockTests
{
    [Fact]
    public void Time_moves_only_forward_and_only_when_moved()
    {
        var clock = new SimulatedClock(5);
        Assert.Equal(5, clock.NowUs);
        clock.AdvanceTo(100);
        clock.AdvanceTo(50);
        Assert.Equal(100, clock.NowUs);
    }

    [Fact]
    public void The_system_clock_never_decreases()
    {
        var clock = new SystemClock();
        var last = clock.NowUs;
        Assert.InRange(last, 0, 60_000_000);
        for (var i = 0; i < 1000; i++)
        {
            var now = clock.NowUs;
            Assert.True(now >= last);
            last = now;
        }
    }
}
