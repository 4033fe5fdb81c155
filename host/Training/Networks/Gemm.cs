using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>
/// The matrix product that training spends its time in: C = S + A B, all row-major, A by strides so that it may be transposed; ReLU after
/// it where that is asked for. Every element of C is one chain of fused multiply-adds over k = 0, 1, 2 ... that begins with S, whatever the
/// vector width is: the same bits on every machine (without FMA hardware they are the same bits, slowly).
/// </summary>
internal static class Gemm
{
    /// <summary>Rows of C, and of A, come in multiples of this.</summary>
    public const int RowAlignment = 8;

    /// <summary>Columns of C, and of B, come in multiples of this.</summary>
    public const int ColumnAlignment = 16;

    /// <param name="start">S; may be C itself.</param>
    /// <param name="rectify">What is below zero becomes zero at the end.</param>
    public static void Multiply(
        in GemmSizes sizes, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> start, Span<float> c, bool rectify = false)
    {
        Check(sizes, a.Length, b.Length, start.Length, c.Length);
        // Not Vector512.IsHardwareAccelerated: that is false on processors that lower their clock a little for 512 bits, which still pays
        // here.
        if (Avx512F.IsSupported)
            Wide(sizes, a, b, start, c, rectify);
        else
            Narrow(sizes, a, b, start, c, rectify);
    }

    /// <summary>The path of a machine with 512-bit vectors.</summary>
    internal static void Wide(
        in GemmSizes sizes, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> start, Span<float> c, bool rectify)
    {
        var j = 0;
        for (; j <= sizes.N - 64; j += 64)
        {
            for (var i = 0; i < sizes.M; i += 4)
            {
                GemmTile.Tile4X4<Lanes512, Vector512<float>>(
                    sizes, ref At(a, i * sizes.ARow), ref At(b, j), ref At(start, (i * sizes.StartRow) + j),
                    ref At(c, (i * sizes.CRow) + j), rectify);
            }
        }

        Columns<Lanes512, Vector512<float>>(sizes, j, a, b, start, c, rectify);
    }

    /// <summary>The path of every other machine, whose registers are too few for a wider tile.</summary>
    internal static void Narrow(
        in GemmSizes sizes, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> start, Span<float> c, bool rectify) =>
        Columns<Lanes256, Vector256<float>>(sizes, 0, a, b, start, c, rectify);

    public static int RoundUp(int count, int alignment) => (count + alignment - 1) / alignment * alignment;

    // From column j on, one register at a time.
    private static void Columns<TLanes, TVector>(
        in GemmSizes sizes, int j, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> start, Span<float> c, bool rectify)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (; j < sizes.N; j += TLanes.Count)
        {
            for (var i = 0; i < sizes.M; i += RowAlignment)
            {
                GemmTile.Tile8X1<TLanes, TVector>(
                    sizes, ref At(a, i * sizes.ARow), ref At(b, j), ref At(start, (i * sizes.StartRow) + j),
                    ref At(c, (i * sizes.CRow) + j), rectify);
            }
        }
    }

    private static ref float At(ReadOnlySpan<float> span, int at) => ref Unsafe.Add(ref MemoryMarshal.GetReference(span), at);

    // Everything else reads and writes without bounds checks.
    private static void Check(in GemmSizes sizes, int a, int b, int start, int c)
    {
        var (m, n, k, aRow, aStep, bRow, startRow, cRow) = sizes;
        ArgumentOutOfRangeException.ThrowIfNotEqual(m % RowAlignment, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(n % ColumnAlignment, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(a, k == 0 ? 0 : ((m - 1) * aRow) + ((k - 1) * aStep) + 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(b, k == 0 ? 0 : ((k - 1) * bRow) + n);
        ArgumentOutOfRangeException.ThrowIfLessThan(start, ((m - 1) * startRow) + n);
        ArgumentOutOfRangeException.ThrowIfLessThan(c, ((m - 1) * cRow) + n);
    }
}
