using MultiAgentEdge.Host.Missions.Formation.Planar;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Planar;

/// <summary>How far along its path a fleet is: at a steady speed whatever the path, waiting for who falls behind, to and fro on an open
/// one.</summary>
public class PaceMakerTests
{
    private const double PeriodS = 0.2;

    [Theory]
    [InlineData("eight")]
    [InlineData("circle")]
    public void It_comes_to_its_speed_and_keeps_it_along_every_path(string name)
    {
        var pace = new PaceMaker(FormationPath.Of(name, 1.5), 0.2, PeriodS);
        pace.BeginAt(1);
        var curve = pace.Path.Curve();
        for (uint tick = 1; tick < 300; tick++)
        {
            pace.Decide(tick, 0.01);
            curve.Evaluate(pace.Pace.Phase);
            var speed = pace.Pace.Rate * Math.Sqrt((curve.SlopeX * curve.SlopeX) + (curve.SlopeY * curve.SlopeY));
            Assert.InRange(speed, 0, 0.205);
            if (tick > 20)
                Assert.Equal(0.2, speed, 0.003);
        }
    }

    [Fact]
    public void It_waits_for_who_falls_behind_and_stands_where_it_is_held()
    {
        var pace = new PaceMaker(FormationPath.Of("circle", 1.5), 0.2, PeriodS);
        pace.BeginAt(1);
        for (uint tick = 1; tick < 50; tick++)
            pace.Decide(tick, 0.03);
        Assert.Equal(1, pace.Share, 1e-12);
        for (uint tick = 50; tick < 100; tick++)
            pace.Decide(tick, 0.09);
        Assert.Equal(0.5, pace.Share, 1e-9);
        pace.IsHeld = true;
        for (uint tick = 100; tick < 150; tick++)
            pace.Decide(tick, 0);
        Assert.Equal((0.0, 0.0), (pace.Share, pace.Pace.Rate));
        var phase = pace.Pace.Phase;
        pace.Decide(150, 0);
        Assert.Equal(phase, pace.Pace.Phase);
    }

    [Fact]
    public void A_period_is_decided_once()
    {
        var pace = new PaceMaker(FormationPath.Of("circle", 1.5), 0.2, PeriodS);
        pace.BeginAt(1);
        pace.Decide(1, 0);
        var share = pace.Share;
        pace.Decide(1, 0);
        pace.Decide(0, 0);
        Assert.Equal((share, 2u), (pace.Share, pace.Pace.Tick));
    }

    [Fact]
    public void An_open_path_is_driven_to_and_fro_within_its_ends()
    {
        var pace = new PaceMaker(FormationPath.Of("line", 1), 0.2, PeriodS);
        pace.BeginAt(1);
        var phases = new List<double>();
        for (uint tick = 1; tick < 400; tick++)
        {
            pace.Decide(tick, 0);
            phases.Add(pace.Pace.Phase);
        }

        Assert.InRange(phases.Min(), -0.01, 0.01);
        Assert.InRange(phases.Max(), 0.95, 1.01);
        Assert.True(phases.Zip(phases.Skip(1)).Any(pair => pair.Second < pair.First), "it turned");
        Assert.InRange(phases.Skip(200).Min(), -0.01, 0.05);
    }

    [Fact]
    public void The_next_host_goes_on_with_what_was_left_to_the_bit()
    {
        var (first, circle) = (new PaceMaker(FormationPath.Of("circle", 1.5), 0.2, PeriodS), FormationPath.Of("circle", 1.5));
        first.BeginAt(1);
        for (uint tick = 1; tick < 20; tick++)
            first.Decide(tick, 0.05);
        var second = PaceMaker.TryRecall(first.Remember(), number => number == 1 ? circle : null, 0.2, PeriodS);
        Assert.NotNull(second);
        for (uint tick = 20; tick < 60; tick++)
        {
            first.Decide(tick, tick < 40 ? 0.1 : 0);
            second.Decide(tick, tick < 40 ? 0.1 : 0);
            Assert.Equal((first.Pace.Phase, first.Pace.Rate, first.Pace.Slew), (second.Pace.Phase, second.Pace.Rate, second.Pace.Slew));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{ "pace": [1, 2], "direction": 1, "share": 1, "speed_m_s": 0.1 }""")]
    [InlineData("""{ "pace": [1, 0, 1e9, 0, 0, 0, 0, 5], "direction": 1, "share": 1, "speed_m_s": 0.1 }""")]
    [InlineData("""{ "pace": [2, 0, 0, 0, 0, 0, 0, 5], "direction": 1, "share": 1, "speed_m_s": 0.1 }""")]
    [InlineData("""{ "pace": [1, 0, 0, 0, 0, 0, 0, 5], "direction": 1, "speed_m_s": 0.1 }""")]
    public void What_is_no_pace_of_this_path_is_not_taken_up(string? text) =>
        Assert.Null(PaceMaker.TryRecall(text, number => number == 1 ? FormationPath.Of("circle", 1.5) : null, 0.2, PeriodS));
}
