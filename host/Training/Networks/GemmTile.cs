using System.Runtime.CompilerServices;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>Register tiles of C = S + A B; arguments are already checked by <see cref="Gemm"/>. Each element is one chain of fused multiply-adds over l = 0, 1, 2 ...</summary>
internal static class GemmTile
{
    /// <summary>Eight rows, two registers wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // No slow first rounds, and nothing to learn from them.
    public static void Tile8X2<TLanes>(in GemmSizes sizes, ref float a, ref float b, ref float start, ref float c, bool rectify)
        where TLanes : struct, ILanes<TLanes>
    {
        nint aRow = sizes.ARow, aStep = sizes.AStep, bRow = sizes.BRow, startRow = sizes.StartRow, cRow = sizes.CRow, lanes = TLanes.Count;
        nint row3 = 3 * aRow, row4 = 4 * aRow, row5 = 5 * aRow, row7 = 7 * aRow; // As locals they cost nothing in the loop.
        var s0x = TLanes.Load(ref start, 0);
        var s0y = TLanes.Load(ref start, lanes);
        var s1x = TLanes.Load(ref start, startRow);
        var s1y = TLanes.Load(ref start, startRow + lanes);
        var s2x = TLanes.Load(ref start, 2 * startRow);
        var s2y = TLanes.Load(ref start, (2 * startRow) + lanes);
        var s3x = TLanes.Load(ref start, 3 * startRow);
        var s3y = TLanes.Load(ref start, (3 * startRow) + lanes);
        var s4x = TLanes.Load(ref start, 4 * startRow);
        var s4y = TLanes.Load(ref start, (4 * startRow) + lanes);
        var s5x = TLanes.Load(ref start, 5 * startRow);
        var s5y = TLanes.Load(ref start, (5 * startRow) + lanes);
        var s6x = TLanes.Load(ref start, 6 * startRow);
        var s6y = TLanes.Load(ref start, (6 * startRow) + lanes);
        var s7x = TLanes.Load(ref start, 7 * startRow);
        var s7y = TLanes.Load(ref start, (7 * startRow) + lanes);
        for (var l = sizes.K; l > 0; l--)
        {
            var x = TLanes.Load(ref b, 0);
            var y = TLanes.Load(ref b, lanes);
            var f0 = TLanes.Broadcast(a);
            s0x = TLanes.MultiplyAdd(f0, x, s0x);
            s0y = TLanes.MultiplyAdd(f0, y, s0y);
            var f1 = TLanes.Broadcast(Unsafe.Add(ref a, aRow));
            s1x = TLanes.MultiplyAdd(f1, x, s1x);
            s1y = TLanes.MultiplyAdd(f1, y, s1y);
            var f2 = TLanes.Broadcast(Unsafe.Add(ref a, 2 * aRow));
            s2x = TLanes.MultiplyAdd(f2, x, s2x);
            s2y = TLanes.MultiplyAdd(f2, y, s2y);
            var f3 = TLanes.Broadcast(Unsafe.Add(ref a, row3));
            s3x = TLanes.MultiplyAdd(f3, x, s3x);
            s3y = TLanes.MultiplyAdd(f3, y, s3y);
            var f4 = TLanes.Broadcast(Unsafe.Add(ref a, row4));
            s4x = TLanes.MultiplyAdd(f4, x, s4x);
            s4y = TLanes.MultiplyAdd(f4, y, s4y);
            var f5 = TLanes.Broadcast(Unsafe.Add(ref a, row5));
            s5x = TLanes.MultiplyAdd(f5, x, s5x);
            s5y = TLanes.MultiplyAdd(f5, y, s5y);
            var f6 = TLanes.Broadcast(Unsafe.Add(ref a, 2 * row3));
            s6x = TLanes.MultiplyAdd(f6, x, s6x);
            s6y = TLanes.MultiplyAdd(f6, y, s6y);
            var f7 = TLanes.Broadcast(Unsafe.Add(ref a, row7));
            s7x = TLanes.MultiplyAdd(f7, x, s7x);
            s7y = TLanes.MultiplyAdd(f7, y, s7y);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bRow);
        }

