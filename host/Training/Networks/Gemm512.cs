using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MultiAgentEdge.Host.Training.Networks;

/// <summary>Register tiles of 512-bit vectors; arguments as those of <see cref="Gemm.Accumulate"/>, already checked there.</summary>
internal static class Gemm512
{
    public static void Tile8X32(int k, ref readonly float aFirst, int aRow, int aStep, ref readonly float bFirst, int n, ref float c)
    {
        ref var a = ref Unsafe.AsRef(in aFirst);
        ref var b = ref Unsafe.AsRef(in bFirst);
        ref var c0 = ref c;
        ref var c1 = ref Unsafe.Add(ref c0, n);
        ref var c2 = ref Unsafe.Add(ref c1, n);
        ref var c3 = ref Unsafe.Add(ref c2, n);
        ref var c4 = ref Unsafe.Add(ref c3, n);
        ref var c5 = ref Unsafe.Add(ref c4, n);
        ref var c6 = ref Unsafe.Add(ref c5, n);
        ref var c7 = ref Unsafe.Add(ref c6, n);
        var s0x = Vector512.LoadUnsafe(ref c0);
        var s0y = Vector512.LoadUnsafe(ref c0, 16);
        var s1x = Vector512.LoadUnsafe(ref c1);
        var s1y = Vector512.LoadUnsafe(ref c1, 16);
        var s2x = Vector512.LoadUnsafe(ref c2);
        var s2y = Vector512.LoadUnsafe(ref c2, 16);
        var s3x = Vector512.LoadUnsafe(ref c3);
        var s3y = Vector512.LoadUnsafe(ref c3, 16);
        var s4x = Vector512.LoadUnsafe(ref c4);
        var s4y = Vector512.LoadUnsafe(ref c4, 16);
        var s5x = Vector512.LoadUnsafe(ref c5);
        var s5y = Vector512.LoadUnsafe(ref c5, 16);
        var s6x = Vector512.LoadUnsafe(ref c6);
        var s6y = Vector512.LoadUnsafe(ref c6, 16);
        var s7x = Vector512.LoadUnsafe(ref c7);
        var s7y = Vector512.LoadUnsafe(ref c7, 16);
        nint row = aRow;
        for (var l = 0; l < k; l++)
        {
            var x = Vector512.LoadUnsafe(ref b);
            var y = Vector512.LoadUnsafe(ref b, 16);
            var f0 = Vector512.Create(a);
            s0x = Vector512.FusedMultiplyAdd(f0, x, s0x);
            s0y = Vector512.FusedMultiplyAdd(f0, y, s0y);
            var f1 = Vector512.Create(Unsafe.Add(ref a, row));
            s1x = Vector512.FusedMultiplyAdd(f1, x, s1x);
            s1y = Vector512.FusedMultiplyAdd(f1, y, s1y);
            var f2 = Vector512.Create(Unsafe.Add(ref a, 2 * row));
            s2x = Vector512.FusedMultiplyAdd(f2, x, s2x);
            s2y = Vector512.FusedMultiplyAdd(f2, y, s2y);
            var f3 = Vector512.Create(Unsafe.Add(ref a, 3 * row));
            s3x = Vector512.FusedMultiplyAdd(f3, x, s3x);
            s3y = Vector512.FusedMultiplyAdd(f3, y, s3y);
            var f4 = Vector512.Create(Unsafe.Add(ref a, 4 * row));
            s4x = Vector512.FusedMultiplyAdd(f4, x, s4x);
            s4y = Vector512.FusedMultiplyAdd(f4, y, s4y);
            var f5 = Vector512.Create(Unsafe.Add(ref a, 5 * row));
            s5x = Vector512.FusedMultiplyAdd(f5, x, s5x);
            s5y = Vector512.FusedMultiplyAdd(f5, y, s5y);
            var f6 = Vector512.Create(Unsafe.Add(ref a, 6 * row));
            s6x = Vector512.FusedMultiplyAdd(f6, x, s6x);
            s6y = Vector512.FusedMultiplyAdd(f6, y, s6y);
            var f7 = Vector512.Create(Unsafe.Add(ref a, 7 * row));
            s7x = Vector512.FusedMultiplyAdd(f7, x, s7x);
            s7y = Vector512.FusedMultiplyAdd(f7, y, s7y);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, n);
        }

