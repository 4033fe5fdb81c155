using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Networks;

public sealed class InitialiseTests
{
    [Fact]
    public void Orthogonal_layers_keep_lengths_times_their_gain()
    {
        var network = new Mlp([15, 64, 64, 5], 1);
        network.Parameters.Fill(9f);
        Initialise.Orthogonal(network, new Xoshiro256(3), Math.Sqrt(2), 0.01);
        double[] gains = [Math.Sqrt(2), Math.Sqrt(2), 0.01];
        for (var k = 0; k < 3; k++)
        {
            int inputs = network.Sizes[k], outputs = network.Sizes[k + 1];
            var w = network.WeightsOf(k).ToArray();
            var byRows = outputs <= inputs;
            var few = Math.Min(inputs, outputs);
            for (var p = 0; p < few; p++)
            {
                for (var q = 0; q <= p; q++)
                {
                    var product = Enumerable
                        .Range(0, Math.Max(inputs, outputs))
                        .Sum(
                            i => byRows
                                ? (double)w[(p * inputs) + i] * w[(q * inputs) + i]
                                : (double)w[(i * inputs) + p] * w[(i * inputs) + q]);
                    Assert.Equal(p == q ? gains[k] * gains[k] : 0.0, product, 1e-6);
                }
            }

            Assert.All(network.BiasesOf(k).ToArray(), bias => Assert.Equal(0f, bias));
        }
    }

    [Fact]
    public void Uniform_parameters_lie_within_their_layers_bound_and_fill_it()
    {
        var network = MlpTests.Network([16, 400, 3], 1, seed: 2);
        for (var k = 0; k < 2; k++)
        {
            var bound = 1f / MathF.Sqrt(network.Sizes[k]);
            var w = network.WeightsOf(k).ToArray();
            Assert.All(w, value => Assert.InRange(value, -bound, bound));
            Assert.True(w.Max() > 0.95f * bound && w.Min() < -0.95f * bound);
            Assert.All(network.BiasesOf(k).ToArray(), value => Assert.InRange(value, -bound, bound));
        }
    }
}
