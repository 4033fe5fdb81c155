using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Networks;

public sealed class AdamTests
{
    // Algorithm 1 of the paper in double beside it, 50 steps, with gradients that are cut and ones that are not.
    [Fact]
    public void Steps_are_those_of_algorithm_1()
    {
        const int n = 21;
        var options = new AdamOptions { LearningRate = 0.01f, NormLimit = 4f };
        var adam = new Adam(n, options);
        var random = new Xoshiro256(1);
        var x = MlpTests.Gaussians(random, n);
        var expected = x.Select(value => (double)value).ToArray();
        double[] mean = new double[n], square = new double[n];
        int cut = 0;
        for (var t = 1; t <= 50; t++)
        {
            var gradient = MlpTests.Gaussians(random, n);
            var norm = Math.Sqrt(gradient.Sum(g => (double)g * g));
            Assert.Equal(norm, adam.Step(x, gradient), 1e-9);
            cut += norm > 4 ? 1 : 0;
            for (var i = 0; i < n; i++)
            {
                var g = gradient[i] * Math.Min(1.0, 4.0 / norm);
                mean[i] = (0.9 * mean[i]) + (0.1 * g);
                square[i] = (0.999 * square[i]) + (0.001 * g * g);
                expected[i] -= 0.01 * mean[i] / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(square[i] / (1 - Math.Pow(0.999, t))) + 1e-8);
            }
        }

        Assert.InRange(cut, 10, 49);
        for (var i = 0; i < n; i++)
            Assert.Equal(expected[i], x[i], 1e-5);
    }

    // A neuron that fell silent: 0.9^1000 of its mean is below the smallest normal float, with which processors compute slowly.
    [Fact]
    public void Moments_without_gradient_end_at_zero_and_a_gradient_that_is_no_number_shows()
    {
        const int n = 19;
        var adam = new Adam(n, new AdamOptions());
        var x = new float[n];
        adam.Step(x, [.. Enumerable.Repeat(0.3f, n)]);
        for (var i = 0; i < 1000; i++)
            adam.Step(x, new float[n]);
        var stream = new MemoryStream();
        adam.Save(new BinaryWriter(stream));
        stream.Position = 0;
        var reader = new BinaryReader(stream);
        reader.ReadInt64();
        reader.ReadSingle();
        var mean = new float[n];
        reader.ReadArray(mean);
        Assert.All(mean, m => Assert.Equal(0f, m));

        adam.Step(x, [.. Enumerable.Repeat(float.NaN, n)]);
        adam.Step(x, new float[n]);
        Assert.All(x, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void A_saved_optimiser_goes_on_with_the_same_bits()
    {
        Adam whole = new(5, new AdamOptions()), first = new(5, new AdamOptions()), second = new(5, new AdamOptions());
        float[] a = [1, 2, 3, 4, 5], b = [1, 2, 3, 4, 5], gradient = [0.1f, -3f, 1e-9f, 0f, 7f];
        first.LearningRate = whole.LearningRate = 0.02f;
        for (var i = 0; i < 6; i++)
            whole.Step(a, gradient);
        for (var i = 0; i < 3; i++)
            first.Step(b, gradient);
        var stream = new MemoryStream();
        first.Save(new BinaryWriter(stream));
        stream.Position = 0;
        second.Load(new BinaryReader(stream));
        for (var i = 0; i < 3; i++)
            second.Step(b, gradient);
        Assert.Equal(a, b);

        stream.Position = 0;
        Assert.Throws<CheckpointException>(() => new Adam(6, new AdamOptions()).Load(new BinaryReader(stream)));
    }
}
