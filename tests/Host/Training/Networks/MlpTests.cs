using MultiAgentEdge.Actor;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Host.Training.Networks;

public sealed class MlpTests
{
    // Widths that fill no vector, one that fills several, a single layer, and the shape of the papers.
    [Theory]
    [InlineData(new[] { 5, 3 }, 4)]
    [InlineData(new[] { 3, 7, 2 }, 5)]
    [InlineData(new[] { 18, 64, 64, 5 }, 130)]
    [InlineData(new[] { 37, 33, 20, 17, 1 }, 67)]
    public void Forward_and_every_derivative_are_those_of_the_double_reference(int[] sizes, int batch)
    {
        var network = Network(sizes, batch, seed: 3);
        var reference = new ReferenceMlp(network);
        var random = new Xoshiro256(5);
        float[] x = Gaussians(random, batch * sizes[0]), dy = Gaussians(random, batch * sizes[^1]);
        float[] y = new float[dy.Length], dx = new float[x.Length];

        network.Forward(batch, x, y);
        network.Backward(dy, dx);

        // Float rounds at 6e-8 of the largest term; sums over the batch and the widths lose two more digits.
        AssertNear(reference.Forward(batch, x), y, 1e-5);
        var (byParameter, byInput) = reference.Backward(batch, x, dy);
        AssertNear(byParameter, network.Gradient.ToArray(), 1e-4);
        AssertNear(byInput, dx, 1e-5);
    }

    // The reference itself is held to central differences of the loss sum(dy y): their error is about h^2, far from ReLU's kinks.
    [Fact]
    public void The_double_reference_equals_finite_differences()
    {
        int[] sizes = [4, 9, 6, 3];
        var reference = new ReferenceMlp(Network(sizes, 8, seed: 11));
        var random = new Xoshiro256(12);
        float[] x = Gaussians(random, 8 * 4), dy = Gaussians(random, 8 * 3);
        var (byParameter, byInput) = reference.Backward(8, x, dy);
        const double h = 1e-6;
        for (var i = 0; i < byParameter.Length; i++)
        {
            var kept = reference.Parameters[i];
            reference.Parameters[i] = kept + h;
            var up = reference.Loss(8, ReferenceMlp.Widen(x), dy);
            reference.Parameters[i] = kept - h;
            var down = reference.Loss(8, ReferenceMlp.Widen(x), dy);
            reference.Parameters[i] = kept;
            Assert.Equal((up - down) / (2 * h), byParameter[i], 1e-6);
        }

        for (var i = 0; i < x.Length; i++)
        {
            var moved = ReferenceMlp.Widen(x);
            moved[i] += h;
            var up = reference.Loss(8, moved, dy);
            moved[i] -= 2 * h;
            Assert.Equal((up - reference.Loss(8, moved, dy)) / (2 * h), byInput[i], 1e-6);
        }
    }

    // What a row becomes must not depend on the batch around it: evaluation in batches and one by one shall agree.
    [Fact]
    public void A_row_has_the_same_bits_in_every_batch()
    {
        var network = Network([15, 64, 64, 5], 200, seed: 1);
        var x = Gaussians(new Xoshiro256(2), 200 * 15);
        var all = new float[200 * 5];
        network.Forward(200, x, all);
        var one = new float[5];
        for (var row = 0; row < 200; row += 13)
        {
            network.Forward(1, x.AsSpan(row * 15, 15), one);
            Assert.Equal(all.AsSpan(row * 5, 5).ToArray(), one);
        }
    }

    // What MADDPG asks for: the slopes of an action's inputs, which stand anywhere in the row.
    [Theory]
    [InlineData(0, 20)]
    [InlineData(13, 5)]
    [InlineData(19, 1)]
    public void Gradient_of_some_inputs_is_that_of_all_and_leaves_the_parameters_gradient(int first, int count)
    {
        var network = Network([20, 32, 2], 50, seed: 4);
        var random = new Xoshiro256(6);
        float[] x = Gaussians(random, 50 * 20), dy = Gaussians(random, 50 * 2), all = new float[50 * 20];
        network.Forward(50, x, new float[100]);
        network.Backward(dy, all);
        var gradient = network.Gradient.ToArray();
        for (var row = 0; row < 50; row++)
            dy.AsSpan(2 * row, 2).CopyTo(network.OutputSlope[(row * network.OutputWidth)..]);
        network.BackwardInput(first, count);
        for (var row = 0; row < 50; row++)
        {
            Assert.Equal(
                all.AsSpan((row * 20) + first, count).ToArray(),
                network.InputSlope.Slice((row * network.InputWidth) + first, count).ToArray());
        }

        Assert.Equal(gradient, network.Gradient.ToArray());
    }

    [Fact]
    public void A_batch_in_pieces_has_the_bits_of_the_whole()
    {
        const int rows = 150, piece = 60;
        Mlp whole = Network([7, 33, 20, 3], rows, seed: 5), pieces = Network([7, 33, 20, 3], piece, seed: 5);
        var random = new Xoshiro256(7);
        float[] x = Gaussians(random, rows * 7), dy = Gaussians(random, rows * 3), y = new float[rows * 3];
        whole.Forward(rows, x, y);
        whole.Backward(dy, default);
        pieces.ClearGradient();
        for (var from = 0; from < rows; from += piece)
        {
            var count = Math.Min(piece, rows - from);
            for (var row = 0; row < count; row++)
            {
                x.AsSpan((from + row) * 7, 7).CopyTo(pieces.Input[(row * pieces.InputWidth)..]);
                dy.AsSpan((from + row) * 3, 3).CopyTo(pieces.OutputSlope[(row * pieces.OutputWidth)..]);
            }

            pieces.Forward(count);
            Assert.Equal(y.AsSpan(from * 3, 3).ToArray(), pieces.Output[..3].ToArray());
            pieces.AddGradient();
        }

        Assert.Equal(whole.Gradient.ToArray(), pieces.Gradient.ToArray());
    }

