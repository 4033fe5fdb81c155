using System.Numerics.Tensors;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>Between the caller's tight rows and the padded rows of <see cref="Gemm"/>. Padding columns of a wide buffer are never written: they stay zero.</summary>
internal static class Rows
{
    public static void Widen(int rows, int columns, ReadOnlySpan<float> tight, int width, Span<float> wide)
    {
        if (columns == width)
        {
            tight[..(rows * columns)].CopyTo(wide);
            return;
        }

        for (var row = 0; row < rows; row++)
            tight.Slice(row * columns, columns).CopyTo(wide[(row * width)..]);
    }

    public static void Narrow(int rows, int columns, int width, ReadOnlySpan<float> wide, Span<float> tight)
    {
        if (columns == width)
        {
            wide[..(rows * columns)].CopyTo(tight);
            return;
        }

        for (var row = 0; row < rows; row++)
            wide.Slice(row * width, columns).CopyTo(tight[(row * columns)..]);
    }

    /// <summary>The same row over and over.</summary>
    public static void Fill(ReadOnlySpan<float> row, Span<float> wide)
    {
        for (var at = 0; at < wide.Length; at += row.Length)
            row.CopyTo(wide[at..]);
    }

    /// <summary>Adds the rows to a sum, row after row.</summary>
    public static void AddSum(int rows, int columns, int width, ReadOnlySpan<float> wide, Span<float> sum)
    {
        for (var row = 0; row < rows; row++)
            TensorPrimitives.Add(sum[..columns], wide.Slice(row * width, columns), sum);
    }
}
