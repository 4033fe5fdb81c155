using System;

namespace MultiAgentEdge.Linalg
{
    /// <summary>
    /// L D L' of a positive definite matrix that grows and shrinks by one row: L unit lower, packed by rows without its diagonal.
    /// Deletion is algorithm C1 of Gill, Golub, Murray and Saunders, Methods for modifying matrix factorizations (1974).
    /// Memory: c(c+1)/2 + 2c doubles for capacity c. Allocates only in the constructor.
    /// </summary>
    public sealed class PackedLdl
    {
        private readonly double[] _l;   // row i at i(i-1)/2, i long; one row more than the capacity, for a row that is tried
        private readonly double[] _d;   // capacity
        private readonly double[] _w;   // capacity
        private readonly double[] _beta; // capacity

        /// <param name="capacity">Largest order, 1 or more.</param>
        public PackedLdl(int capacity)
        {
            _l = new double[capacity * (capacity + 1) / 2];
            _d = new double[capacity];
            _w = new double[capacity];
            _beta = new double[capacity];
        }

        /// <summary>Bytes that a factor of this capacity holds.</summary>
        public static long StateBytes(int capacity)
        {
            return 8L * ((capacity * (capacity + 1L) / 2) + (3L * capacity));
        }

        /// <summary>Order of the factorised matrix.</summary>
        public int Count;

        /// <summary>Forgets everything.</summary>
        public void Clear()
        {
            Count = 0;
        }

        /// <summary>
        /// Appends a row whose products with the present rows are <paramref name="column"/> (overwritten). False where its pivot is not
        /// above the tolerance, that is, where the row depends on the present ones; then <see cref="Dependency"/> tells how.
        /// </summary>
        /// <param name="column">Count or more long.</param>
        public bool TryAppend(double[] column, double diagonal, double tolerance)
        {
            int count = Count;
            int start = count * (count - 1) / 2;
            double pivot = diagonal;
            for (int i = 0, row = 0; i < count; row += i, i++)
            {
                double w = column[i] - Kernel.Dot(_l, row, column, 0, i);
                column[i] = w;
                double l = w / _d[i];
                _l[start + i] = l;
                pivot -= w * l;
            }

            if (count >= _d.Length || !(pivot > tolerance))
                return false;
            _d[count] = pivot;
            Count = count + 1;
            return true;
        }

        /// <summary>After a refused append: takes the row all the same, with a pivot that the caller knows better.</summary>
        public bool TryAppendTried(double pivot)
        {
            if (Count >= _d.Length)
                return false;
            _d[Count] = pivot;
            Count++;
            return true;
        }

        /// <summary>After a refused append: adds to the tried row what the products of its remainder with the present rows call
        /// for.</summary>
        /// <param name="column">Count or more long, overwritten.</param>
        public void RefineTried(double[] column)
        {
            int start = Count * (Count - 1) / 2;
            for (int i = 0, row = 0; i < Count; row += i, i++)
            {
                double w = column[i] - Kernel.Dot(_l, row, column, 0, i);
                column[i] = w;
                _l[start + i] += w / _d[i];
            }
        }

        /// <summary>After a refused append: coefficients of the refused row in terms of the present ones.</summary>
        /// <param name="alpha">Count or more long.</param>
        public void Dependency(double[] alpha)
        {
            int start = Count * (Count - 1) / 2;
            for (int i = 0; i < Count; i++)
                alpha[i] = _l[start + i];
            BackSubstitute(alpha);
        }

        /// <summary>b becomes the solution of L D L' x = b.</summary>
        public void Solve(double[] b)
        {
            int count = Count;
            double[] l = _l;
            if (count > 1)
                b[1] -= l[0] * b[0];
            if (count > 2)
                b[2] -= (l[1] * b[0]) + (l[2] * b[1]);
            if (count > 3)
                b[3] -= (l[3] * b[0]) + (l[4] * b[1]) + (l[5] * b[2]);
            for (int i = 4, row = 6; i < count; row += i, i++)
                b[i] -= Kernel.Dot(l, row, b, 0, i);
            for (int i = 0; i < count; i++)
                b[i] /= _d[i];
            BackSubstitute(b);
        }

        /// <summary>Solution of L D L' x = value e_last, where e_last is the last unit vector.</summary>
        public void SolveLast(double value, double[] x)
        {
            int last = Count - 1;
            Array.Clear(x, 0, last);
            x[last] = value / _d[last];
            BackSubstitute(x);
        }

