using System;

namespace MultiAgentEdge.Linalg
{
    // Rows of one matrix, all or some, times one vector: where a solve spends its time.
    public static partial class Kernel
    {
        /// <summary>y = A x.</summary>
        /// <param name="a">rows x columns, row-major.</param>
        public static void MatVec(double[] a, int rows, int columns, double[] x, double[] y)
        {
            RowProducts(a, columns, 0, 0, rows, x, y);
        }

        /// <summary>y = A x + b.</summary>
        /// <param name="a">rows x columns, row-major.</param>
        /// <param name="b">rows.</param>
        public static void MatVecAdd(double[] a, int rows, int columns, double[] x, double[] b, double[] y)
        {
#if !NET
            if (columns == 12)
            {
                TwelveColumns(a, rows, x, b, y);
                return;
            }
#endif
            MatVec(a, rows, columns, x, y);
            for (int r = 0; r < rows; r++)
                y[r] += b[r];
        }

        /// <summary>
        /// y[r] = sum of a[r columns + i] x[i], i below columns, for the rows r from first to before end. The zeros left of the diagonal in
        /// the first rows are left out by fours: they change no bit of a sum that starts from zero, as long as x is finite.
        /// </summary>
        /// <param name="a">Row-major.</param>
        /// <param name="upper">How many of the first rows have zeros left of the diagonal.</param>
        public static void RowProducts(double[] a, int columns, int upper, int first, int end, double[] x, double[] y)
        {
#if !NET
            if (columns == 10)
            {
                TenColumns(a, upper, first, end, x, y);
                return;
            }
#endif
            int r = first;
            for (; r + 3 < end; r += 4)
            {
                int from = r + 3 < upper ? r & ~3 : 0;
                int o = (r * columns) + from;
                Dot4(a, o, o + columns, o + (2 * columns), o + (3 * columns), x, from, columns - from, y, r);
            }

            for (; r < end; r++)
            {
                int from = r < upper ? r & ~3 : 0;
                y[r] = Dot(a, (r * columns) + from, x, from, columns - from);
            }
        }

        /// <summary>y[k] = sum of a[which[k] columns + i] x[xo+i], i below columns, k below count.</summary>
        public static void SomeRowProducts(double[] a, int columns, int[] which, int count, double[] x, int xo, double[] y)
        {
#if !NET
            if (columns >= 8 && columns < 16)
            {
                SomeRowProductsPlain(a, columns, which, count, x, xo, y);
                return;
            }
#endif
            int k = 0;
            for (; k + 3 < count; k += 4)
                Dot4(a, which[k] * columns, which[k + 1] * columns, which[k + 2] * columns, which[k + 3] * columns, x, xo, columns, y, k);
            for (; k < count; k++)
                y[k] = Dot(a, which[k] * columns, x, xo, columns);
        }

        /// <summary>The same as a board computes it for 8 to 15 columns: x waits in locals, and a row is one expression.</summary>
        public static void SomeRowProductsPlain(double[] a, int columns, int[] which, int count, double[] x, int xo, double[] y)
        {
            double x0 = x[xo], x1 = x[xo + 1], x2 = x[xo + 2], x3 = x[xo + 3];
            double x4 = x[xo + 4], x5 = x[xo + 5], x6 = x[xo + 6], x7 = x[xo + 7];
            bool twelve = columns >= 12;
            double x8 = twelve ? x[xo + 8] : 0, x9 = twelve ? x[xo + 9] : 0, x10 = twelve ? x[xo + 10] : 0, x11 = twelve ? x[xo + 11] : 0;
            int whole = twelve ? 12 : 8;
            int tail = columns - whole;
            double t0 = tail > 0 ? x[xo + whole] : 0, t1 = tail > 1 ? x[xo + whole + 1] : 0, t2 = tail > 2 ? x[xo + whole + 2] : 0;
            for (int k = 0; k < count; k++)
            {
                int o = which[k] * columns;
                double s;

                // Starting from zero, as the canonical sum does, matters for the sign of a zero.
                if (twelve)
                {
                    s = 0.0 + (((a[o] * x0) + (a[o + 4] * x4) + (a[o + 8] * x8)) + ((a[o + 1] * x1) + (a[o + 5] * x5) + (a[o + 9] * x9)))
                        + (((a[o + 2] * x2) + (a[o + 6] * x6) + (a[o + 10] * x10))
                            + ((a[o + 3] * x3) + (a[o + 7] * x7) + (a[o + 11] * x11)));
                }
                else
                {
                    s = 0.0 + (((a[o] * x0) + (a[o + 4] * x4)) + ((a[o + 1] * x1) + (a[o + 5] * x5)))
                        + (((a[o + 2] * x2) + (a[o + 6] * x6)) + ((a[o + 3] * x3) + (a[o + 7] * x7)));
                }

                o += whole;
                switch (tail)
                {
                    case 1:
                        s += a[o] * t0;
                        break;
                    case 2:
                        s = s + (a[o] * t0) + (a[o + 1] * t1);
                        break;
                    case 3:
                        s = s + (a[o] * t0) + (a[o + 1] * t1) + (a[o + 2] * t2);
                        break;
                    default:
                        break;
                }

                y[k] = s;
            }
        }

