using MultiAgentEdge.Formation;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Shared.Formation;

/// <summary>Where a rover's place is: its speed is the change of its place, through blends, changes of path and lost words of the
/// host.</summary>
public class FormationReferenceTests
{
    private const double PeriodS = 0.2;
    private static readonly double[] Eight = [(int)PathKind.Eight, 0, 0, 1.5, 0.75];
    private static readonly double[] Circle = [(int)PathKind.Circle, 0.5, 0, 1];

    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void A_places_speed_is_the_change_of_the_place_before_in_and_after_a_blend(double path)
    {
        var reference = Load(Circle, Eight, [0.3, 0.1, -0.2, 0.4], [100, 25, 2, 1]);
        var pace = new FormationPace { Path = path, Tick = 95, Phase = 0.4, Rate = 0.3, PhaseBefore = 1.1, RateBefore = 0.2 };
        for (uint tick = 96; tick < 130; tick++)
        {
            reference.Evaluate(pace, tick - 1, PeriodS);
            var (x, y) = (reference.X, reference.Y);
            reference.Evaluate(pace, tick + 1, PeriodS);
            var (dx, dy) = ((reference.X - x) / (2 * PeriodS), (reference.Y - y) / (2 * PeriodS));
            reference.Evaluate(pace, tick, PeriodS);
            // A central difference over two periods of a quintic of 5 s.
            Assert.Equal(dx, reference.Vx, 0.01);
            Assert.Equal(dy, reference.Vy, 0.01);
        }
    }

    [Fact]
    public void Before_its_blend_a_place_is_that_of_the_set_before_and_after_it_its_own()
    {
        var old = Load(Eight, Eight, [-0.2, 0.4, 0, 0], [0, 0, 1, 1]);
        var reference = Load(Circle, Eight, [0.3, 0.1, -0.2, 0.4], [100, 25, 2, 1]);
        var before = new FormationPace { Path = 1, Tick = 90, Phase = 0.4, Rate = 0.3 };
        old.Evaluate(before, 99, PeriodS);
        reference.Evaluate(before, 99, PeriodS);
        Assert.Equal((old.X, old.Y, old.Vx, old.Vy), (reference.X, reference.Y, reference.Vx, reference.Vy));

        // The host has gone on to the next path; whoever has not the set goes on along the old one.
        var after = new FormationPace { Path = 2, Tick = 126, Phase = 0.7, Rate = 0.3, PhaseBefore = 2, RateBefore = 0.1 };
        reference.Evaluate(after, 126, PeriodS);
        Assert.Equal(
            (0.5 + Math.Cos(0.7) + 0.3, Math.Sin(0.7) + 0.1), (reference.X, reference.Y),
            (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-9);
        old.Evaluate(after, 126, PeriodS);
        Assert.Equal((1.5 * Math.Sin(2)) - 0.2, old.X, 1e-9);
    }

    [Fact]
    public void A_rover_that_hears_nothing_goes_on_at_the_rate_it_heard_last()
    {
        var pace = new FormationPace { Path = 1, Tick = 10, Phase = 1, Rate = 0.5, Slew = 0.1 };
        pace.At(11, PeriodS, before: false);
        Assert.Equal((1 + 0.1 + 0.002, 0.52), (pace.PhaseAt, pace.RateAt), Close);
        pace.At(15, PeriodS, before: false);
        Assert.Equal((1 + 0.1 + 0.002 + (4 * PeriodS * 0.52), 0.52), (pace.PhaseAt, pace.RateAt), Close);

        static bool Close((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-12;
    }

    [Fact]
    public void A_pace_that_cannot_be_is_refused_and_changes_nothing()
    {
        var pace = new FormationPace { Path = 1, Tick = 10, Phase = 1 };
        var numbers = new double[FormationPace.Count];
        pace.Write(numbers);
        foreach (var (at, value) in new[] { (1, 1e9), (2, double.NaN), (3, -1e9), (7, -1.0), (7, 1e12) })
        {
            double[] wrong = [.. numbers];
            wrong[at] = value;
            Assert.False(new FormationPace().TryRead(wrong), $"{at} {value}");
        }

        var read = new FormationPace();
        Assert.True(read.TryRead(numbers));
        Assert.Equal((1.0, 10u, 1.0), (read.Path, read.Tick, read.Phase));
    }

    [Theory]
    [InlineData(ParameterId.PathBefore)]
    [InlineData(ParameterId.ShapeOffsets)]
    [InlineData(ParameterId.Blend)]
    public void A_set_without_one_of_its_entries_is_none(ushort missing)
    {
        Assert.False(new FormationReference().TryLoad(Set(Circle, Eight, new double[4], [1, 2, 3, 4], missing)));
        Assert.False(new FormationReference().TryLoad(Set(Circle, Eight, new double[4], [1, -2, 3, 4], 0)));
    }

    private static FormationReference Load(double[] path, double[] before, double[] offsets, double[] blend)
    {
        var reference = new FormationReference();
        Assert.True(reference.TryLoad(Set(path, before, offsets, blend, 0)));
        return reference;
    }

    private static ParameterSet Set(double[] path, double[] before, double[] offsets, double[] blend, ushort missing)
    {
        var buffer = new byte[4096];
        var builder = new ParameterSetBuilder(MissionKind.Formation, 1, buffer);
        foreach (var (id, numbers) in new (ushort, double[])[] { (ParameterId.Path, path), (ParameterId.PathBefore, before),
            (ParameterId.ShapeOffsets, offsets), (ParameterId.Blend, blend) })
        {
            if (id != missing)
                builder.Add(id, numbers, numbers.Length);
        }

        var set = new ParameterSet();
        var length = builder.Finish();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(buffer, length));
        return set;
    }
}
