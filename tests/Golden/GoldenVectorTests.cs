using MultiAgentEdge.Actor;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Shared.Wire;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Golden;

/// <summary>
/// Frozen bytes that every build, board or PC, must reproduce. A failing test shows the line that it computed; put it into the file only
/// together with a new schema number, because rovers in the field speak the old one.
/// </summary>
public class GoldenVectorTests
{
    public static TheoryData<FrameKind> Kinds => [.. FrameSamples.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void Frames_have_the_frozen_bytes(FrameKind kind)
    {
        byte[] buffer = new byte[2048];
        int length = FrameSamples.Filled().Seal(kind, buffer);
        AssertFrozen("frames.txt", kind.ToString(), buffer[..length]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Frozen_frames_are_read_to_the_frozen_content(FrameKind kind)
    {
        byte[] frozen = Frozen("frames.txt", kind.ToString());
        var reader = new FrameSamples();
        Assert.Equal(FrameStatus.Ok, reader.Receive(frozen, frozen.Length, new FrameHeader()));
        Assert.Equal(FrameSamples.Filled().Fingerprint(kind), reader.Fingerprint(kind));
    }

    [Fact]
    public void A_parameter_set_has_the_frozen_bytes()
    {
        AssertFrozen("parameter-set.txt", "formation", FrozenSet());
    }

    [Fact]
    public void The_frozen_parameter_set_is_read()
    {
        byte[] frozen = Frozen("parameter-set.txt", "formation");
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(frozen, frozen.Length));
        Assert.Equal(MissionKind.Formation, set.Mission);
        Assert.Equal(2u, set.Version);
        double[] a = new double[4];
        Assert.True(set.TryCopy(ParameterId.ModelA, a, 4));
        Assert.Equal([1, 0.25, 0, 0.9], a);
    }

    [Theory]
    [InlineData("float", false, false)]
    [InlineData("int8", true, false)]
    [InlineData("float-norm", false, true)]
    [InlineData("int8-norm", true, true)]
    public void Actor_outputs_have_the_frozen_bits(string name, bool quantised, bool norm)
    {
        byte[] blob = new byte[8192];
        int length = BuildActor(blob, quantised, norm);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(blob, length));
        var network = new ActorNetwork(512, 512, 16);
        Assert.Equal(ActorStatus.Ok, network.TryConfigure(set));
        float[] input = new float[11];
        float[] output = new float[5];
        byte[] bits = new byte[3 * 5 * 4];
        for (int sample = 0; sample < 3; sample++)
        {
            for (int i = 0; i < input.Length; i++)
                input[i] = Number((31 * sample) + i);
            Assert.Equal(ActorStatus.Ok, network.TryInfer(input, output));
            for (int i = 0; i < output.Length; i++)
                Bytes.PutF32(bits, ((5 * sample) + i) * 4, output[i]);
        }

        AssertFrozen("actors.txt", name, bits);
    }

    /// <summary>Awkward but exact numbers in (-1, 1) from integers alone: no generator to agree on.</summary>
    private static float Number(int i) => (((i * 7919) % 1009) - 504) / 512f;

    private static byte[] FrozenSet()
    {
        byte[] blob = new byte[1024];
        var builder = new ParameterSetBuilder(MissionKind.Formation, 2, blob);
        builder.Add(ParameterId.ModelA, [1, 0.25, 0, 0.9], 2, 2);
        builder.Add(ParameterId.ModelB, [0.03125, 1 / 3.0], 2, 1);
        builder.Add(ParameterId.StateLower, [0, -1e30], 2);
        builder.AddScalar(ParameterId.Horizon, 10);
        builder.Add(ParameterId.ActorBias(0), [0.1f, -2.5f, 1e-40f], 3);
        builder.Add(ParameterId.ActorWeight(0), new sbyte[] { -128, -1, 0, 1, 2, 127 }, 3, 2);
        builder.Add(ParameterId.SelfTestInput, [0.5, -0.5], 2);
        builder.Add(ParameterId.SelfTestOutput, [-0.0, 1e-300], 2);
        return blob[..builder.Finish()];
    }

    private static int BuildActor(byte[] blob, bool quantised, bool norm)
    {
        int[] sizes = [11, 13, 9, 5];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, 1, blob);
        builder.Add(ParameterId.ActorLayers, [.. sizes.Select(s => (double)s)], sizes.Length);
        builder.AddScalar(ParameterId.ActorHead, (double)ActorHead.Linear);
        for (int k = 0; k < 3; k++)
        {
            int count = sizes[k] * sizes[k + 1];
            if (quantised)
            {
                builder.Add(
                    ParameterId.ActorWeight(k), [.. Enumerable.Range(0, count).Select(i => (sbyte)(Number(i + k) * 127))], sizes[k + 1],
                    sizes[k]);
                builder.Add(ParameterId.ActorScale(k), [0.0078125f + (k * 0.001f)], 1);
            }
            else
            {
                builder.Add(ParameterId.ActorWeight(k), [.. Enumerable.Range(0, count).Select(i => Number(i + k))], sizes[k + 1], sizes[k]);
            }

            builder.Add(ParameterId.ActorBias(k), [.. Enumerable.Range(0, sizes[k + 1]).Select(i => Number(i + 500) / 4)], sizes[k + 1]);
            if (norm && k < 2)
            {
                builder.Add(
                    ParameterId.ActorLayerNorm(k), [.. Enumerable.Range(0, 2 * sizes[k + 1]).Select(i => Number(i + 300))], 2,
                    sizes[k + 1]);
            }
        }

        return builder.Finish();
    }

    private static void AssertFrozen(string file, string name, byte[] computed)
    {
        string line = $"{name} {Convert.ToHexStringLower(computed)}";
        string frozen = Lines(file).FirstOrDefault(l => l.StartsWith(name + " ", StringComparison.Ordinal)) ?? "(no such line)";
        if (line != frozen)
            Assert.Fail($"{file} says\n{frozen}\ncomputed\n{line}");
    }

    private static byte[] Frozen(string file, string name) =>
        Convert.FromHexString(Lines(file).Single(l => l.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..]);

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Vectors", file));
}
