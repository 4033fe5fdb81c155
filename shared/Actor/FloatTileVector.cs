#if NET
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MultiAgentEdge.Actor
{
    /// <summary><see cref="FloatTile"/> on vectors: one fetch of x serves eight rows, whose additions do not wait for each other. No board compiles it.</summary>
    internal static class FloatTileVector
    {
        /// <summary>Eight rows' four lanes as vectors: the same additions in the same order.</summary>
        public static void Compute(float[][] w, int at, float[] x, int n, float[] y, int row)
        {
            ref float inputs = ref MemoryMarshal.GetReference(x.AsSpan(0, n));
            ref float w0 = ref MemoryMarshal.GetReference(w[0].AsSpan(at, n));
            ref float w1 = ref MemoryMarshal.GetReference(w[1].AsSpan(at, n));
            ref float w2 = ref MemoryMarshal.GetReference(w[2].AsSpan(at, n));
            ref float w3 = ref MemoryMarshal.GetReference(w[3].AsSpan(at, n));
            ref float w4 = ref MemoryMarshal.GetReference(w[4].AsSpan(at, n));
            ref float w5 = ref MemoryMarshal.GetReference(w[5].AsSpan(at, n));
            ref float w6 = ref MemoryMarshal.GetReference(w[6].AsSpan(at, n));
            ref float w7 = ref MemoryMarshal.GetReference(w[7].AsSpan(at, n));
            Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            nuint i = 0;
            for (; i + 4 <= (nuint)n; i += 4)
            {
                Vector128<float> v = Vector128.LoadUnsafe(ref inputs, i);
                s0 += Vector128.LoadUnsafe(ref w0, i) * v;
                s1 += Vector128.LoadUnsafe(ref w1, i) * v;
                s2 += Vector128.LoadUnsafe(ref w2, i) * v;
                s3 += Vector128.LoadUnsafe(ref w3, i) * v;
                s4 += Vector128.LoadUnsafe(ref w4, i) * v;
                s5 += Vector128.LoadUnsafe(ref w5, i) * v;
                s6 += Vector128.LoadUnsafe(ref w6, i) * v;
                s7 += Vector128.LoadUnsafe(ref w7, i) * v;
            }

            // Four rows' lanes side by side: (s0+s1)+(s2+s3) of each at once.
            Sum(s0, s1, s2, s3).CopyTo(y, row);
            Sum(s4, s5, s6, s7).CopyTo(y, row + 4);
            for (; i < (nuint)n; i++)
            {
                float v = x[(int)i];
                y[row] += Unsafe.Add(ref w0, i) * v;
                y[row + 1] += Unsafe.Add(ref w1, i) * v;
                y[row + 2] += Unsafe.Add(ref w2, i) * v;
                y[row + 3] += Unsafe.Add(ref w3, i) * v;
                y[row + 4] += Unsafe.Add(ref w4, i) * v;
                y[row + 5] += Unsafe.Add(ref w5, i) * v;
                y[row + 6] += Unsafe.Add(ref w6, i) * v;
                y[row + 7] += Unsafe.Add(ref w7, i) * v;
            }
        }

        /// <summary>The same with i8 weights.</summary>
        public static void ComputeQuantised(sbyte[][] w, int at, float[] x, int n, float[] y, int row)
        {
            ref float inputs = ref MemoryMarshal.GetReference(x.AsSpan(0, n));
            ref sbyte w0 = ref MemoryMarshal.GetReference(w[0].AsSpan(at, n));
            ref sbyte w1 = ref MemoryMarshal.GetReference(w[1].AsSpan(at, n));
            ref sbyte w2 = ref MemoryMarshal.GetReference(w[2].AsSpan(at, n));
            ref sbyte w3 = ref MemoryMarshal.GetReference(w[3].AsSpan(at, n));
            ref sbyte w4 = ref MemoryMarshal.GetReference(w[4].AsSpan(at, n));
            ref sbyte w5 = ref MemoryMarshal.GetReference(w[5].AsSpan(at, n));
            ref sbyte w6 = ref MemoryMarshal.GetReference(w[6].AsSpan(at, n));
            ref sbyte w7 = ref MemoryMarshal.GetReference(w[7].AsSpan(at, n));
            Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            nuint i = 0;
            for (; i + 4 <= (nuint)n; i += 4)
            {
                Vector128<float> v = Vector128.LoadUnsafe(ref inputs, i);
                s0 += Widen(ref w0, i) * v;
                s1 += Widen(ref w1, i) * v;
                s2 += Widen(ref w2, i) * v;
                s3 += Widen(ref w3, i) * v;
                s4 += Widen(ref w4, i) * v;
                s5 += Widen(ref w5, i) * v;
                s6 += Widen(ref w6, i) * v;
                s7 += Widen(ref w7, i) * v;
            }

            // Four rows' lanes side by side: (s0+s1)+(s2+s3) of each at once.
            Sum(s0, s1, s2, s3).CopyTo(y, row);
            Sum(s4, s5, s6, s7).CopyTo(y, row + 4);
            for (; i < (nuint)n; i++)
            {
                float v = x[(int)i];
                y[row] += Unsafe.Add(ref w0, i) * v;
                y[row + 1] += Unsafe.Add(ref w1, i) * v;
                y[row + 2] += Unsafe.Add(ref w2, i) * v;
                y[row + 3] += Unsafe.Add(ref w3, i) * v;
                y[row + 4] += Unsafe.Add(ref w4, i) * v;
                y[row + 5] += Unsafe.Add(ref w5, i) * v;
                y[row + 6] += Unsafe.Add(ref w6, i) * v;
                y[row + 7] += Unsafe.Add(ref w7, i) * v;
            }
        }

        // Sum of the four lanes of each row, in the order of FloatDot.
        private static Vector128<float> Sum(Vector128<float> r0, Vector128<float> r1, Vector128<float> r2, Vector128<float> r3)
        {
            if (!Sse.IsSupported)
            {
                return Vector128.Create(
                    (r0[0] + r0[1]) + (r0[2] + r0[3]), (r1[0] + r1[1]) + (r1[2] + r1[3]), (r2[0] + r2[1]) + (r2[2] + r2[3]), (r3[0] + r3[1]) + (r3[2] + r3[3]));
            }

            Vector128<float> low01 = Sse.UnpackLow(r0, r1);
            Vector128<float> low23 = Sse.UnpackLow(r2, r3);
            Vector128<float> high01 = Sse.UnpackHigh(r0, r1);
            Vector128<float> high23 = Sse.UnpackHigh(r2, r3);
            return (Sse.MoveLowToHigh(low01, low23) + Sse.MoveHighToLow(low23, low01)) + (Sse.MoveLowToHigh(high01, high23) + Sse.MoveHighToLow(high23, high01));
        }

        private static Vector128<float> Widen(ref sbyte from, nuint at)
        {
            int four = Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref from, at)));
            return Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(four).AsSByte())));
        }
    }
}
#endif
