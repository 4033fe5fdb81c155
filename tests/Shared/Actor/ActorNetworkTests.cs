using MultiAgentEdge.Actor;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Actor;

public class ActorNetworkTests
{
    [Fact]
    public void A_network_by_hand()
    {
        // h = relu([1 2; -1 1] x + [0.5; 0]), y = [1 -1] h + 0.25, x = (1, -0.5): h = (0.5, 0), y = 0.75
        var network = new ActorNetwork(16, 0, 2);
        Assert.Equal(ActorStatus.Ok, network.TryConfigure(Build(0, b =>
        {
            b.Add(ParameterId.ActorLayers, [2.0, 2, 1], 3);
            b.Add(ParameterId.ActorWeight(0), [1f, 2, -1, 1], 2, 2);
            b.Add(ParameterId.ActorBias(0), [0.5f, 0], 2);
            b.Add(ParameterId.ActorWeight(1), [1f, -1], 1, 2);
            b.Add(ParameterId.ActorBias(1), [0.25f], 1);
        })));
        float[] output = new float[1];
        Assert.Equal(ActorStatus.Ok, network.TryInfer([1, -0.5f], output));
        Assert.Equal(0.75f, output[0]);
        Assert.Equal(2, network.InputCount);
        Assert.Equal(1, network.OutputCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Inference_agrees_with_a_reference_in_double(int head)
    {
        var random = new Xoshiro256(7);
        for (int trial = 0; trial < 50; trial++)
        {
            var model = RandomActor.Create(random, [6, 13, 9, 7, 4], quantised: trial % 2 == 1, norm: trial % 3 == 0);
            var network = new ActorNetwork(1024, 1024, 16);
            Assert.Equal(ActorStatus.Ok, network.TryConfigure(model.Set(head)));
            float[] input = RandomActor.Numbers(random, 6, 1);
            float[] output = new float[4];
            Assert.Equal(ActorStatus.Ok, network.TryInfer(input, output));
            double[] expected = model.Infer(input, head == 1);
            for (int i = 0; i < 4; i++)
                Assert.Equal(expected[i], output[i], 1e-4 * (1 + Math.Abs(expected[i]))); // single precision over four layers
            if (head == 2)
                Assert.Equal(Array.IndexOf(output, output.Max()), network.Choice);
        }
    }

    [Fact]
    public void Eight_rows_at_once_have_the_bits_of_one_by_one()
    {
        var random = new Xoshiro256(12);
        for (int n = 0; n < 100; n++)
        {
            int at = n % 5;
            float[][] w = [.. Enumerable.Range(0, 8).Select(_ => RandomActor.Numbers(random, n + at, 3))];
            sbyte[][] small = [.. w.Select(row => row.Select(value => (sbyte)Math.Clamp(40 * value, -128, 127)).ToArray())];
            float[] x = RandomActor.Numbers(random, n, 1);
            for (int i = 0; i < n; i += 3)
                x[i] = 0; // as half of what a ReLU lets through
            float[] tile = new float[11];
            FloatTile.Compute(w, at, x, n, tile, 2);
            Assert.Equal(Bits([0, 0, .. w.Select(row => FloatDot.Compute(row, at, x, n)), 0]), Bits(tile));
            FloatTile.ComputeQuantised(small, at, x, n, tile, 2);
            Assert.Equal(Bits([0, 0, .. small.Select(row => FloatDot.ComputeQuantised(row, at, x, n)), 0]), Bits(tile));
        }
    }

    [Fact]
    public void The_order_of_summation_is_the_documented_one()
    {
        // 2^24 + 1 is not a float: only the lane order keeps the ones of lanes 1 to 3 apart from the large number of lane 0.
        float[] w = [16777216f, 1, 1, 1, 0, 1, 1, 1, 1];
        float[] ones = [1, 1, 1, 1, 1, 1, 1, 1, 1];
        float expected = ((16777216f + 2f) + (2f + 2f)) + 1f;
        Assert.Equal(expected, FloatDot.Compute(w, 0, ones, 9));
        Assert.NotEqual(16777216f, expected);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void An_input_that_is_not_finite_gives_no_output(float bad)
    {
        var model = RandomActor.Create(new Xoshiro256(1), [2, 3, 2], false, false);
        var network = new ActorNetwork(64, 0, 4);
        network.TryConfigure(model.Set(0));
        float[] output = [5, 6];
        Assert.Equal(ActorStatus.InputNotFinite, network.TryInfer([0, bad], output));
        Assert.Equal([5, 6], output);
    }

    [Fact]
    public void A_neuron_that_overflows_gives_no_output()
    {
        var network = new ActorNetwork(64, 0, 4);
        Assert.Equal(ActorStatus.Ok, network.TryConfigure(Build(0, b =>
        {
            b.Add(ParameterId.ActorLayers, [1.0, 1, 1], 3);
            b.Add(ParameterId.ActorWeight(0), [-3e38f], 1, 1);
            b.Add(ParameterId.ActorBias(0), [0f], 1);
            b.Add(ParameterId.ActorWeight(1), [1f], 1, 1);
            b.Add(ParameterId.ActorBias(1), [0f], 1);
        })));
        float[] output = [5];
        Assert.Equal(ActorStatus.OutputNotFinite, network.TryInfer([10], output)); // -inf, which ReLU alone would hide
        Assert.Equal(5, output[0]);
        Assert.Equal(ActorStatus.Ok, network.TryInfer([0.5f], output));
    }

    [Fact]
    public void Refused_networks_are_named_and_the_one_in_use_stays()
    {
        var good = RandomActor.Create(new Xoshiro256(2), [2, 3, 2], quantised: true, norm: true);
        var network = new ActorNetwork(64, 64, 4);
        Assert.Equal(ActorStatus.NotConfigured, network.TryInfer([0, 0], new float[2]));
        Assert.Equal(ActorStatus.Ok, network.TryConfigure(good.Set(0)));
        float[] before = new float[2];
        network.TryInfer([0.5f, -0.5f], before);

        Refuse(ActorStatus.UnknownHead, Build(3, b => good.Add(b)));
        Refuse(ActorStatus.UnknownHead, Build(-1, b => good.Add(b)));
        Refuse(ActorStatus.BadLayers, Build(0, b => good.Add(b, skip: ParameterId.ActorLayers)));
        Refuse(
            ActorStatus.BadLayers,
            Build(0, b => { good.Add(b, skip: ParameterId.ActorLayers); b.Add(ParameterId.ActorLayers, [2.0], 1); }));
        Refuse(
            ActorStatus.BadLayers,
            Build(0, b => { good.Add(b, skip: ParameterId.ActorLayers); b.Add(ParameterId.ActorLayers, [2.0, 2.5, 2], 3); }));
        Refuse(
            ActorStatus.BadLayers,
            Build(0, b => { good.Add(b, skip: ParameterId.ActorLayers); b.Add(ParameterId.ActorLayers, [2.0, 0, 2], 3); }));
        Refuse(
            ActorStatus.BadLayers,
            Build(0, b => { good.Add(b, skip: ParameterId.ActorLayers); b.Add(ParameterId.ActorLayers, [2.0, 2, 2, 2, 2, 2], 6); }));
        Refuse(
            ActorStatus.TooLarge,
            Build(0, b => { good.Add(b, skip: ParameterId.ActorLayers); b.Add(ParameterId.ActorLayers, [2.0, 5, 2], 3); }));
        Refuse(
            ActorStatus.BadShape,
            Build(0, b => { good.Add(b, skip: ParameterId.ActorLayers); b.Add(ParameterId.ActorLayers, [2.0, 4, 2], 3); }));
        Refuse(ActorStatus.MissingEntry, Build(0, b => good.Add(b, skip: ParameterId.ActorBias(1))));
        Refuse(ActorStatus.MissingEntry, Build(0, b => good.Add(b, skip: ParameterId.ActorScale(0))));
        Refuse(
            ActorStatus.BadShape,
            Build(0, b => { good.Add(b, skip: ParameterId.ActorBias(0)); b.Add(ParameterId.ActorBias(0), [1f, 2], 2); }));
        Refuse(
            ActorStatus.BadType,
            Build(0, b => { good.Add(b, skip: ParameterId.ActorBias(0)); b.Add(ParameterId.ActorBias(0), [1.0, 2, 3], 3); }));
        Refuse(ActorStatus.BadShape, Build(0, b => { good.Add(b); b.Add(ParameterId.ActorLayerNorm(1), new float[4], 2, 2); }));
        Refuse(ActorStatus.TooLarge, RandomActor.Create(new Xoshiro256(3), [4, 4, 4, 4, 4], false, true).Set(0));

        void Refuse(ActorStatus expected, ParameterSet set)
        {
            Assert.Equal(expected, network.TryConfigure(set));
            float[] after = new float[2];
            Assert.Equal(ActorStatus.Ok, network.TryInfer([0.5f, -0.5f], after));
            Assert.Equal(before, after);
        }
    }

    [Fact]
    public void Configuring_and_inferring_allocate_nothing()
    {
        ParameterSet set = RandomActor.Create(new Xoshiro256(4), [8, 16, 16, 4], true, true).Set(1);
        var network = new ActorNetwork(1024, 1024, 16);
        float[] input = new float[8];
        float[] output = new float[4];
        network.TryConfigure(set);
        network.TryInfer(input, output);
        ActorStatus configured = default;
        ActorStatus inferred = default;
        Assert.Equal(0, Allocations.Least(() =>
        {
            configured = network.TryConfigure(set);
            inferred = network.TryInfer(input, output);
        }));
        Assert.Equal(ActorStatus.Ok, configured);
        Assert.Equal(ActorStatus.Ok, inferred);
    }

    private static int[] Bits(float[] numbers) => [.. numbers.Select(BitConverter.SingleToInt32Bits)];

    private static ParameterSet Build(int head, Action<ParameterSetBuilder> add)
    {
        byte[] blob = new byte[8192];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, 1, blob);
        add(builder);
        if (head >= 0)
            builder.AddScalar(ParameterId.ActorHead, head);
        int length = builder.Finish();
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(blob, length));
        return set;
    }
}
