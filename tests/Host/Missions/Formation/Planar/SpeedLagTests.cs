using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

/// <summary>How late wheels follow, from what rovers say; and what is not pushed where that is too late.</summary>
public class SpeedLagTests
{
    private const double PeriodS = 0.2;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.08)]
    [InlineData(0.2)]
    [InlineData(0.33)]
    public void A_delay_is_found_and_slip_is_none(double delayS)
    {
        // Velocity on a winding way; the place is the integral of the delayed one, less a twentieth.
        static double Velocity(double t) => 0.2 * Math.Sin(1.1 * t) + (0.1 * Math.Cos(0.37 * t));
        var (x, records) = (0.0, new List<PlanarRecord>());
        for (var k = 0; k < 200; k++)
        {
            records.Add(Record(k, [x, x, Velocity(k * PeriodS), Velocity(k * PeriodS), 0]));
            for (var step = 0; step < 200; step++)
                x += 0.95 * Velocity(((k + ((step + 0.5) / 200)) * PeriodS) - delayS) * PeriodS / 200;
        }

        Assert.Equal(delayS, SpeedLag.Of(records, PeriodS), 0.025);
        Assert.Equal(delayS > 0.25, SpeedLag.IsTooLate(SpeedLag.Of(records, PeriodS) - 0.03));
    }

    [Fact]
    public void Too_little_says_nothing() => Assert.True(double.IsNaN(SpeedLag.Of([Record(1, [0, 0, 0, 0, 0])], PeriodS)));

    [Fact]
    public void What_is_frozen_has_the_nominal_models_and_keeps_the_rest()
    {
        string[] rovers = ["a", "b", "c"];
        var learned = PlanarScenario.OneAxis(rovers, PeriodS, 10, ([1, 0.1, 0, 0.5], [0.1, 0.1]), i => 0.01);
        var frozen = SpeedLag.Frozen(
            agent => learned.ParametersFor(agent, FormationScenario.ImperfectModel), PlanarScenario.OneAxis(rovers, PeriodS, 10))(1);
        Assert.Equal([1, PeriodS, 0, 1], frozen.A);
        Assert.Equal([0.5 * PeriodS * PeriodS, PeriodS], frozen.B);
        Assert.Equal([0.01, 0], frozen.Offset);
    }

    private static PlanarRecord Record(int tick, double[] state) => new(
        tick, tick * PeriodS, 1, 0, 0, 0, 0, true, "line", 0,
        [new PlanarRoverRecord("a", "running", 1, 0, 0, 0, 0, 0, 0, 0, state, [0, 0], 0, 0, false, 0)]);
}
