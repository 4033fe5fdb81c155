using System;
#if NET
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif

namespace MultiAgentEdge.Linalg
{
    // Several rows at once: each row keeps the canonical order of its own, four together hide the latency of the additions.
    public static partial class Kernel
    {
#if NET
        /// <summary>y[yo+r] = sum of a[or+i] x[xo+i], i below n, for the four rows at o0..o3.</summary>
        public static void Dot4(double[] a, int o0, int o1, int o2, int o3, double[] x, int xo, int n, double[] y, int yo)
        {
            if (n >= 4 && Vector256.IsHardwareAccelerated)
                Dot4Vector(a, o0, o1, o2, o3, x, xo, n, y, yo);
            else
                Dot4Plain(a, o0, o1, o2, o3, x, xo, n, y, yo);
        }

        /// <summary>Four dot products as every board computes them: each number of x is fetched once for the four.</summary>
        public static void Dot4Plain(
#else
        /// <summary>y[yo+r] = sum of a[or+i] x[xo+i], i below n, for the four rows at o0..o3.</summary>
        public static void Dot4(
#endif
            double[] a, int o0, int o1, int o2, int o3, double[] x, int xo, int n, double[] y, int yo)
        {
            double p0 = 0, p1 = 0, p2 = 0, p3 = 0;
            double q0 = 0, q1 = 0, q2 = 0, q3 = 0;
            double r0 = 0, r1 = 0, r2 = 0, r3 = 0;
            double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            int end = xo + n;
            int last = end - 3;
            double v;
            while (xo < last)
            {
                v = x[xo];
                p0 += a[o0] * v;
                q0 += a[o1] * v;
                r0 += a[o2] * v;
                s0 += a[o3] * v;
                v = x[xo + 1];
                p1 += a[o0 + 1] * v;
                q1 += a[o1 + 1] * v;
                r1 += a[o2 + 1] * v;
                s1 += a[o3 + 1] * v;
                v = x[xo + 2];
                p2 += a[o0 + 2] * v;
                q2 += a[o1 + 2] * v;
                r2 += a[o2 + 2] * v;
                s2 += a[o3 + 2] * v;
                v = x[xo + 3];
                p3 += a[o0 + 3] * v;
                q3 += a[o1 + 3] * v;
                r3 += a[o2 + 3] * v;
                s3 += a[o3 + 3] * v;
                o0 += 4;
                o1 += 4;
                o2 += 4;
                o3 += 4;
                xo += 4;
            }

            p0 = (p0 + p1) + (p2 + p3);
            q0 = (q0 + q1) + (q2 + q3);
            r0 = (r0 + r1) + (r2 + r3);
            s0 = (s0 + s1) + (s2 + s3);
            while (xo < end)
            {
                v = x[xo];
                p0 += a[o0] * v;
                q0 += a[o1] * v;
                r0 += a[o2] * v;
                s0 += a[o3] * v;
                o0++;
                o1++;
                o2++;
                o3++;
                xo++;
            }

            y[yo] = p0;
            y[yo + 1] = q0;
            y[yo + 2] = r0;
            y[yo + 3] = s0;
        }

#if NET
        /// <summary>y[yo+i] += a0 x[o0+i], then a1 x[o1+i], a2 x[o2+i] and a3 x[o3+i] in this order, i below n.</summary>
        public static void Axpy4(double a0, double a1, double a2, double a3, double[] x, int o0, int o1, int o2, int o3, double[] y, int yo, int n)
        {
            if (n >= 4 && Vector256.IsHardwareAccelerated)
                Axpy4Vector(a0, a1, a2, a3, x, o0, o1, o2, o3, y, yo, n);
            else
                Axpy4Plain(a0, a1, a2, a3, x, o0, o1, o2, o3, y, yo, n);
        }

        /// <summary>Four scaled additions as every board computes them: each number of y is fetched and stored once for the four.</summary>
        public static void Axpy4Plain(
#else
        /// <summary>y[yo+i] += a0 x[o0+i], then a1 x[o1+i], a2 x[o2+i] and a3 x[o3+i] in this order, i below n.</summary>
        public static void Axpy4(
#endif
            double a0, double a1, double a2, double a3, double[] x, int o0, int o1, int o2, int o3, double[] y, int yo, int n)
        {
            // Offsets from y's own index: one counter instead of five.
            o0 -= yo;
            o1 -= yo;
            o2 -= yo;
            o3 -= yo;
            int end = yo + n;
            while (yo < end)
            {
                y[yo] = y[yo] + (a0 * x[yo + o0]) + (a1 * x[yo + o1]) + (a2 * x[yo + o2]) + (a3 * x[yo + o3]);
                yo++;
            }
        }

#if NET
        /// <summary>y[i] = (a[i] - b[i]) s[i], i below n.</summary>
        public static void Shift(double[] a, double[] b, double[] s, double[] y, int n)
        {
            int i = 0;
            if (n >= 4 && Vector256.IsHardwareAccelerated)
            {
                ref double pa = ref MemoryMarshal.GetArrayDataReference(a);
                ref double pb = ref MemoryMarshal.GetArrayDataReference(b);
                ref double ps = ref MemoryMarshal.GetArrayDataReference(s);
                ref double py = ref MemoryMarshal.GetArrayDataReference(y);
                for (; i + 3 < n; i += 4)
                {
                    Vector256<double> difference = Vector256.LoadUnsafe(ref pa, (nuint)i) - Vector256.LoadUnsafe(ref pb, (nuint)i);
                    (difference * Vector256.LoadUnsafe(ref ps, (nuint)i)).StoreUnsafe(ref py, (nuint)i);
                }
            }

            for (; i < n; i++)
                y[i] = (a[i] - b[i]) * s[i];
        }

#endif
        /// <summary>y[i] = a[i] b[i], i below n.</summary>
        public static void Multiply(double[] a, double[] b, double[] y, int n)
        {
            int i = 0;
#if NET
            if (n >= 4 && Vector256.IsHardwareAccelerated)
            {
                ref double pa = ref MemoryMarshal.GetArrayDataReference(a);
                ref double pb = ref MemoryMarshal.GetArrayDataReference(b);
                ref double py = ref MemoryMarshal.GetArrayDataReference(y);
                for (; i + 3 < n; i += 4)
                    (Vector256.LoadUnsafe(ref pa, (nuint)i) * Vector256.LoadUnsafe(ref pb, (nuint)i)).StoreUnsafe(ref py, (nuint)i);
            }
#endif
            for (; i < n; i++)
                y[i] = a[i] * b[i];
        }

        /// <summary>Whether the first n numbers are neither NaN nor infinite: zero times one that is gives NaN, and NaN stays.</summary>
        public static bool IsFinite(double[] a, int n)
        {
            double check = 0.0;
            int i = 0;
            for (; i + 3 < n; i += 4)
                check += (0.0 * a[i]) + (0.0 * a[i + 1]) + (0.0 * a[i + 2]) + (0.0 * a[i + 3]);
            for (; i < n; i++)
                check += 0.0 * a[i];
            return !double.IsNaN(check);
        }

        /// <summary>An i below n up to which no value[i] is above high[i] or below low[i]; n where none is. The numbers must not be
        /// NaN.</summary>
        public static int FirstOutside(double[] value, double[] low, double[] high, int n)
        {
            int i = 0;
#if NET
            if (n >= 4 && Vector256.IsHardwareAccelerated)
            {
                ref double pv = ref MemoryMarshal.GetArrayDataReference(value);
                ref double pl = ref MemoryMarshal.GetArrayDataReference(low);
                ref double ph = ref MemoryMarshal.GetArrayDataReference(high);
                for (; i + 3 < n; i += 4)
                {
                    Vector256<double> v = Vector256.LoadUnsafe(ref pv, (nuint)i);
                    if (Vector256.GreaterThanAny(v, Vector256.LoadUnsafe(ref ph, (nuint)i)) || Vector256.LessThanAny(v, Vector256.LoadUnsafe(ref pl, (nuint)i)))
                        return i;
                }
            }
#endif
            for (; i < n; i++)
            {
                double v = value[i];
                if (v > high[i])
                    break;
                if (v < low[i])
                    break;
            }

            return i;
        }

#if NET
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Dot4Vector(double[] a, int o0, int o1, int o2, int o3, double[] x, int xo, int n, double[] y, int yo)
        {
            ref double pa = ref MemoryMarshal.GetArrayDataReference(a);
            ref double p0 = ref Unsafe.Add(ref pa, o0);
            ref double p1 = ref Unsafe.Add(ref pa, o1);
            ref double p2 = ref Unsafe.Add(ref pa, o2);
            ref double p3 = ref Unsafe.Add(ref pa, o3);
            ref double px = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(x), xo);
            Vector256<double> s0 = Vector256<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
            nuint i = 0;
            nuint last = (nuint)(n - 3);
            for (; i < last; i += 4)
            {
                Vector256<double> v = Vector256.LoadUnsafe(ref px, i);
                s0 += Vector256.LoadUnsafe(ref p0, i) * v;
                s1 += Vector256.LoadUnsafe(ref p1, i) * v;
                s2 += Vector256.LoadUnsafe(ref p2, i) * v;
                s3 += Vector256.LoadUnsafe(ref p3, i) * v;
            }

            Vector256<double> sum = LaneSums(s0, s1, s2, s3);
            for (; i < (nuint)n; i++)
            {
                Vector256<double> column = Vector256.Create(Unsafe.Add(ref p0, i), Unsafe.Add(ref p1, i), Unsafe.Add(ref p2, i), Unsafe.Add(ref p3, i));
                sum += column * Vector256.Create(Unsafe.Add(ref px, i));
            }

            sum.StoreUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(y), yo));
        }