    [Fact]
    public void Changed_copied_and_averaged_parameters_are_the_ones_in_use()
    {
        Mlp a = Network([3, 8, 2], 1, seed: 1), b = Network([3, 8, 2], 1, seed: 2);
        float[] x = [0.3f, -1f, 2f], ofA = new float[2], ofB = new float[2];
        a.Forward(1, x, ofA);
        b.Forward(1, x, ofB);
        Assert.NotEqual(ofA, ofB);
        b.CopyFrom(a);
        b.Forward(1, x, ofB);
        Assert.Equal(ofA, ofB);

        b.Parameters[^1] += 1f;
        b.Forward(1, x, ofB);
        Assert.Equal(ofA[1] + 1f, ofB[1], 1e-6f);
        b.SoftUpdate(a, 0.25f);
        b.Forward(1, x, ofB);
        Assert.Equal(ofA[1] + 0.75f, ofB[1], 1e-6f);
        Assert.Throws<ArgumentException>(() => b.CopyFrom(Network([3, 2], 1, seed: 1)));
    }

    [Fact]
    public void Nothing_is_allocated_by_an_update()
    {
        var network = Network([18, 64, 64, 5], 100, seed: 1);
        var target = Network([18, 64, 64, 5], 100, seed: 2);
        var adam = new Adam(network.ParameterCount, new AdamOptions { NormLimit = 0.5f });
        float[] x = Gaussians(new Xoshiro256(1), 1800), y = new float[500], dx = new float[1800];
        void Update()
        {
            network.Forward(100, x, y);
            network.Backward(y, dx);
            adam.Step(network);
            target.SoftUpdate(network, 0.01f);
        }

        Update();
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 20; i++)
                Update();
        }));
    }

    [Fact]
    public void Input_written_once_goes_through_in_pieces_with_the_bits_of_the_whole()
    {
        const int rows = Mlp.RowBlock + 5;
        int[] sizes = [7, 33, 2];
        Mlp whole = Network(sizes, rows, seed: 4), pieces = new(sizes, Mlp.RowBlock, rows);
        pieces.CopyFrom(whole);
        var x = Gaussians(new Xoshiro256(6), rows * sizes[0]);
        float[] expected = new float[rows * 2], dy = Gaussians(new Xoshiro256(7), rows * 2);
        whole.Forward(rows, x, expected);
        whole.Backward(dy, default);

        for (var row = 0; row < rows; row++)
            x.AsSpan(row * sizes[0], sizes[0]).CopyTo(pieces.Input[(row * pieces.InputWidth)..]);
        pieces.ClearGradient();
        foreach (var (first, count) in new[] { (0, Mlp.RowBlock), (Mlp.RowBlock, 5) })
        {
            pieces.Forward(count, first);
            for (var row = 0; row < count; row++)
            {
                Assert.Equal(expected.AsSpan((first + row) * 2, 2), pieces.Output.Slice(row * pieces.OutputWidth, 2));
                dy.AsSpan((first + row) * 2, 2).CopyTo(pieces.OutputSlope[(row * pieces.OutputWidth)..]);
            }

            pieces.AddGradient();
        }

        Assert.Equal(whole.Gradient, pieces.Gradient);
        Assert.Throws<ArgumentOutOfRangeException>(() => pieces.Forward(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => pieces.Forward(1, 2 * Mlp.RowBlock));
    }

    [Fact]
    public void A_network_without_layers_a_batch_too_large_and_a_gradient_without_a_pass_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mlp([3], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mlp([3, 0, 1], 1));
        var network = new Mlp([3, 1], 2);
        Assert.Throws<InvalidOperationException>(() => network.Backward(new float[1], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(3, new float[9], new float[3]));
    }

    // The board's network sums in another order and without FMA: last digits differ, nothing else.
    [Fact]
    public void An_exported_network_infers_on_the_rover_what_it_infers_here()
    {
        var network = Network([15, 64, 64, 5], 1, seed: 9);
        var blob = new byte[32768];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, 1, blob);
        builder.AddScalar(ParameterId.ActorHead, (double)ActorHead.Linear);
        builder.Add(ParameterId.ActorLayers, [15.0, 64.0, 64.0, 5.0], 4);
        for (var k = 0; k < network.LayerCount; k++)
        {
            builder.Add(ParameterId.ActorWeight(k), network.WeightsOf(k).ToArray(), network.Sizes[k + 1], network.Sizes[k]);
            builder.Add(ParameterId.ActorBias(k), network.BiasesOf(k).ToArray(), network.Sizes[k + 1]);
        }

        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(blob, builder.Finish()));
        var actor = new ActorNetwork(network.ParameterCount, 0, 64);
        Assert.Equal(ActorStatus.Ok, actor.TryConfigure(set));
        var x = Gaussians(new Xoshiro256(8), 15);
        float[] here = new float[5], there = new float[5];
        network.Forward(1, x, here);
        Assert.Equal(ActorStatus.Ok, actor.TryInfer(x, there));
        for (var i = 0; i < 5; i++)
            Assert.Equal(here[i], there[i], 1e-4f);
    }

    internal static Mlp Network(int[] sizes, int batch, ulong seed)
    {
        var network = new Mlp(sizes, batch);
        var random = new Xoshiro256(seed);
        Initialise.Uniform(network, random);
        return network;
    }

    internal static float[] Gaussians(Xoshiro256 random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];

    private static void AssertNear(double[] expected, float[] actual, double relative)
    {
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], relative * Math.Max(scale, 1.0));
    }
}
