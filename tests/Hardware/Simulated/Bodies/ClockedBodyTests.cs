using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Bodies;

public class ClockedBodyTests
{
    [Fact]
    public void Every_call_first_catches_up_with_the_clock()
    {
        var clock = new SimulatedClock(startUs: 777);
        var plant = new LinearBody(new LinearBodyOptions { A = [1], B = [1], InitialState = [0], PeriodUs = 100 });
        var body = new ClockedBody(plant, plant, clock);
        var state = new double[1];
        Assert.True(body.TryActuate([1.0]));
        clock.AdvanceTo(777 + 299);
        Assert.True(body.TrySense(state));
        Assert.Equal(2.0, state[0]);
        clock.AdvanceTo(777 + 300);
        body.Stop();
        clock.AdvanceTo(777 + 1000);
        body.TrySense(state);
        Assert.Equal(3.0, state[0]);
    }
}
