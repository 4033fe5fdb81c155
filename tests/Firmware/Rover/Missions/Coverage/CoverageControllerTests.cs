using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Firmware.Rover;

/// <summary>Coverage's control law by itself: what becomes of an actor's answer on discs and on wheels.</summary>
public class CoverageControllerTests
{
    private const double PeriodS = 0.25;
    private static readonly CoverageTracking Law = new(LookAheadM: 0.08, MaxSpeedMS: 0.8, MaxYawRateRadS: 3, MaxAccelerationMS2: 1.5);

    [Fact]
    public void On_discs_the_input_is_a_row_of_the_action_table_and_within_its_box()
    {
        var controller = Create(CoverageSets.Policy());
        Assert.Equal(
            (MissionKind.Coverage, 4, 2, 0),
            (controller.Mission, controller.StateCount, controller.InputCount, controller.CouplingCount));
        foreach (var x in new[] { -1.0, 0.0, 0.7 })
        {
            controller.SetTick(1);
            Assert.Equal(QpStatus.Solved, controller.Step([x, 0.2, 0, 0]));
            // Up, down, left, right, or nothing: one axis at most, at full strength.
            Assert.Contains(0.0, controller.Input);
            Assert.All(
                [0, 1],
                axis => Assert.Contains(controller.Input[axis], new[] { 0.0, controller.InputLower[axis], controller.InputUpper[axis] }));
        }
    }

    // The velocity first, then the position with it: the particle of the MPE.
    [Fact]
    public void A_disc_is_predicted_as_the_trainers_world_moves_it()
    {
        var controller = Create(CoverageSets.Policy());
        var next = new double[4];
        controller.Predict([1, 2, 0.4, -0.2], [0, 0], next);
        var kept = next[2] / 0.4; // what damping leaves of a speed
        Assert.InRange(kept, 0.5, 1);
        static bool AreClose(double left, double right) => Math.Abs(left - right) < 1e-12;
        Assert.Equal([1 + (PeriodS * 0.4 * kept), 2 - (PeriodS * 0.2 * kept), 0.4 * kept, -0.2 * kept], next, AreClose);
        controller.Predict([1, 2, 0, 0], [2, -4], next);
        Assert.Equal([1 + (2 * PeriodS * PeriodS), 2 - (4 * PeriodS * PeriodS), 2 * PeriodS, -4 * PeriodS], next, AreClose);
    }

    [Fact]
    public void On_wheels_the_point_ahead_of_the_axle_is_what_counts()
    {
        var controller = Create(CoverageSets.Policy() with { Tracking = Law });
        Assert.Equal((6, 2), (controller.StateCount, controller.InputCount));
        var position = new double[2];
        controller.Locate([1, 2, Math.PI / 2, 0, 0, 0], position);
        Assert.Equal(1, position[0], 1e-9);
        Assert.Equal(2.08, position[1], 1e-9);
    }

    // A disc that turns at a right angle is a rover that turns as fast as it may and hardly drives: both are scaled by the same share.
    [Theory]
    [InlineData(0, 1, 0)] // up: to the left of a rover that looks along x
    [InlineData(0, -1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 1, Math.PI / 2)]
    public void Wheels_turn_the_point_towards_where_the_disc_would_go_within_their_limits(int x, int y, double headingRad)
    {
        var controller = Create(Always(x, y) with { Tracking = Law });
        Assert.Equal(QpStatus.Solved, controller.Step([0, 0, headingRad, 0, 0, 0]));

        var ahead = (x * Math.Cos(headingRad)) + (y * Math.Sin(headingRad));
        var left = (y * Math.Cos(headingRad)) - (x * Math.Sin(headingRad));
        Assert.Equal(Math.Sign(Math.Round(left, 6)), Math.Sign(Math.Round(controller.Input[0], 6)));
        Assert.Equal(Math.Sign(Math.Round(ahead, 6)), Math.Sign(Math.Round(controller.Input[1], 6)));
        Assert.InRange(controller.Input[0], -Law.MaxYawRateRadS - 1e-12, Law.MaxYawRateRadS + 1e-12);
        Assert.InRange(controller.Input[1], -Law.MaxAccelerationMS2, Law.MaxAccelerationMS2);
        Assert.Equal([Law.MaxYawRateRadS, Law.MaxAccelerationMS2], controller.InputUpper);
        Assert.Equal([-Law.MaxYawRateRadS, -Law.MaxAccelerationMS2], controller.InputLower);
    }

