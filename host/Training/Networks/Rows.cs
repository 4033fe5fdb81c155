using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>
/// Between the caller's tight rows and the padded rows of <see cref="Gemm"/>, and what is done to padded rows element by element: lane by
/// lane, so the width of a vector changes nothing. Padding columns of a wide buffer are never written: they stay zero.
/// </summary>
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

    /// <summary>Adds the rows to a sum, row after row.</summary>
    /// <param name="sum">As wide as a row: a multiple of <see cref="Gemm.ColumnAlignment"/>.</param>
    public static void AddSum(int rows, ReadOnlySpan<float> wide, Span<float> sum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wide.Length, rows * sum.Length);
        if (Avx512F.IsSupported)
            AddSum<Lanes512, Vector512<float>>(rows, wide, sum);
        else
            AddSum<Lanes256, Vector256<float>>(rows, wide, sum);
    }

    /// <summary>Slopes behind a ReLU: zero where its output is.</summary>
    /// <param name="outputs">As many as slopes, or more.</param>
    /// <param name="slopes">A multiple of <see cref="Gemm.ColumnAlignment"/>.</param>
    public static void Mask(ReadOnlySpan<float> outputs, Span<float> slopes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs.Length, slopes.Length);
        if (Avx512F.IsSupported)
            Mask<Lanes512, Vector512<float>>(outputs, slopes);
        else
            Mask<Lanes256, Vector256<float>>(outputs, slopes);
    }

    private static void AddSum<TLanes, TVector>(int rows, ReadOnlySpan<float> wide, Span<float> sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var sums = ref MemoryMarshal.GetReference(sum);
        ref var values = ref MemoryMarshal.GetReference(wide);
        nint lanes = TLanes.Count, column = 0;
        // Four sums side by side: one alone would wait for itself.
        for (; column <= sum.Length - (4 * lanes); column += 4 * lanes)
        {
            var x = TLanes.Load(ref sums, column);
            var y = TLanes.Load(ref sums, column + lanes);
            var z = TLanes.Load(ref sums, column + (2 * lanes));
            var w = TLanes.Load(ref sums, column + (3 * lanes));
            var at = column;
            for (var row = 0; row < rows; row++, at += sum.Length)
            {
                x = TLanes.Add(x, TLanes.Load(ref values, at));
                y = TLanes.Add(y, TLanes.Load(ref values, at + lanes));
                z = TLanes.Add(z, TLanes.Load(ref values, at + (2 * lanes)));
                w = TLanes.Add(w, TLanes.Load(ref values, at + (3 * lanes)));
            }

            TLanes.Store(x, ref sums, column);
            TLanes.Store(y, ref sums, column + lanes);
            TLanes.Store(z, ref sums, column + (2 * lanes));
            TLanes.Store(w, ref sums, column + (3 * lanes));
        }

        for (; column < sum.Length; column += lanes)
        {
            var total = TLanes.Load(ref sums, column);
            var at = column;
            for (var row = 0; row < rows; row++, at += sum.Length)
                total = TLanes.Add(total, TLanes.Load(ref values, at));
            TLanes.Store(total, ref sums, column);
        }
    }

    private static void Mask<TLanes, TVector>(ReadOnlySpan<float> outputs, Span<float> slopes)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref var gates = ref MemoryMarshal.GetReference(outputs);
        ref var values = ref MemoryMarshal.GetReference(slopes);
        for (nint at = 0; at < slopes.Length; at += TLanes.Count)
            TLanes.Store(TLanes.WhereAboveZero(TLanes.Load(ref gates, at), TLanes.Load(ref values, at)), ref values, at);
    }
}
