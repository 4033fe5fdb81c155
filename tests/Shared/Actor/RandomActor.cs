using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Shared.Actor;

/// <summary>A network with random weights, and the same network computed in double by the textbook.</summary>
public sealed class RandomActor
{
    private int[] _sizes = [];
    private float[][] _weights = [];
    private sbyte[][]? _quantised;
    private float[][] _biases = [];
    private float[][]? _norms;
    private float[] _scales = [];

    public static RandomActor Create(Xoshiro256 random, int[] sizes, bool quantised, bool norm)
    {
        int layers = sizes.Length - 1;
        var actor = new RandomActor { _sizes = sizes, _weights = new float[layers][], _biases = new float[layers][],
            _scales = new float[layers] };
        if (quantised)
            actor._quantised = new sbyte[layers][];
        if (norm)
            actor._norms = new float[layers - 1][];
        for (int k = 0; k < layers; k++)
        {
            actor._weights[k] = Numbers(random, sizes[k] * sizes[k + 1], 0.8);
            actor._biases[k] = Numbers(random, sizes[k + 1], 0.3);
            actor._scales[k] = 0.01f;
            if (actor._quantised != null)
            {
                actor._quantised[k] = [.. actor._weights[k].Select(w => (sbyte)(w * 100))];
                actor._weights[k] = [.. actor._quantised[k].Select(w => w * 0.01f)];
            }

            if (actor._norms != null && k < layers - 1)
                actor._norms[k] = [.. Numbers(random, sizes[k + 1], 0.5).Select(g => 1 + g), .. Numbers(random, sizes[k + 1], 0.2)];
        }

        return actor;
    }

    public static float[] Numbers(Xoshiro256 random, int count, double size)
    {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (float)random.NextUniform(-size, size);
        return numbers;
    }

    public void Add(ParameterSetBuilder builder, ushort skip = 0)
    {
        if (skip != ParameterId.ActorLayers)
            builder.Add(ParameterId.ActorLayers, [.. _sizes.Select(s => (double)s)], _sizes.Length);
        for (int k = 0; k < _weights.Length; k++)
        {
            if (_quantised != null)
                builder.Add(ParameterId.ActorWeight(k), _quantised[k], _sizes[k + 1], _sizes[k]);
            else
                builder.Add(ParameterId.ActorWeight(k), _weights[k], _sizes[k + 1], _sizes[k]);
            if (_quantised != null && skip != ParameterId.ActorScale(k))
                builder.Add(ParameterId.ActorScale(k), [_scales[k]], 1);
            if (skip != ParameterId.ActorBias(k))
                builder.Add(ParameterId.ActorBias(k), _biases[k], _sizes[k + 1]);
            if (_norms != null && k < _norms.Length)
                builder.Add(ParameterId.ActorLayerNorm(k), _norms[k], 2, _sizes[k + 1]);
        }
    }

    public ParameterSet Set(int head)
    {
        byte[] blob = new byte[16384];
        var builder = new ParameterSetBuilder(MissionKind.Coverage, 1, blob);
        Add(builder);
        builder.AddScalar(ParameterId.ActorHead, head);
        int length = builder.Finish();
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(blob, length));
        return set;
    }

    public double[] Infer(float[] input, bool tanh)
    {
        double[] x = [.. input.Select(v => (double)v)];
        for (int k = 0; k < _weights.Length; k++)
        {
            double[] z = new double[_sizes[k + 1]];
            for (int row = 0; row < z.Length; row++)
            {
                z[row] = _biases[k][row];
                for (int column = 0; column < x.Length; column++)
                    z[row] += (double)_weights[k][(row * x.Length) + column] * x[column];
            }

            if (k < _weights.Length - 1)
            {
                if (_norms != null)
                {
                    double mean = z.Average();
                    double deviation = Math.Sqrt(z.Sum(v => (v - mean) * (v - mean)) / z.Length + 1e-5);
                    z = [.. z.Select((v, i) => (_norms[k][i] * (v - mean) / deviation) + _norms[k][z.Length + i])];
                }

                z = [.. z.Select(v => Math.Max(0, v))];
            }

            x = z;
        }

        return tanh ? [.. x.Select(Math.Tanh)] : x;
    }
}