        /// <summary>Deletes row and column k.</summary>
        public void Remove(int k)
        {
            int to = k * (k - 1) / 2;
            int from = to + k;
            int trailing = Count - k - 1;
            double alpha = _d[k];
            int rows = 0;
#if NET
            for (; rows + 3 < trailing; rows += 4)
                RemoveFour(k, rows, ref alpha, ref from, ref to);
#endif
            for (int r = rows; r < trailing; r++)
            {
                int i = k + 1 + r;
                Array.Copy(_l, from, _l, to, k);
                double w = _l[from + k];
                int read = from + k + 1;
                int write = to + k;

                // Row by row keeps the access contiguous; w and beta hold what the columns before r made of alpha.
                for (int j = 0; j < r; j++)
                {
                    double l = _l[read + j];
                    w -= _w[j] * l;
                    _l[write + j] = l + (_beta[j] * w);
                }

                _w[r] = w;
                double d = _d[i] + (alpha * w * w);
                _beta[r] = w * alpha / d;
                alpha = _d[i] * alpha / d;
                _d[i - 1] = d;
                from += i;
                to += i - 1;
            }

            Count--;
        }

#if NET
        // Four rows of Remove at once, which hides the latency of their sums; each has the arithmetic of its own.
        private void RemoveFour(int k, int r, ref double alpha, ref int from, ref int to)
        {
            int i = k + 1 + r;
            int f0 = from;
            int f1 = f0 + i;
            int f2 = f1 + i + 1;
            int f3 = f2 + i + 2;
            int t0 = to;
            int t1 = t0 + i - 1;
            int t2 = t1 + i;
            int t3 = t2 + i + 1;
            double[] l = _l;
            double w0 = l[f0 + k], w1 = l[f1 + k], w2 = l[f2 + k], w3 = l[f3 + k];
            Array.Copy(l, f0, l, t0, k);
            Array.Copy(l, f1, l, t1, k);
            Array.Copy(l, f2, l, t2, k);
            Array.Copy(l, f3, l, t3, k);
            for (int j = 0; j < r; j++)
            {
                int read = k + 1 + j;
                double w = _w[j];
                double beta = _beta[j];
                double l0 = l[f0 + read], l1 = l[f1 + read], l2 = l[f2 + read], l3 = l[f3 + read];
                w0 -= w * l0;
                w1 -= w * l1;
                w2 -= w * l2;
                w3 -= w * l3;
                l[t0 + k + j] = l0 + (beta * w0);
                l[t1 + k + j] = l1 + (beta * w1);
                l[t2 + k + j] = l2 + (beta * w2);
                l[t3 + k + j] = l3 + (beta * w3);
            }

            FinishRemove(k, r, w0, ref alpha);
            w1 = RemoveColumn(k, r, f1, t1, w1);
            FinishRemove(k, r + 1, w1, ref alpha);
            w2 = RemoveColumn(k, r, f2, t2, w2);
            w2 = RemoveColumn(k, r + 1, f2, t2, w2);
            FinishRemove(k, r + 2, w2, ref alpha);
            w3 = RemoveColumn(k, r, f3, t3, w3);
            w3 = RemoveColumn(k, r + 1, f3, t3, w3);
            w3 = RemoveColumn(k, r + 2, f3, t3, w3);
            FinishRemove(k, r + 3, w3, ref alpha);
            from = f3 + i + 3;
            to = t3 + i + 2;
        }

        private double RemoveColumn(int k, int j, int from, int to, double w)
        {
            double l = _l[from + k + 1 + j];
            w -= _w[j] * l;
            _l[to + k + j] = l + (_beta[j] * w);
            return w;
        }

        private void FinishRemove(int k, int r, double w, ref double alpha)
        {
            int i = k + 1 + r;
            _w[r] = w;
            double d = _d[i] + (alpha * w * w);
            _beta[r] = w * alpha / d;
            alpha = _d[i] * alpha / d;
            _d[i - 1] = d;
        }

#endif
        private void BackSubstitute(double[] z)
        {
            int last = Count - 1;
            int row = Count * last / 2;
            for (int i = last; i > 3; i--)
            {
                row -= i;
                Kernel.Axpy(-z[i], _l, row, z, 0, i);
            }

            // The last rows without a loop: most active sets are that small.
            double[] l = _l;
            if (last > 2)
            {
                double value = z[3];
                z[0] -= value * l[3];
                z[1] -= value * l[4];
                z[2] -= value * l[5];
            }

            if (last > 1)
            {
                double value = z[2];
                z[0] -= value * l[1];
                z[1] -= value * l[2];
            }

            if (last > 0)
                z[0] -= z[1] * l[0];
        }
    }
}
