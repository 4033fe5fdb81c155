using MultiAgentEdge.Host.Training.Maddpg;
using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Maddpg;

public sealed class GumbelSoftmaxTests
{
    private const int K = 5;

    [Fact]
    public void The_greatest_of_logits_plus_noise_is_a_sample_of_their_softmax()
    {
        const int rows = 40_000;
        float[] logits = [0f, 1f, -1f, 0.5f, 2f];
        var noise = new float[rows * K];
        GumbelSoftmax.Noise(new Xoshiro256(1), noise);
        var counts = new double[K];
        for (var row = 0; row < rows; row++)
        {
            for (var j = 0; j < K; j++)
                noise[(row * K) + j] += logits[j];
            counts[Softmax.Argmax(noise.AsSpan(row * K, K))]++;
        }

        var sum = logits.Sum(logit => Math.Exp(logit));
        // Five standard deviations of a share estimated from 40,000 draws are below 0.0125.
        for (var j = 0; j < K; j++)
            Assert.Equal(Math.Exp(logits[j]) / sum, counts[j] / rows, 0.0125);
    }

    [Fact]
    public void Noise_is_finite_however_long_one_draws()
    {
        var noise = new float[1_000_001];
        var random = new Xoshiro256(2);
        for (var i = 0; i < 10; i++)
        {
            GumbelSoftmax.Noise(random, noise);
            Assert.True(noise.All(float.IsFinite));
        }
    }

    [Fact]
    public void Slopes_are_those_of_finite_differences()
    {
        double[] logits = [0.3, -1.2, 0.8, 2.0, -0.4];
        double[] weights = [1.0, -2.0, 0.5, 0.25, 3.0];
        double Loss(double[] at)
        {
            var powers = at.Select(Math.Exp).ToArray();
            return powers.Select((power, j) => power / powers.Sum() * weights[j]).Sum();
        }

        float[] samples = [.. logits.Select(logit => (float)logit)];
        GumbelSoftmax.Softmax(samples, K);
        Assert.Equal(1f, samples.Sum(), 1e-6f);
        float[] slopes = [.. weights.Select(weight => (float)weight)];
        GumbelSoftmax.Backward(samples, slopes, K);
        for (var j = 0; j < K; j++)
        {
            double[] up = [.. logits], down = [.. logits];
            up[j] += 1e-5;
            down[j] -= 1e-5;
            Assert.Equal((Loss(up) - Loss(down)) / 2e-5, slopes[j], 1e-6);
        }
    }

    [Fact]
    public void The_first_of_equals_is_chosen()
    {
        float[] row = [0f, 2f, 2f, 1f, 2f];
        GumbelSoftmax.Harden(row, K);
        Assert.Equal<float>([0f, 1f, 0f, 0f, 0f], row);
    }
}
