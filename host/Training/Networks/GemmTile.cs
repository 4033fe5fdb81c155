using System.Runtime.CompilerServices;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>Register tiles of C = S + A B; arguments are already checked by <see cref="Gemm"/>. Each element is one chain of fused
/// multiply-adds over l = 0, 1, 2 ...</summary>
internal static class GemmTile
{
    /// <summary>Four rows, four registers wide: the fewest loads for sixteen sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // No slow first rounds, and nothing to learn from them.
    public static void Tile4X4<TLanes, TVector>(in GemmSizes sizes, ref float a, ref float b, ref float start, ref float c, bool rectify)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        nint aRow = sizes.ARow, aStep = sizes.AStep, bRow = sizes.BRow, startRow = sizes.StartRow, cRow = sizes.CRow, lanes = TLanes.Count;
        nint row3 = 3 * aRow; // As a local it costs nothing in the loop.
        var s0x = TLanes.Load(ref start, 0);
        var s0y = TLanes.Load(ref start, lanes);
        var s0z = TLanes.Load(ref start, 2 * lanes);
        var s0w = TLanes.Load(ref start, 3 * lanes);
        var s1x = TLanes.Load(ref start, startRow);
        var s1y = TLanes.Load(ref start, startRow + lanes);
        var s1z = TLanes.Load(ref start, startRow + (2 * lanes));
        var s1w = TLanes.Load(ref start, startRow + (3 * lanes));
        var s2x = TLanes.Load(ref start, 2 * startRow);
        var s2y = TLanes.Load(ref start, (2 * startRow) + lanes);
        var s2z = TLanes.Load(ref start, (2 * startRow) + (2 * lanes));
        var s2w = TLanes.Load(ref start, (2 * startRow) + (3 * lanes));
        var s3x = TLanes.Load(ref start, 3 * startRow);
        var s3y = TLanes.Load(ref start, (3 * startRow) + lanes);
        var s3z = TLanes.Load(ref start, (3 * startRow) + (2 * lanes));
        var s3w = TLanes.Load(ref start, (3 * startRow) + (3 * lanes));
        for (var l = sizes.K; l > 0; l--)
        {
            var x = TLanes.Load(ref b, 0);
            var y = TLanes.Load(ref b, lanes);
            var z = TLanes.Load(ref b, 2 * lanes);
            var w = TLanes.Load(ref b, 3 * lanes);
            var f0 = TLanes.Broadcast(a);
            s0x = TLanes.MultiplyAdd(f0, x, s0x);
            s0y = TLanes.MultiplyAdd(f0, y, s0y);
            s0z = TLanes.MultiplyAdd(f0, z, s0z);
            s0w = TLanes.MultiplyAdd(f0, w, s0w);
            var f1 = TLanes.Broadcast(Unsafe.Add(ref a, aRow));
            s1x = TLanes.MultiplyAdd(f1, x, s1x);
            s1y = TLanes.MultiplyAdd(f1, y, s1y);
            s1z = TLanes.MultiplyAdd(f1, z, s1z);
            s1w = TLanes.MultiplyAdd(f1, w, s1w);
            var f2 = TLanes.Broadcast(Unsafe.Add(ref a, 2 * aRow));
            s2x = TLanes.MultiplyAdd(f2, x, s2x);
            s2y = TLanes.MultiplyAdd(f2, y, s2y);
            s2z = TLanes.MultiplyAdd(f2, z, s2z);
            s2w = TLanes.MultiplyAdd(f2, w, s2w);
            var f3 = TLanes.Broadcast(Unsafe.Add(ref a, row3));
            s3x = TLanes.MultiplyAdd(f3, x, s3x);
            s3y = TLanes.MultiplyAdd(f3, y, s3y);
            s3z = TLanes.MultiplyAdd(f3, z, s3z);
            s3w = TLanes.MultiplyAdd(f3, w, s3w);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bRow);
        }

        if (rectify)
        {
            s0x = TLanes.Rectify(s0x);
            s0y = TLanes.Rectify(s0y);
            s0z = TLanes.Rectify(s0z);
            s0w = TLanes.Rectify(s0w);
            s1x = TLanes.Rectify(s1x);
            s1y = TLanes.Rectify(s1y);
            s1z = TLanes.Rectify(s1z);
            s1w = TLanes.Rectify(s1w);
            s2x = TLanes.Rectify(s2x);
            s2y = TLanes.Rectify(s2y);
            s2z = TLanes.Rectify(s2z);
            s2w = TLanes.Rectify(s2w);
            s3x = TLanes.Rectify(s3x);
            s3y = TLanes.Rectify(s3y);
            s3z = TLanes.Rectify(s3z);
            s3w = TLanes.Rectify(s3w);
        }

        TLanes.Store(s0x, ref c, 0);
        TLanes.Store(s0y, ref c, lanes);
        TLanes.Store(s0z, ref c, 2 * lanes);
        TLanes.Store(s0w, ref c, 3 * lanes);
        TLanes.Store(s1x, ref c, cRow);
        TLanes.Store(s1y, ref c, cRow + lanes);
        TLanes.Store(s1z, ref c, cRow + (2 * lanes));
        TLanes.Store(s1w, ref c, cRow + (3 * lanes));
        TLanes.Store(s2x, ref c, 2 * cRow);
        TLanes.Store(s2y, ref c, (2 * cRow) + lanes);
        TLanes.Store(s2z, ref c, (2 * cRow) + (2 * lanes));
        TLanes.Store(s2w, ref c, (2 * cRow) + (3 * lanes));
        TLanes.Store(s3x, ref c, 3 * cRow);
        TLanes.Store(s3y, ref c, (3 * cRow) + lanes);
        TLanes.Store(s3z, ref c, (3 * cRow) + (2 * lanes));
        TLanes.Store(s3w, ref c, (3 * cRow) + (3 * lanes));
    }

    /// <summary>Eight rows, one register wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // No slow first rounds, and nothing to learn from them.
    public static void Tile8X1<TLanes, TVector>(in GemmSizes sizes, ref float a, ref float b, ref float start, ref float c, bool rectify)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
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
