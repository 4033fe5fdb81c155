using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Linalg;

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

    [Theory]
    [InlineData(0)]
    [InlineData(12_345_678)]
    public void A_body_that_stands_until_its_first_input_draws_the_same_noise_however_long_it_waited(long waitedUs)
    {
        var clock = new SimulatedClock();
        var plant = new LinearBody(new LinearBodyOptions
        {
            A = [1], B = [1], InitialState = [0], PeriodUs = 100, DisturbanceLower = [-1], DisturbanceUpper = [1], Seed = 3,
        });
        // Not braked: physics that ran would draw.
        plant.TryActuate([0.0]);
        var body = new ClockedBody(plant, plant, clock, standsUntilInput: true);
        var state = new double[1];
        clock.AdvanceTo(waitedUs);
        body.TrySense(state);
        Assert.Equal(0.0, state[0]);
        body.TryActuate([1.0]);
        clock.AdvanceTo(waitedUs + 250);
        body.TrySense(state);

        var noise = new Xoshiro256(3);
        Assert.Equal(2.0 + noise.NextUniform(-1, 1) + noise.NextUniform(-1, 1), state[0], 1e-12);
    }
}
