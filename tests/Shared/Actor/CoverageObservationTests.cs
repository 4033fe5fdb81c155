using MultiAgentEdge.Actor;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Actor;

public class CoverageObservationTests
{
    private static readonly double[] Landmarks = [1, 0, -0.5, 0, 0, 0.25];

    [Fact]
    public void The_order_is_velocity_position_landmarks_others_time_nearest_first_and_relative()
    {
        var observation = Create(landmarks: 2, others: 2, periods: 25);
        observation.Scope.Set(0, -1, 0);
        observation.Scope.Set(1, 0.5, 0.5);

        observation.Observe([0.25, 0, 3, -4], 30);

        Assert.Equal([3, -4, 0.25f, 0, -0.25f, 0.25f, 0.75f, 0, 0.25f, 0.5f, -1.25f, 0, 0.2f], observation.Vector);
    }

    [Fact]
    public void A_smaller_team_is_shown_again_from_the_nearest_on_or_as_the_offset_says()
    {
        var again = Create(landmarks: 5, others: 3, rule: [1, 0, 0]);
        again.Scope.Set(0, 2, 0);
        again.Scope.Set(1, 1, 0);
        again.Observe([0, 0, 0, 0], 0);
        Assert.Equal([0, 0.25f, -0.5f, 0, 1, 0, 0, 0.25f, -0.5f, 0, 1, 0, 2, 0, 1, 0], again.Vector[4..]);

        var offset = Create(landmarks: 4, others: 3, rule: [0, 9, -9]);
        offset.Scope.Set(0, 2, 0);
        offset.Observe([0, 0, 0, 0], 0);
        Assert.Equal([0, 0.25f, -0.5f, 0, 1, 0, 9, -9, 2, 0, 9, -9, 9, -9], offset.Vector[4..]);
    }

    [Fact]
    public void Sorting_agrees_with_a_library_sort_over_random_teams()
    {
        var random = new Xoshiro256(3);
        for (var trial = 0; trial < 200; trial++)
        {
            var (landmarks, others) = (1 + random.NextInt32(6), random.NextInt32(6));
            double[] marks = [.. Enumerable.Range(0, 12).Select(_ => random.NextUniform(-1, 1))];
            var observation = Create(landmarks, others, marks: marks);
            double[] state = [random.NextUniform(-1, 1), random.NextUniform(-1, 1), 0, 0];
            var team = Enumerable.Range(0, 8).Select(_ => (X: random.NextUniform(-1, 1), Y: random.NextUniform(-1, 1))).ToArray();
            for (var i = 0; i < team.Length; i++)
                observation.Scope.Set(i, team[i].X, team[i].Y);

            observation.Observe(state, 0);

            var expected = Relative(marks.Chunk(2).Select(m => (m[0], m[1])), landmarks).Concat(Relative(team, others));
            Assert.Equal(expected, observation.Vector[4..]);

            IEnumerable<float> Relative(IEnumerable<(double X, double Y)> points, int count) => points
                .Select(p => (X: p.X - state[0], Y: p.Y - state[1]))
                .OrderBy(p => (p.X * p.X) + (p.Y * p.Y))
                .Take(count)
                .SelectMany(p => new[] { (float)p.X, (float)p.Y });
        }
    }

    [Fact]
    public void Observing_allocates_nothing()
    {
        var observation = Create(2, 2, 25);
        double[] state = [0.1, 0.2, 0, 0];
        observation.Observe(state, 0);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (uint i = 0; i < 100; i++)
            {
                observation.Scope.Set((int)(i % 4), i, -i);
                observation.Observe(state, i);
            }
        }));
    }

    [Fact]
    public void A_set_that_lacks_or_bends_an_entry_describes_no_observation()
    {
        Assert.Null(CoverageObservation.TryCreate(Set(b => b.AddScalar(ParameterId.ObservedOthers, 2)), 4));
        Assert.Null(CoverageObservation.TryCreate(Set(b => Base(b, 0, 2)), 4));
        Assert.Null(CoverageObservation.TryCreate(Set(b => Base(b, 2, 2.5)), 4));
        Assert.Null(CoverageObservation.TryCreate(Set(b => { Base(b, 2, 2); b.AddScalar(ParameterId.ObservationRange, 0); }), 4));
        Assert.Null(CoverageObservation.TryCreate(Set(b => { Base(b, 2, 2); b.AddScalar(ParameterId.EpisodePeriods, 0); }), 4));
        Assert.Null(CoverageObservation.TryCreate(Set(b => { Base(b, 2, 2); b.Add(ParameterId.AbsentOther, [2.0, 0, 0], 3); }), 4));
        Assert.NotNull(CoverageObservation.TryCreate(Set(b => Base(b, 2, 2)), 4));
    }

    private static CoverageObservation Create(int landmarks, int others, int periods = 0, double[]? rule = null, double[]? marks = null)
    {
        var observation = CoverageObservation.TryCreate(
            Set(b =>
            {
                Base(b, landmarks, others, marks);
                if (periods > 0)
                    b.AddScalar(ParameterId.EpisodePeriods, periods);
                if (rule is not null)
                {
                    b.Add(ParameterId.AbsentOther, rule, 3);
                    b.Add(ParameterId.AbsentLandmark, rule, 3);
                }
            }),
            8);
        Assert.NotNull(observation);
        return observation;
    }

    private static void Base(ParameterSetBuilder builder, double landmarks, double others, double[]? marks = null)
    {
        marks ??= Landmarks;
        builder.Add(ParameterId.Landmarks, marks, marks.Length / 2, 2);
        builder.AddScalar(ParameterId.ObservedLandmarks, landmarks);
        builder.AddScalar(ParameterId.ObservedOthers, others);
    }

    private static ParameterSet Set(Action<ParameterSetBuilder> add)
    {
        var blob = new byte[4096];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, 1, blob);
        add(builder);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(blob, builder.Finish()));
        return set;
    }
}