    [Fact]
    public void Others_in_the_scope_change_what_is_answered_and_a_reset_forgets_them()
    {
        var (alone, among) = (Create(CoverageSets.Policy()), Create(CoverageSets.Policy()));
        var differ = false;
        for (var k = 0; k < 20 && !differ; k++)
        {
            double[] state = [-1 + (0.1 * k), 0.3, 0, 0];
            among.Scope.Set(0, state[0] + 0.1, 0.2);
            differ = !Answer(alone, state).SequenceEqual(Answer(among, state, state[0] + 0.1, 0.2));
        }

        Assert.True(differ);
        among.Scope.Set(0, 0.1, 0.2);
        among.Step([0, 0, 0, 0]);
        Assert.Equal(1, among.Scope.Count);
        among.Reset();
        among.Step([0, 0, 0, 0]);
        Assert.Equal((0, 0.0, 0), (among.Scope.Count, among.Figure, among.Count));
    }

    [Fact]
    public void A_self_test_of_other_counts_is_no_answer()
    {
        var controller = Create(CoverageSets.Policy());
        var output = new double[7];
        Assert.True(controller.TryAnswer(new double[4], 4, output, 7));
        Assert.False(controller.TryAnswer(new double[5], 5, output, 7)); // half a neighbour
        Assert.False(controller.TryAnswer(new double[3], 3, output, 7));
        Assert.False(controller.TryAnswer(new double[4], 4, output, 6));
    }

    [Theory]
    [InlineData(ParameterId.SpeedLimit, 0)]
    [InlineData(ParameterId.SpeedLimit, 1.5)]
    [InlineData(ParameterId.SilenceLimit, 0)]
    [InlineData(ParameterId.Damping, 1)]
    [InlineData(ParameterId.Damping, -0.1)]
    [InlineData(ParameterId.PeriodUs, 0)]
    public void A_set_that_says_what_cannot_be_makes_no_controller(ushort id, double value)
    {
        Assert.NotNull(ControllerFactory.TryCreate(With(ParameterId.SilenceLimit, 5), new RoverOptions()));
        Assert.Null(ControllerFactory.TryCreate(With(id, value), new RoverOptions()));
    }

    [Fact]
    public void A_rover_that_keeps_no_neighbours_has_no_use_for_it()
    {
        var set = Parsed(CoverageSets.Build(CoverageSets.Policy()));
        Assert.Null(CoverageController.TryCreate(set, new RoverOptions { NeighbourCapacity = 0 }));
    }

    private static CoverageController Create(CoveragePolicy policy) =>
        Assert.IsType<CoverageController>(ControllerFactory.TryCreate(Parsed(CoverageSets.Build(policy)), new RoverOptions()));

    private static ParameterSet Parsed(byte[] bytes)
    {
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        return set;
    }

    private static double[] Answer(CoverageController controller, double[] state, params double[] others)
    {
        var output = new double[7];
        Assert.True(controller.TryAnswer([.. state, .. others], state.Length + others.Length, output, output.Length));
        return output;
    }

    /// <summary>An actor that always says the same of its five actions: nothing, right, left, up, down as its table has them.</summary>
    private static CoveragePolicy Always(int x, int y)
    {
        var policy = CoverageSets.Policy();
        var (layer, last) = (policy.Layers[0], policy.Layers[1]);
        for (var action = 0; action < 5; action++)
        {
            var bias = new float[5];
            bias[action] = 1;
            var biased = new CoverageLayer(last.Inputs, last.Outputs, new float[last.Inputs * last.Outputs], bias);
            var one = policy with { Layers = [layer, biased] };
            var controller = Create(one);
            controller.Step([0, 0, 0, 0]);
            if ((Math.Sign(controller.Input[0]), Math.Sign(controller.Input[1])) == (x, y))
                return one;
        }

        throw new InvalidOperationException("no such action");
    }

    /// <summary>The set with one entry in the place of what it had.</summary>
    private static ParameterSet With(ushort id, double value)
    {
        var from = Parsed(CoverageSets.Build(CoverageSets.Policy()));
        var buffer = new byte[1 << 16];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, 1, buffer);
        Assert.True(from.Find(id) >= 0);
        for (var entry = 0; entry < from.EntryCount; entry++)
        {
            var numbers = Enumerable.Range(0, from.Count(entry)).Select(i => from.GetDouble(entry, i)).ToArray();
            if (from.IdOf(entry) == id)
                builder.AddScalar(id, value);
            else if (from.TypeOf(entry) == ParameterType.F32)
                Assert.True(Add(builder, from, entry, [.. numbers.Select(number => (float)number)]));
            else
                Assert.True(from.Rank(entry) == 0 ? builder.AddScalar(from.IdOf(entry), numbers[0])
                    : from.Rank(entry) == 1 ? builder.Add(from.IdOf(entry), numbers, numbers.Length)
                    : builder.Add(from.IdOf(entry), numbers, from.Dim(entry, 0), from.Dim(entry, 1)));
        }

        return Parsed(buffer[..builder.Finish()]);
    }

    private static bool Add(ParameterSetBuilder builder, ParameterSet from, int entry, float[] numbers) =>
        from.Rank(entry) == 1
            ? builder.Add(from.IdOf(entry), numbers, numbers.Length)
            : builder.Add(from.IdOf(entry), numbers, from.Dim(entry, 0), from.Dim(entry, 1));
}
