using MultiAgentEdge.Host.Training.Networks;

namespace MultiAgentEdge.Tests.Host.Training.Networks;

/// <summary>The same network in double, written for the eye: what the fast one is held to.</summary>
internal sealed class ReferenceMlp(Mlp network)
{
    private readonly IReadOnlyList<int> sizes = network.Sizes;

    public double[] Parameters { get; } = [.. network.Values.ToArray().Select(value => (double)value)];

    public static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];

    public double[] Forward(int batch, float[] x) => Layers(batch, Widen(x))[^1];

    /// <summary>sum(dy y).</summary>
    public double Loss(int batch, double[] x, float[] dy) => Layers(batch, x)[^1].Zip(dy, (y, weight) => y * weight).Sum();

    public (double[] ByParameter, double[] ByInput) Backward(int batch, float[] x, float[] dy)
    {
        var values = Layers(batch, Widen(x));
        var byParameter = new double[Parameters.Length];
        var slope = Widen(dy);
        for (var k = sizes.Count - 2; k >= 0; k--)
        {
            int inputs = sizes[k], outputs = sizes[k + 1], weightAt = At(k), biasAt = weightAt + (inputs * outputs);
            var below = new double[batch * inputs];
            for (var row = 0; row < batch; row++)
            {
                for (var o = 0; o < outputs; o++)
                {
                    var s = slope[(row * outputs) + o];
                    byParameter[biasAt + o] += s;
                    for (var i = 0; i < inputs; i++)
                    {
                        byParameter[weightAt + (o * inputs) + i] += s * values[k][(row * inputs) + i];
                        below[(row * inputs) + i] += s * Parameters[weightAt + (o * inputs) + i];
                    }
                }
            }

            for (var i = 0; i < below.Length && k > 0; i++)
                below[i] = values[k][i] > 0 ? below[i] : 0;
            slope = below;
        }

        return (byParameter, slope);
    }

    private List<double[]> Layers(int batch, double[] x)
    {
        List<double[]> values = [x];
        for (var k = 0; k + 1 < sizes.Count; k++)
        {
            int inputs = sizes[k], outputs = sizes[k + 1], weightAt = At(k), biasAt = weightAt + (inputs * outputs);
            var y = new double[batch * outputs];
            for (var row = 0; row < batch; row++)
            {
                for (var o = 0; o < outputs; o++)
                {
                    var sum = Parameters[biasAt + o];
                    for (var i = 0; i < inputs; i++)
                        sum += Parameters[weightAt + (o * inputs) + i] * values[k][(row * inputs) + i];
                    y[(row * outputs) + o] = k + 2 < sizes.Count ? Math.Max(sum, 0) : sum;
                }
            }

            values.Add(y);
        }

        return values;
    }

    private int At(int layer) => Enumerable.Range(0, layer).Sum(k => (sizes[k] + 1) * sizes[k + 1]);
}
