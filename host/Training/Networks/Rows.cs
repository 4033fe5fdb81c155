using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>
/// Between the caller's tight rows and the padded rows of <see cref="Gemm"/>, and what is done to padded rows element by element: lane by lane, so the
/// width of a vector changes nothing. Padding columns of a wide buffer are never written: they stay zero.
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
            AddSum<Lanes512>(rows, wide, sum);
        else
            AddSum<Lanes256>(rows, wide, sum);
    }

    /// <summary>Slopes behind a ReLU: zero where its output is.</summary>
    /// <param name="outputs">As many as slopes, or more.</param>
    /// <param name="slopes">A multiple of <see cref="Gemm.ColumnAlignment"/>.</param>
    public static void Mask(ReadOnlySpan<float> outputs, Span<float> slopes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs.Length, slopes.Length);
        if (Avx512F.IsSupported)
            Mask<Lanes512>(outputs, slopes);
        else
            Mask<Lanes256>(outputs, slopes);
    }

    private static void AddSum<TLanes>(int rows, ReadOnlySpan<float> wide, Span<float> sum)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var sums = ref MemoryMarshal.GetReference(sum);
        ref var values = ref MemoryMarshal.GetReference(wide);
        for (nint column = 0; column < sum.Length; column += TLanes.Count)
        {
            var total = TLanes.Load(ref sums, column);
            var at = column;
            for (var row = 0; row < rows; row++, at += sum.Length)
                total = TLanes.Add(total, TLanes.Load(ref values, at));
            TLanes.Store(total, ref sums, column);
        }
    }

    private static void Mask<TLanes>(ReadOnlySpan<float> outputs, Span<float> slopes)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var gates = ref MemoryMarshal.GetReference(outputs);
        ref var values = ref MemoryMarshal.GetReference(slopes);
        for (nint at = 0; at < slopes.Length; at += TLanes.Count)
            TLanes.Store(TLanes.WhereAboveZero(TLanes.Load(ref gates, at), TLanes.Load(ref values, at)), ref values, at);
    }
}
