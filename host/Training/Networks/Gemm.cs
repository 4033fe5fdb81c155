using System.Runtime.Intrinsics.X86;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>
/// The matrix product that training spends its time in: C += A B with B and C row-major, A by strides so that it may be transposed. Every element
/// of C is one chain of fused multiply-adds over k = 0, 1, 2 ... whatever the vector width is: the same bits on every machine (without FMA hardware
/// they are the same bits, slowly). Registers hold a tile of 8 x 32 or 4 x 16 of C.
/// </summary>
internal static class Gemm
{
    /// <summary>Rows of C, and of A, come in multiples of this.</summary>
    public const int RowAlignment = 8;

    /// <summary>Columns of C, and of B, come in multiples of this.</summary>
    public const int ColumnAlignment = 16;

    /// <param name="m">Rows of C, a multiple of <see cref="RowAlignment"/>.</param>
    /// <param name="n">Columns of C, a multiple of <see cref="ColumnAlignment"/>.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="a">Element (i, l) stands at i aRow + l aStep.</param>
    /// <param name="b">Element (l, j) stands at l n + j.</param>
    /// <param name="c">Element (i, j) stands at i n + j; what stands there is where the sum begins.</param>
    public static void Accumulate(int m, int n, int k, ReadOnlySpan<float> a, int aRow, int aStep, ReadOnlySpan<float> b, Span<float> c)
    {
        Check(m, n, k, a.Length, aRow, aStep, b.Length, c.Length);
        // Not Vector512.IsHardwareAccelerated: that is false on processors that lower their clock a little for 512 bits, which still pays here.
        if (Avx512F.IsSupported)
            Wide(m, n, k, a, aRow, aStep, b, c);
        else
            Narrow(m, n, k, a, aRow, aStep, b, c);
    }

    /// <summary>The path of a machine with 512-bit vectors.</summary>
    internal static void Wide(int m, int n, int k, ReadOnlySpan<float> a, int aRow, int aStep, ReadOnlySpan<float> b, Span<float> c)
    {
        for (var j = 0; j < n;)
        {
            var width = n - j >= 32 ? 32 : 16;
            for (var i = 0; i < m; i += 8)
            {
                if (width == 32)
                    Gemm512.Tile8X32(k, in a[i * aRow], aRow, aStep, in b[j], n, ref c[(i * n) + j]);
                else
                    Gemm512.Tile8X16(k, in a[i * aRow], aRow, aStep, in b[j], n, ref c[(i * n) + j]);
            }

            j += width;
        }
    }

    /// <summary>The path of every other machine.</summary>
    internal static void Narrow(int m, int n, int k, ReadOnlySpan<float> a, int aRow, int aStep, ReadOnlySpan<float> b, Span<float> c)
    {
        for (var j = 0; j < n; j += 16)
        {
            for (var i = 0; i < m; i += 4)
                Gemm256.Tile4X16(k, in a[i * aRow], aRow, aStep, in b[j], n, ref c[(i * n) + j]);
        }
    }

    public static int RoundUp(int count, int alignment) => (count + alignment - 1) / alignment * alignment;

    // The tiles read and write without bounds checks.
    private static void Check(int m, int n, int k, int a, int aRow, int aStep, int b, int c)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(m % RowAlignment, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(n % ColumnAlignment, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(a, k == 0 ? 0 : ((m - 1) * aRow) + ((k - 1) * aStep) + 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(b, k * n);
        ArgumentOutOfRangeException.ThrowIfLessThan(c, m * n);
    }
}
