using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>A categorical policy on logits.</summary>
internal static class Softmax
{
    /// <summary>Draws one action a row.</summary>
    public static void Sample(
        int rows, int width, ReadOnlySpan<float> logits, Xoshiro256 random, Span<int> actions, Span<float> logProbabilities)
    {
        Span<float> weights = stackalloc float[width];
        for (var row = 0; row < rows; row++)
        {
            var z = logits.Slice(row * width, width);
            var largest = Largest(z);
            var sum = 0f;
            for (var j = 0; j < width; j++)
            {
                weights[j] = MathF.Exp(z[j] - largest);
                sum += weights[j];
            }

            var draw = (float)random.NextDouble() * sum;
            var action = 0;
            for (var past = weights[0]; action < width - 1 && draw >= past; past += weights[action])
                action++;
            actions[row] = action;
            logProbabilities[row] = z[action] - largest - MathF.Log(sum);
        }
    }

    /// <summary>The first of the greatest.</summary>
    public static int Argmax(ReadOnlySpan<float> z)
    {
        var best = 0;
        for (var j = 1; j < z.Length; j++)
        {
            if (z[j] > z[best])
                best = j;
        }

        return best;
    }

    /// <summary>
    /// Loss by logit of -min(r A, clip(r, 1 - clip, 1 + clip) A) - entropyWeight H, r the new probability over the old one (Schulman et al.
    /// 2017, (7)), times a scale.
    /// </summary>
    public static void PolicySlope(
        ReadOnlySpan<float> z, int action, float oldLog, float advantage, float clip, float entropyWeight, float scale, Span<float> slope)
    {
        var largest = Largest(z);
        var sum = 0f;
        for (var j = 0; j < z.Length; j++)
        {
            slope[j] = MathF.Exp(z[j] - largest);
            sum += slope[j];
        }

        var logSum = largest + MathF.Log(sum);
        var entropy = 0f;
        for (var j = 0; j < z.Length; j++)
        {
            slope[j] /= sum;
            entropy -= slope[j] * (z[j] - logSum);
        }

        var ratio = MathF.Exp(z[action] - logSum - oldLog);
        // The minimum takes the clipped term exactly where the ratio left the band to the side that the advantage wants: no slope there.
        var isCut = advantage > 0f ? ratio > 1f + clip : ratio < 1f - clip;
        var push = isCut ? 0f : -advantage * ratio;
        for (var j = 0; j < z.Length; j++)
        {
            var probability = slope[j];
            var policy = push * ((j == action ? 1f : 0f) - probability);
            slope[j] = scale * (policy + (entropyWeight * probability * (z[j] - logSum + entropy)));
        }
    }

    private static float Largest(ReadOnlySpan<float> z)
    {
        var largest = z[0];
        for (var j = 1; j < z.Length; j++)
            largest = MathF.Max(largest, z[j]);
        return largest;
    }
}