        if (rectify)
        {
            s0x = TLanes.Rectify(s0x);
            s0y = TLanes.Rectify(s0y);
            s1x = TLanes.Rectify(s1x);
            s1y = TLanes.Rectify(s1y);
            s2x = TLanes.Rectify(s2x);
            s2y = TLanes.Rectify(s2y);
            s3x = TLanes.Rectify(s3x);
            s3y = TLanes.Rectify(s3y);
            s4x = TLanes.Rectify(s4x);
            s4y = TLanes.Rectify(s4y);
            s5x = TLanes.Rectify(s5x);
            s5y = TLanes.Rectify(s5y);
            s6x = TLanes.Rectify(s6x);
            s6y = TLanes.Rectify(s6y);
            s7x = TLanes.Rectify(s7x);
            s7y = TLanes.Rectify(s7y);
        }

        TLanes.Store(s0x, ref c, 0);
        TLanes.Store(s0y, ref c, lanes);
        TLanes.Store(s1x, ref c, cRow);
        TLanes.Store(s1y, ref c, cRow + lanes);
        TLanes.Store(s2x, ref c, 2 * cRow);
        TLanes.Store(s2y, ref c, (2 * cRow) + lanes);
        TLanes.Store(s3x, ref c, 3 * cRow);
        TLanes.Store(s3y, ref c, (3 * cRow) + lanes);
        TLanes.Store(s4x, ref c, 4 * cRow);
        TLanes.Store(s4y, ref c, (4 * cRow) + lanes);
        TLanes.Store(s5x, ref c, 5 * cRow);
        TLanes.Store(s5y, ref c, (5 * cRow) + lanes);
        TLanes.Store(s6x, ref c, 6 * cRow);
        TLanes.Store(s6y, ref c, (6 * cRow) + lanes);
        TLanes.Store(s7x, ref c, 7 * cRow);
        TLanes.Store(s7y, ref c, (7 * cRow) + lanes);
    }

    /// <summary>Eight rows, one register wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // No slow first rounds, and nothing to learn from them.
    public static void Tile8X1<TLanes>(in GemmSizes sizes, ref float a, ref float b, ref float start, ref float c, bool rectify)
        where TLanes : struct, ILanes<TLanes>
    {
        nint aRow = sizes.ARow, aStep = sizes.AStep, bRow = sizes.BRow, startRow = sizes.StartRow, cRow = sizes.CRow;
        nint row3 = 3 * aRow, row4 = 4 * aRow, row5 = 5 * aRow, row7 = 7 * aRow; // As locals they cost nothing in the loop.
        var s0 = TLanes.Load(ref start, 0);
        var s1 = TLanes.Load(ref start, startRow);
        var s2 = TLanes.Load(ref start, 2 * startRow);
        var s3 = TLanes.Load(ref start, 3 * startRow);
        var s4 = TLanes.Load(ref start, 4 * startRow);
        var s5 = TLanes.Load(ref start, 5 * startRow);
        var s6 = TLanes.Load(ref start, 6 * startRow);
        var s7 = TLanes.Load(ref start, 7 * startRow);
        for (var l = sizes.K; l > 0; l--)
        {
            var x = TLanes.Load(ref b, 0);
            s0 = TLanes.MultiplyAdd(TLanes.Broadcast(a), x, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, aRow)), x, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, 2 * aRow)), x, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, row3)), x, s3);
            s4 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, row4)), x, s4);
            s5 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, row5)), x, s5);
            s6 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, 2 * row3)), x, s6);
            s7 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, row7)), x, s7);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bRow);
        }

        if (rectify)
        {
            s0 = TLanes.Rectify(s0);
            s1 = TLanes.Rectify(s1);
            s2 = TLanes.Rectify(s2);
            s3 = TLanes.Rectify(s3);
            s4 = TLanes.Rectify(s4);
            s5 = TLanes.Rectify(s5);
            s6 = TLanes.Rectify(s6);
            s7 = TLanes.Rectify(s7);
        }

        TLanes.Store(s0, ref c, 0);
        TLanes.Store(s1, ref c, cRow);
        TLanes.Store(s2, ref c, 2 * cRow);
        TLanes.Store(s3, ref c, 3 * cRow);
        TLanes.Store(s4, ref c, 4 * cRow);
        TLanes.Store(s5, ref c, 5 * cRow);
        TLanes.Store(s6, ref c, 6 * cRow);
        TLanes.Store(s7, ref c, 7 * cRow);
    }
}
