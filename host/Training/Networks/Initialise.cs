using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>First parameters of a network, from a seeded generator.</summary>
public static class Initialise
{
    /// <summary>Every weight and bias uniform in +-1/sqrt(inputs of its layer): PyTorch's default for linear layers.</summary>
    public static void Uniform(Mlp network, Xoshiro256 random)
    {
        var parameters = network.Parameters;
        var at = 0;
        for (var k = 0; k < network.LayerCount; k++)
        {
            var bound = 1.0 / Math.Sqrt(network.Sizes[k]);
            var count = (network.Sizes[k] + 1) * network.Sizes[k + 1];
            for (var i = 0; i < count; i++)
                parameters[at++] = (float)random.NextUniform(-bound, bound);
        }
    }

    /// <summary>
    /// Weights with orthonormal rows or columns (whichever are fewer) times a gain, biases zero (Saxe et al. 2014): a Gaussian matrix made
    /// orthonormal by Gram and Schmidt, twice, in double.
    /// </summary>
    /// <param name="network">Its parameters are written.</param>
    /// <param name="random">Advances.</param>
    /// <param name="hiddenGain">Root of 2 suits ReLU.</param>
    /// <param name="outputGain">Small for a policy: the first actions are nearly uniform.</param>
    public static void Orthogonal(Mlp network, Xoshiro256 random, double hiddenGain, double outputGain)
    {
        var parameters = network.Parameters;
        var at = 0;
        for (var k = 0; k < network.LayerCount; k++)
        {
            int inputs = network.Sizes[k], outputs = network.Sizes[k + 1];
            int few = Math.Min(inputs, outputs), many = Math.Max(inputs, outputs);
            var vectors = Orthonormal(few, many, random);
            var gain = k == network.LayerCount - 1 ? outputGain : hiddenGain;
            for (var o = 0; o < outputs; o++)
            {
                for (var i = 0; i < inputs; i++)
                    parameters[at++] = (float)(gain * (outputs <= inputs ? vectors[(o * many) + i] : vectors[(i * many) + o]));
            }

            parameters.Slice(at, outputs).Clear();
            at += outputs;
        }
    }

    // few x many, orthonormal rows
    private static double[] Orthonormal(int few, int many, Xoshiro256 random)
    {
        var rows = new double[few * many];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = random.NextGaussian();
        for (var r = 0; r < few; r++)
        {
            var row = rows.AsSpan(r * many, many);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var other = 0; other < r; other++)
                {
                    var before = rows.AsSpan(other * many, many);
                    var product = 0.0;
                    for (var i = 0; i < many; i++)
                        product += row[i] * before[i];
                    for (var i = 0; i < many; i++)
                        row[i] -= product * before[i];
                }
            }

            var square = 0.0;
            foreach (var value in row)
                square += value * value;
            var scale = 1.0 / Math.Sqrt(square);
            for (var i = 0; i < many; i++)
                row[i] *= scale;
        }

        return rows;
    }
}
