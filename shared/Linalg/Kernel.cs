#if NET
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
#endif

namespace MultiAgentEdge.Linalg
{
    /// <summary>
    /// Inner loops of the dense maths. Every dot product is the canonical one: four lane sums over i, i+1, i+2, i+3, added as
    /// (s0+s1)+(s2+s3), then the tail in order, never fused; so a board and a PC give the same bits. Offsets and lengths are trusted.
    /// </summary>
    public static partial class Kernel
    {
#if NET
        /// <summary>Sum of a[ao+i] b[bo+i], i below n.</summary>
        public static double Dot(double[] a, int ao, double[] b, int bo, int n)
        {
            return n >= 4 && Vector256.IsHardwareAccelerated ? DotVector(a, ao, b, bo, n) : DotPlain(a, ao, b, bo, n);
        }

        /// <summary>The dot product as every board computes it.</summary>
        public static double DotPlain(
#else
        /// <summary>Sum of a[ao+i] b[bo+i], i below n.</summary>
        public static double Dot(
#endif
            double[] a, int ao, double[] b, int bo, int n)
        {
            double sum = 0;
            int end = ao + n;
            if (n >= 4)
            {
                double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
                int last = end - 3;
                while (ao < last)
                {
                    s0 += a[ao] * b[bo];
                    s1 += a[ao + 1] * b[bo + 1];
                    s2 += a[ao + 2] * b[bo + 2];
                    s3 += a[ao + 3] * b[bo + 3];
                    ao += 4;
                    bo += 4;
                }

                sum = (s0 + s1) + (s2 + s3);
            }

            while (ao < end)
            {
                sum += a[ao] * b[bo];
                ao++;
                bo++;
            }

            return sum;
        }

#if NET
        /// <summary>y[yo+i] += alpha x[xo+i], i below n.</summary>
        public static void Axpy(double alpha, double[] x, int xo, double[] y, int yo, int n)
        {
            if (n >= 4 && Vector256.IsHardwareAccelerated)
                AxpyVector(alpha, x, xo, y, yo, n);
            else
                AxpyPlain(alpha, x, xo, y, yo, n);
        }

        /// <summary>The scaled addition as every board computes it.</summary>
        public static void AxpyPlain(
#else
        /// <summary>y[yo+i] += alpha x[xo+i], i below n.</summary>
        public static void Axpy(
#endif
            double alpha, double[] x, int xo, double[] y, int yo, int n)
        {
            int end = yo + n;
            int last = end - 3;
            while (yo < last)
            {
                y[yo] += alpha * x[xo];
                y[yo + 1] += alpha * x[xo + 1];
                y[yo + 2] += alpha * x[xo + 2];
                y[yo + 3] += alpha * x[xo + 3];
                xo += 4;
                yo += 4;
            }

            while (yo < end)
            {
                y[yo] += alpha * x[xo];
                xo++;
                yo++;
            }
        }

#if NET
        private static double DotVector(double[] a, int ao, double[] b, int bo, int n)
        {
            ref double pa = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(a), ao);
            ref double pb = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(b), bo);
            Vector256<double> s = Vector256<double>.Zero;
            nuint i = 0;
            nuint last = (nuint)(n - 3);
            while (i < last)
            {
                s += Vector256.LoadUnsafe(ref pa, i) * Vector256.LoadUnsafe(ref pb, i);
                i += 4;
            }

            double sum = Lanes(s);
            while (i < (nuint)n)
            {
                sum += Unsafe.Add(ref pa, i) * Unsafe.Add(ref pb, i);
                i++;
            }

            return sum;
        }

        private static void AxpyVector(double alpha, double[] x, int xo, double[] y, int yo, int n)
        {
            ref double px = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(x), xo);
            ref double py = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(y), yo);
            Vector256<double> scale = Vector256.Create(alpha);
            nuint i = 0;
            nuint last = (nuint)(n - 3);
            while (i < last)
            {
                (Vector256.LoadUnsafe(ref py, i) + (scale * Vector256.LoadUnsafe(ref px, i))).StoreUnsafe(ref py, i);
                i += 4;
            }

            while (i < (nuint)n)
            {
                Unsafe.Add(ref py, i) += alpha * Unsafe.Add(ref px, i);
                i++;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static double Lanes(Vector256<double> s)
        {
            return (s.GetElement(0) + s.GetElement(1)) + (s.GetElement(2) + s.GetElement(3));
        }
#endif
    }
}
