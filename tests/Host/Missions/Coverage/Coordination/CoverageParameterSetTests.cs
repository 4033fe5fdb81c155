using MultiAgentEdge.Actor;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Host.Missions.Coverage.Coordination;

public class CoverageParameterSetTests
{
    private static readonly double[] Landmarks = [0.5, -0.25, -0.75, 0.125, 0, 1];

    internal static CoveragePolicy Policy(int hidden = 16, ulong seed = 1, int landmarks = 3, int others = 2, int time = 0)
    {
        var random = new Xoshiro256(seed);
        var sense = new CoverageSense(landmarks, others, time);
        CoverageLayer Layer(int inputs, int outputs) => new(inputs, outputs, Draw(inputs * outputs), Draw(outputs));
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextUniform(-0.5, 0.5))];
        return new CoveragePolicy { Sense = sense, Layers = [Layer(sense.Width, hidden), Layer(hidden, hidden), Layer(hidden, 5)] };
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 25)]
    public void A_set_is_read_back_as_it_was_written(bool int8, int time)
    {
        var policy = Policy(time: time) with { Head = ActorHead.Tanh, Damping = 0.125, SilenceLimit = 7,
            Tracking = new CoverageTracking(0.1, 0.5, 2, 1.5) };
        policy = policy with { Sense = policy.Sense with { RangeM = 0.6, HasMemory = true, AbsentOther = (2, -2) } };
        if (int8)
            policy = policy.Quantise();

        var bytes = CoverageParameterSet.Build(policy, Landmarks, 3);
        var (read, landmarks, version) = CoverageParameterSet.Read(bytes);

        Assert.Equal(3u, version);
        Assert.Equal(Landmarks, landmarks);
        Assert.Equal(policy.Sense, read.Sense);
        Assert.Equal(int8, read.IsQuantised);
        Assert.Equal(bytes, CoverageParameterSet.Build(read, landmarks, 3));
    }

    [Fact]
    public void The_self_test_vector_passes_in_the_controller_of_a_rover_and_not_with_another_weight()
    {
        var policy = Policy();
        Assert.Equal(SelfTestStatus.Passed, Try(CoverageParameterSet.Build(policy, Landmarks, 1)));

        // The vector of one policy in the set of another.
        var bytes = CoverageParameterSet.Build(policy, Landmarks, 1);
        var set = new ParameterSet();
        set.TryParse(bytes, bytes.Length);
        var at = (int)BitConverter.ToUInt32(
            bytes, ParameterSet.HeaderBytes + (ParameterSet.EntryBytes * set.Find(ParameterId.ActorBias(2))) + 12);
        bytes[at + 2] ^= 0x20;
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), Wire.Crc32.Compute(bytes, 0, bytes.Length - 4));
        Assert.Equal(SelfTestStatus.Different, Try(bytes));
    }

    /// <summary>The vector tells of one rover more than is shown, but never of more than a rover of the usual size can be told
    /// of.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(63)]
    public void Teams_of_any_size_pass_the_self_test(int others) =>
        Assert.Equal(SelfTestStatus.Passed, Try(CoverageParameterSet.Build(Policy(others: others), Landmarks, 1)));

    [Fact]
    public void Per_tensor_int8_is_near_the_float_actor_and_four_times_smaller()
    {
        var policy = Policy(64);
        var quantised = policy.Quantise();

        Assert.True(quantised.ParameterBytes < 0.35 * policy.ParameterBytes);
        Assert.Equal(policy.ParameterCount, quantised.ParameterCount);
        for (var k = 0; k < 3; k++)
        {
            var (exact, rounded) = (policy.Layers[k], quantised.Layers[k]);
            for (var i = 0; i < exact.Weights!.Length; i++)
                Assert.Equal(exact.Weights[i], rounded.Scale * rounded.Quantised![i], 0.51 * rounded.Scale);
        }
    }

    [Fact]
    public void What_makes_no_actor_is_refused_with_the_numbers_that_do_not_fit()
    {
        var policy = Policy();
        Assert.Contains(
            "4 landmarks and 2 others make 16", Refused(policy with { Sense = new CoverageSense(4, 2) }), StringComparison.Ordinal);
        Assert.Contains("gives 5 numbers, but 4 actions", Refused(policy with { Actions = new double[8] }), StringComparison.Ordinal);
        Assert.Contains(
            "Layer 1 takes 16", Refused(policy with { Layers = [Policy(8).Layers[0], .. policy.Layers.Skip(1)] }),
            StringComparison.Ordinal);
        Assert.Contains("out of its range", Refused(policy with { Damping = 1 }), StringComparison.Ordinal);
        Assert.Contains("not finite", Refused(policy with { Damping = double.NaN }), StringComparison.Ordinal);
        Assert.Contains(
            "one landmark or more", Assert.Throws<ArgumentException>(() => CoverageParameterSet.Build(policy, [], 1)).Message,
            StringComparison.Ordinal);
    }

    private static string Refused(CoveragePolicy policy) =>
        Assert.Throws<ArgumentException>(() => CoverageParameterSet.Build(policy, Landmarks, 1)).Message;

    private static SelfTestStatus Try(byte[] bytes)
    {
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        return new SelfTestVector(76, 76).Check(set, ControllerFactory.TryCreate(set, new RoverOptions())!.TryAnswer);
    }
}
