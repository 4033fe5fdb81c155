using System.Numerics;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>Options of <see cref="Adam"/>.</summary>
public sealed record AdamOptions
{
    /// <summary>Step size, above 0.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Decay of the mean of the gradient, in [0, 1).</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay of the mean of its square, in [0, 1).</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Added to the root, above 0.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>The gradient's Euclidean norm is cut to this, above 0; infinity for no cut.</summary>
    public float NormLimit { get; init; } = float.PositiveInfinity;
}

/// <summary>
/// Adam (Kingma, Ba 2015, algorithm 1) with the gradient cut to a global norm before. Element by element, the norm by eight sums in double in a fixed
/// order: the same bits on every machine. Memory: 8 bytes a parameter.
/// </summary>
public sealed class Adam
{
    private readonly AdamOptions options;
    private readonly float[] mean;
    private readonly float[] square;
    private long steps;

    public Adam(int parameterCount, AdamOptions options)
    {
        this.options = options;
        LearningRate = options.LearningRate;
        mean = new float[parameterCount];
        square = new float[parameterCount];
    }

    /// <summary>May be changed between steps.</summary>
    public float LearningRate { get; set; }

    /// <summary>One step down the gradient.</summary>
    /// <returns>The gradient's norm before it was cut.</returns>
    public double Step(Mlp network) => Step(network.Parameters, network.Gradient);

    /// <inheritdoc cref="Step(Mlp)"/>
    public double Step(Span<float> parameters, ReadOnlySpan<float> gradient)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, mean.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, mean.Length);
        var norm = Norm(gradient);
        steps++;
        var scale = norm > options.NormLimit ? (float)(options.NormLimit / (norm + 1e-6)) : 1f;
        var rate = (float)(LearningRate / (1.0 - Math.Pow(options.Beta1, steps)));
        var rootScale = (float)(1.0 / Math.Sqrt(1.0 - Math.Pow(options.Beta2, steps)));
        var width = Vector<float>.Count;
        var i = 0;
        for (; i + width <= mean.Length; i += width)
        {
            var g = new Vector<float>(gradient[i..]) * scale;
            var m = (new Vector<float>(mean, i) * options.Beta1) + (g * (1f - options.Beta1));
            var v = (new Vector<float>(square, i) * options.Beta2) + (g * g * (1f - options.Beta2));
            m.CopyTo(mean, i);
            v.CopyTo(square, i);
            var step = m * rate / ((Vector.SquareRoot(v) * rootScale) + new Vector<float>(options.Epsilon));
            (new Vector<float>(parameters[i..]) - step).CopyTo(parameters[i..]);
        }

        for (; i < mean.Length; i++)
        {
            var g = gradient[i] * scale;
            mean[i] = (mean[i] * options.Beta1) + (g * (1f - options.Beta1));
            square[i] = (square[i] * options.Beta2) + (g * g * (1f - options.Beta2));
            parameters[i] -= mean[i] * rate / ((MathF.Sqrt(square[i]) * rootScale) + options.Epsilon);
        }

        return norm;
    }

    /// <summary>Moments and step count, to go on from with the same bits.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(steps);
        writer.Write(LearningRate);
        writer.WriteArray(mean);
        writer.WriteArray(square);
    }

    /// <inheritdoc cref="Save"/>
    public void Load(BinaryReader reader)
    {
        steps = reader.ReadInt64();
        LearningRate = reader.ReadSingle();
        reader.ReadArray(mean);
        reader.ReadArray(square);
    }

    private static double Norm(ReadOnlySpan<float> values)
    {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        var i = 0;
        for (; i + 8 <= values.Length; i += 8)
        {
            var v = values.Slice(i, 8);
            s0 += (double)v[0] * v[0];
            s1 += (double)v[1] * v[1];
            s2 += (double)v[2] * v[2];
            s3 += (double)v[3] * v[3];
            s4 += (double)v[4] * v[4];
            s5 += (double)v[5] * v[5];
            s6 += (double)v[6] * v[6];
            s7 += (double)v[7] * v[7];
        }

        for (; i < values.Length; i++)
            s0 += (double)values[i] * values[i];
        return Math.Sqrt(((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)));
    }
}