        /// <summary>All row products as a board computes them for ten columns, the horizon of paper S1: nothing is left to decide in a
        /// row.</summary>
        public static void TenColumns(double[] a, int upper, int first, int end, double[] x, double[] y)
        {
            double x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3], x4 = x[4], x5 = x[5], x6 = x[6], x7 = x[7], x8 = x[8], x9 = x[9];
            int o = 10 * first;
            for (int r = first; r < end; r++)
            {
                if (r >= upper || r < 4)
                {
                    y[r] = 0.0 + (((a[o] * x0) + (a[o + 4] * x4)) + ((a[o + 1] * x1) + (a[o + 5] * x5)))
                        + (((a[o + 2] * x2) + (a[o + 6] * x6)) + ((a[o + 3] * x3) + (a[o + 7] * x7))) + (a[o + 8] * x8) + (a[o + 9] * x9);
                }
                else if (r < 8)
                {
                    y[r] = 0.0 + ((a[o + 4] * x4) + (a[o + 5] * x5)) + ((a[o + 6] * x6) + (a[o + 7] * x7)) + (a[o + 8] * x8)
                        + (a[o + 9] * x9);
                }
                else
                {
                    y[r] = 0.0 + (a[o + 8] * x8) + (a[o + 9] * x9);
                }

                o += 10;
            }
        }

        /// <summary>y = A x + b as a board computes it for twelve columns: ten prices and a state of two.</summary>
        public static void TwelveColumns(double[] a, int rows, double[] x, double[] b, double[] y)
        {
            double x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3], x4 = x[4], x5 = x[5];
            double x6 = x[6], x7 = x[7], x8 = x[8], x9 = x[9], x10 = x[10], x11 = x[11];
            int o = 0;
            for (int r = 0; r < rows; r++)
            {
                y[r] = 0.0 + (((a[o] * x0) + (a[o + 4] * x4) + (a[o + 8] * x8)) + ((a[o + 1] * x1) + (a[o + 5] * x5) + (a[o + 9] * x9)))
                    + (((a[o + 2] * x2) + (a[o + 6] * x6) + (a[o + 10] * x10)) + ((a[o + 3] * x3) + (a[o + 7] * x7) + (a[o + 11] * x11)))
                    + b[r];
                o += 12;
            }
        }

        /// <summary>y = -U' x for an upper triangle with zeros below: row after row is taken away, each from its block's first column
        /// on.</summary>
        /// <param name="u">n x n.</param>
        public static void NegatedUpperTransposed(double[] u, int n, double[] x, double[] y)
        {
            int i = 0;
#if !NET
            if (n >= 8)
            {
                FirstRowsTransposed(u, n, x, y);
                i = 8;
            }
            else
#endif
            {
                Array.Clear(y, 0, n);
            }

            for (; i + 3 < n; i += 4)
            {
                int o = i * (n + 1);
                Axpy4(-x[i], -x[i + 1], -x[i + 2], -x[i + 3], u, o, o + n, o + (2 * n), o + (3 * n), y, i, n - i);
            }

            for (int first = i; i < n; i++)
                Axpy(-x[i], u, (i * n) + first, y, first, n - first);
        }

        /// <summary>y = -U' x as a board computes it for the first eight rows of U: one pass over y instead of two.</summary>
        public static void FirstRowsTransposed(double[] u, int n, double[] x, double[] y)
        {
            double x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3], x4 = x[4], x5 = x[5], x6 = x[6], x7 = x[7];
            int o2 = 2 * n, o3 = 3 * n, o4 = 4 * n, o5 = 5 * n, o6 = 6 * n, o7 = 7 * n;
            for (int j = 0; j < 4; j++)
                y[j] = 0.0 - (x0 * u[j]) - (x1 * u[j + n]) - (x2 * u[j + o2]) - (x3 * u[j + o3]);
            for (int j = 4; j < n; j++)
            {
                y[j] = 0.0 - (x0 * u[j]) - (x1 * u[j + n]) - (x2 * u[j + o2]) - (x3 * u[j + o3])
                    - (x4 * u[j + o4]) - (x5 * u[j + o5]) - (x6 * u[j + o6]) - (x7 * u[j + o7]);
            }
        }
    }
}
