using System.Numerics;
using System.Runtime.Intrinsics;

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
/// Adam (Kingma, Ba 2015, algorithm 1) with the gradient cut to a global norm before. Element by element, the norm by eight sums in double
/// in a fixed order: the same bits on every machine. Memory: 8 bytes a parameter.
/// </summary>
public sealed class Adam
{
    // No step that a parameter could notice. Moments of neurons that fell silent shrink to it, then to numbers below the smallest normal
    // one, where they would stay and where every operation takes a processor many times as long.
    private const float Negligible = 1e-36f;

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
            Flush(m).CopyTo(mean, i);
            Flush(v).CopyTo(square, i);
            var step = m * rate / ((Vector.SquareRoot(v) * rootScale) + new Vector<float>(options.Epsilon));
            (new Vector<float>(parameters[i..]) - step).CopyTo(parameters[i..]);
        }

        for (; i < mean.Length; i++)
        {
            var g = gradient[i] * scale;
            var m = (mean[i] * options.Beta1) + (g * (1f - options.Beta1));
            var v = (square[i] * options.Beta2) + (g * g * (1f - options.Beta2));
            mean[i] = MathF.Abs(m) < Negligible ? 0f : m;
            square[i] = v < Negligible ? 0f : v;
            parameters[i] -= m * rate / ((MathF.Sqrt(v) * rootScale) + options.Epsilon);
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
        foreach (var value in square)
        {
            if (value < 0)
                throw new CheckpointException("The checkpoint holds a mean of squares below 0.");
        }
    }

    private static Vector<float> Flush(Vector<float> moments) =>
        Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(moments), new Vector<float>(Negligible)), Vector<float>.Zero, moments);

    private static double Norm(ReadOnlySpan<float> values)
    {
        Vector256<double> low = default, high = default;
        var i = 0;
        for (; i + 8 <= values.Length; i += 8)
        {
            var (left, right) = Vector256.Widen(Vector256.Create(values.Slice(i, 8)));
            low += left * left;
            high += right * right;
        }

        var first = low[0];
        for (; i < values.Length; i++)
            first += (double)values[i] * values[i];
        return Math.Sqrt(((first + low[1]) + (low[2] + low[3])) + ((high[0] + high[1]) + (high[2] + high[3])));
    }
}