        // (lane 0 + lane 1) + (lane 2 + lane 3) of each.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<double> LaneSums(Vector256<double> s0, Vector256<double> s1, Vector256<double> s2, Vector256<double> s3)
        {
            if (!Avx.IsSupported)
                return Vector256.Create(Lanes(s0), Lanes(s1), Lanes(s2), Lanes(s3));
            Vector256<double> t0 = Avx.HorizontalAdd(s0, s1);
            Vector256<double> t1 = Avx.HorizontalAdd(s2, s3);
            return Avx.Permute2x128(t0, t1, 0x20) + Avx.Permute2x128(t0, t1, 0x31);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Axpy4Vector(double a0, double a1, double a2, double a3, double[] x, int o0, int o1, int o2, int o3, double[] y, int yo, int n)
        {
            ref double px = ref MemoryMarshal.GetArrayDataReference(x);
            ref double p0 = ref Unsafe.Add(ref px, o0);
            ref double p1 = ref Unsafe.Add(ref px, o1);
            ref double p2 = ref Unsafe.Add(ref px, o2);
            ref double p3 = ref Unsafe.Add(ref px, o3);
            ref double py = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(y), yo);
            Vector256<double> v0 = Vector256.Create(a0), v1 = Vector256.Create(a1), v2 = Vector256.Create(a2), v3 = Vector256.Create(a3);
            nuint i = 0;
            nuint last = (nuint)(n - 3);
            for (; i < last; i += 4)
            {
                Vector256<double> v = Vector256.LoadUnsafe(ref py, i) + (v0 * Vector256.LoadUnsafe(ref p0, i));
                v += v1 * Vector256.LoadUnsafe(ref p1, i);
                v += v2 * Vector256.LoadUnsafe(ref p2, i);
                v += v3 * Vector256.LoadUnsafe(ref p3, i);
                v.StoreUnsafe(ref py, i);
            }

            for (; i < (nuint)n; i++)
            {
                double v = Unsafe.Add(ref py, i) + (a0 * Unsafe.Add(ref p0, i));
                v += a1 * Unsafe.Add(ref p1, i);
                v += a2 * Unsafe.Add(ref p2, i);
                v += a3 * Unsafe.Add(ref p3, i);
                Unsafe.Add(ref py, i) = v;
            }
        }
#endif
    }
}