        s0x.StoreUnsafe(ref c0);
        s0y.StoreUnsafe(ref c0, 16);
        s1x.StoreUnsafe(ref c1);
        s1y.StoreUnsafe(ref c1, 16);
        s2x.StoreUnsafe(ref c2);
        s2y.StoreUnsafe(ref c2, 16);
        s3x.StoreUnsafe(ref c3);
        s3y.StoreUnsafe(ref c3, 16);
        s4x.StoreUnsafe(ref c4);
        s4y.StoreUnsafe(ref c4, 16);
        s5x.StoreUnsafe(ref c5);
        s5y.StoreUnsafe(ref c5, 16);
        s6x.StoreUnsafe(ref c6);
        s6y.StoreUnsafe(ref c6, 16);
        s7x.StoreUnsafe(ref c7);
        s7y.StoreUnsafe(ref c7, 16);
    }

    public static void Tile8X16(int k, ref readonly float aFirst, int aRow, int aStep, ref readonly float bFirst, int n, ref float c)
    {
        ref var a = ref Unsafe.AsRef(in aFirst);
        ref var b = ref Unsafe.AsRef(in bFirst);
        ref var c0 = ref c;
        ref var c1 = ref Unsafe.Add(ref c0, n);
        ref var c2 = ref Unsafe.Add(ref c1, n);
        ref var c3 = ref Unsafe.Add(ref c2, n);
        ref var c4 = ref Unsafe.Add(ref c3, n);
        ref var c5 = ref Unsafe.Add(ref c4, n);
        ref var c6 = ref Unsafe.Add(ref c5, n);
        ref var c7 = ref Unsafe.Add(ref c6, n);
        var s0x = Vector512.LoadUnsafe(ref c0);
        var s1x = Vector512.LoadUnsafe(ref c1);
        var s2x = Vector512.LoadUnsafe(ref c2);
        var s3x = Vector512.LoadUnsafe(ref c3);
        var s4x = Vector512.LoadUnsafe(ref c4);
        var s5x = Vector512.LoadUnsafe(ref c5);
        var s6x = Vector512.LoadUnsafe(ref c6);
        var s7x = Vector512.LoadUnsafe(ref c7);
        nint row = aRow;
        for (var l = 0; l < k; l++)
        {
            var x = Vector512.LoadUnsafe(ref b);
            var f0 = Vector512.Create(a);
            s0x = Vector512.FusedMultiplyAdd(f0, x, s0x);
            var f1 = Vector512.Create(Unsafe.Add(ref a, row));
            s1x = Vector512.FusedMultiplyAdd(f1, x, s1x);
            var f2 = Vector512.Create(Unsafe.Add(ref a, 2 * row));
            s2x = Vector512.FusedMultiplyAdd(f2, x, s2x);
            var f3 = Vector512.Create(Unsafe.Add(ref a, 3 * row));
            s3x = Vector512.FusedMultiplyAdd(f3, x, s3x);
            var f4 = Vector512.Create(Unsafe.Add(ref a, 4 * row));
            s4x = Vector512.FusedMultiplyAdd(f4, x, s4x);
            var f5 = Vector512.Create(Unsafe.Add(ref a, 5 * row));
            s5x = Vector512.FusedMultiplyAdd(f5, x, s5x);
            var f6 = Vector512.Create(Unsafe.Add(ref a, 6 * row));
            s6x = Vector512.FusedMultiplyAdd(f6, x, s6x);
            var f7 = Vector512.Create(Unsafe.Add(ref a, 7 * row));
            s7x = Vector512.FusedMultiplyAdd(f7, x, s7x);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, n);
        }

        s0x.StoreUnsafe(ref c0);
        s1x.StoreUnsafe(ref c1);
        s2x.StoreUnsafe(ref c2);
        s3x.StoreUnsafe(ref c3);
        s4x.StoreUnsafe(ref c4);
        s5x.StoreUnsafe(ref c5);
        s6x.StoreUnsafe(ref c6);
        s7x.StoreUnsafe(ref c7);
    }
}
