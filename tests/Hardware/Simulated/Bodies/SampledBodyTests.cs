using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Bodies;

public class SampledBodyTests
{
    private const long PeriodUs = 250_000;

    private readonly SimulatedClock clock = new();
    private readonly double[] state = new double[1];

    [Fact]
    public void Samples_that_jitter_by_a_third_of_a_period_find_one_step_each()
    {
        var body = Counter();
        var random = new Xoshiro256(7);
        for (var k = 1; k <= 1000; k++)
        {
            clock.AdvanceTo(clock.NowUs + PeriodUs + (long)(PeriodUs / 3 * random.NextUniform(-1, 1)));
            Assert.True(body.TrySense(state));
            Assert.Equal(k, state[0]);
            Assert.True(body.TryActuate([1]));
        }
    }

    [Fact]
    public void Missed_samples_are_made_good_and_a_second_look_changes_nothing()
    {
        var body = Counter();
        clock.AdvanceTo(3 * PeriodUs);
        Assert.True(body.TrySense(state));
        Assert.True(body.TrySense(state));

        Assert.Equal(3, state[0]);
    }

    [Fact]
    public void A_look_before_the_controller_acts_finds_it_where_it_was()
    {
        var body = Counter();
        for (var k = 1; k <= 10; k++)
        {
            clock.AdvanceTo(k * PeriodUs);
            Assert.True(body.TrySense(state));
            clock.AdvanceTo((k * PeriodUs) + (PeriodUs * 6 / 10));
            Assert.True(body.TrySense(state));
            Assert.Equal(k, state[0]);
        }
    }

    /// <summary>x+ = x + u: counts its steps while u = 1.</summary>
    private SampledBody Counter()
    {
        var plant = new LinearBody(new LinearBodyOptions { A = [1], B = [1], InitialState = [0], PeriodUs = PeriodUs });
        Assert.True(plant.TryActuate([1]));
        return new SampledBody(plant, clock);
    }
}
