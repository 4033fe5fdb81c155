using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>A register tile of 256-bit vectors; arguments as those of <see cref="Gemm.Accumulate"/>, already checked there.</summary>
internal static class Gemm256
{
    public static void Tile4X16(int k, ref readonly float aFirst, int aRow, int aStep, ref readonly float bFirst, int n, ref float c)
    {
        ref var a = ref Unsafe.AsRef(in aFirst);
        ref var b = ref Unsafe.AsRef(in bFirst);
        ref var c0 = ref c;
        ref var c1 = ref Unsafe.Add(ref c0, n);
        ref var c2 = ref Unsafe.Add(ref c1, n);
        ref var c3 = ref Unsafe.Add(ref c2, n);
        var s0x = Vector256.LoadUnsafe(ref c0);
        var s0y = Vector256.LoadUnsafe(ref c0, 8);
        var s1x = Vector256.LoadUnsafe(ref c1);
        var s1y = Vector256.LoadUnsafe(ref c1, 8);
        var s2x = Vector256.LoadUnsafe(ref c2);
        var s2y = Vector256.LoadUnsafe(ref c2, 8);
        var s3x = Vector256.LoadUnsafe(ref c3);
        var s3y = Vector256.LoadUnsafe(ref c3, 8);
        nint row = aRow;
        for (var l = 0; l < k; l++)
        {
            var x = Vector256.LoadUnsafe(ref b);
            var y = Vector256.LoadUnsafe(ref b, 8);
            var f0 = Vector256.Create(a);
            s0x = Vector256.FusedMultiplyAdd(f0, x, s0x);
            s0y = Vector256.FusedMultiplyAdd(f0, y, s0y);
            var f1 = Vector256.Create(Unsafe.Add(ref a, row));
            s1x = Vector256.FusedMultiplyAdd(f1, x, s1x);
            s1y = Vector256.FusedMultiplyAdd(f1, y, s1y);
            var f2 = Vector256.Create(Unsafe.Add(ref a, 2 * row));
            s2x = Vector256.FusedMultiplyAdd(f2, x, s2x);
            s2y = Vector256.FusedMultiplyAdd(f2, y, s2y);
            var f3 = Vector256.Create(Unsafe.Add(ref a, 3 * row));
            s3x = Vector256.FusedMultiplyAdd(f3, x, s3x);
            s3y = Vector256.FusedMultiplyAdd(f3, y, s3y);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, n);
        }

        s0x.StoreUnsafe(ref c0);
        s0y.StoreUnsafe(ref c0, 8);
        s1x.StoreUnsafe(ref c1);
        s1y.StoreUnsafe(ref c1, 8);
        s2x.StoreUnsafe(ref c2);
        s2y.StoreUnsafe(ref c2, 8);
        s3x.StoreUnsafe(ref c3);
        s3y.StoreUnsafe(ref c3, 8);
    }
}
