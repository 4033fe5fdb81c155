using System;

namespace MultiAgentEdge.Linalg
{
    /// <summary>
    /// Cholesky factor H = R'R and the inverse of R, upper triangle packed by rows: row i holds columns i..n-1 from <see cref="RowStart"/>.
    /// Golub and Van Loan, Matrix Computations, algorithm 4.2.2 (outer product form).
    /// </summary>
    public static class PackedCholesky
    {
        /// <summary>Where row i of a packed upper triangle of order n starts.</summary>
        public static int RowStart(int i, int n)
        {
            return i * ((2 * n) - i + 1) / 2;
        }

        /// <summary>Copies the upper triangle of a full matrix.</summary>
        /// <param name="full">n x n, row-major.</param>
        /// <param name="packed">n(n+1)/2.</param>
        public static void Pack(double[] full, int n, double[] packed)
        {
            int at = 0;
            for (int i = 0; i < n; i++)
            {
                Array.Copy(full, (i * n) + i, packed, at, n - i);
                at += n - i;
            }
        }

        /// <summary>
        /// Factorises in place. Returns the smallest pivot divided by its own diagonal element; where that is not above
        /// <paramref name="tolerance"/> it stops and the content is undefined.
        /// </summary>
        /// <param name="packed">n(n+1)/2: upper triangle of H in, R out.</param>
        public static double Factor(double[] packed, int n, double tolerance)
        {
            double worst = 1.0;
            for (int k = 0; k < n; k++)
            {
                // The original diagonal is the pivot plus what earlier rows took from it.
                int rowK = RowStart(k, n);
                double pivot = packed[rowK];
                double diagonal = pivot;
                for (int i = 0; i < k; i++)
                {
                    double r = packed[RowStart(i, n) + k - i];
                    diagonal += r * r;
                }

                if (!(diagonal > 0.0))
                    return diagonal < 0.0 ? -1.0 : 0.0;
                double ratio = pivot / diagonal;
                if (ratio < worst)
                    worst = ratio;
                if (!(ratio > tolerance))
                    return ratio;
                double inverse = 1.0 / Math.Sqrt(pivot);
                for (int j = 0; j < n - k; j++)
                    packed[rowK + j] *= inverse;
                for (int i = k + 1; i < n; i++)
                    Kernel.Axpy(-packed[rowK + i - k], packed, rowK + i - k, packed, RowStart(i, n), n - i);
            }

            return worst;
        }

        /// <summary>Replaces R by its inverse.</summary>
        /// <param name="packed">n(n+1)/2: R in, inverse of R out; the diagonal of R must be positive.</param>
        /// <param name="scratch">n.</param>
        public static void Invert(double[] packed, int n, double[] scratch)
        {
            for (int i = n - 1; i >= 0; i--)
            {
                int row = RowStart(i, n);
                double inverse = 1.0 / packed[row];
                int length = n - i - 1;
                Array.Clear(scratch, 0, length);
                for (int k = i + 1; k < n; k++)
                    Kernel.Axpy(packed[row + k - i], packed, RowStart(k, n), scratch, k - i - 1, n - k);
                packed[row] = inverse;
                for (int j = 0; j < length; j++)
                    packed[row + 1 + j] = -inverse * scratch[j];
            }
        }
    }
}
