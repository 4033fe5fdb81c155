using System.Numerics.Tensors;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>
/// Differentiable samples from a categorical distribution (Jang et al. 2017), temperature 1: softmax of logits plus Gumbel noise. Its
/// argmax is an exact sample of softmax(logits). Rows of K numbers.
/// </summary>
public static class GumbelSoftmax
{
    /// <summary>Fills with Gumbel noise -log(-log u), u uniform in (0, 1) with 23 bits: what a float can hold without reaching 0 or
    /// 1.</summary>
    public static void Noise(Xoshiro256 random, Span<float> noise)
    {
        var i = 0;
        for (; i + 2 <= noise.Length; i += 2)
        {
            var bits = random.NextUInt64();
            noise[i] = Open(bits >> 41);
            noise[i + 1] = Open((bits >> 9) & 0x7FFFFF);
        }

        if (i < noise.Length)
            noise[i] = Open(random.NextUInt64() >> 41);
        TensorPrimitives.Log(noise, noise);
        TensorPrimitives.Negate(noise, noise);
        TensorPrimitives.Log(noise, noise);
        TensorPrimitives.Negate(noise, noise);
    }

    /// <summary>Adds logits to noise.</summary>
    /// <param name="values">rows x k</param>
    /// <param name="logits">rows x stride; the first k of each count.</param>
    public static void AddLogits(Span<float> values, ReadOnlySpan<float> logits, int stride, int k)
    {
        for (int at = 0, from = 0; at < values.Length; at += k, from += stride)
        {
            var to = values.Slice(at, k);
            var row = logits.Slice(from, k);
            for (var j = 0; j < to.Length; j++)
                to[j] += row[j];
        }
    }

    /// <summary>Softmax of every row.</summary>
    /// <param name="values">Logits plus noise; becomes probabilities. // rows x k</param>
    public static void Softmax(Span<float> values, int k)
    {
        for (var at = 0; at < values.Length; at += k)
        {
            var row = values.Slice(at, k);
            var most = row[0];
            for (var j = 1; j < k; j++)
                most = Math.Max(most, row[j]);
            for (var j = 0; j < k; j++)
                row[j] -= most;
        }

        TensorPrimitives.Exp(values, values);
        for (var at = 0; at < values.Length; at += k)
        {
            var row = values.Slice(at, k);
            var sum = 0f;
            for (var j = 0; j < k; j++)
                sum += row[j];
            for (var j = 0; j < k; j++)
                row[j] /= sum;
        }
    }

    /// <summary>Loss by logits from loss by samples: s_j (d_j - sum_m s_m d_m).</summary>
    /// <param name="samples">What <see cref="Softmax"/> gave. // rows x k</param>
    /// <param name="slopes">Loss by samples; becomes loss by logits. // rows x k</param>
    public static void Backward(ReadOnlySpan<float> samples, Span<float> slopes, int k)
    {
        for (var at = 0; at < slopes.Length; at += k)
        {
            var mean = 0f;
            for (var j = at; j < at + k; j++)
                mean += samples[j] * slopes[j];
            for (var j = at; j < at + k; j++)
                slopes[j] = samples[j] * (slopes[j] - mean);
        }
    }

    /// <summary>The greatest of every row becomes 1 (the first of equals), the others 0. Without branches on the data, which are
    /// random.</summary>
    /// <param name="k">1 .. 8.</param>
    public static void Harden(Span<float> values, int k)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, 8);
        for (var at = 0; at < values.Length; at += k)
        {
            var row = values.Slice(at, k);
            var best = long.MinValue;
            for (var j = 0; j < row.Length; j++)
            {
                // In the order of the numbers, and 7 - j to tell which it was.
                var bits = BitConverter.SingleToInt32Bits(row[j]);
                best = Math.Max(best, ((long)(bits ^ ((bits >> 31) & 0x7FFFFFFF)) << 3) | (uint)(7 - j));
            }

            row.Clear();
            row[7 - (int)(best & 7)] = 1f;
        }
    }

    private static float Open(ulong bits23)
    {
        var whole = (long)bits23;
        return (whole + 0.5f) * (1f / 8388608f);
    }
}
