using System;

namespace MultiAgentEdge.Linalg
{
    /// <summary>
    /// Cholesky factor H = R'R and the inverse of R, upper triangles stored n x n with
    /// zeros below the diagonal (square, so that the kernels can take four rows at once).
    /// Golub and Van Loan, Matrix Computations, algorithm 4.2.2 (outer product form).
    /// </summary>
    public static class UpperCholesky
    {
        /// <summary>Copies the upper triangle and clears the lower one.</summary>
        /// <param name="full">n x n, row-major.</param>
        /// <param name="upper">n x n.</param>
        public static void CopyUpper(double[] full, int n, double[] upper)
        {
            Array.Clear(upper, 0, n * n);
            for (int i = 0; i < n; i++)
                Array.Copy(full, (i * n) + i, upper, (i * n) + i, n - i);
        }

        /// <summary>
        /// Factorises in place. Returns the smallest pivot divided by its own diagonal element; where that is not above
        /// <paramref name="tolerance"/> it stops and the content is undefined.
        /// </summary>
        /// <param name="upper">n x n: upper triangle of H in, R out.</param>
        public static double Factor(double[] upper, int n, double tolerance)
        {
            double worst = 1.0;
            for (int k = 0; k < n; k++)
            {
                // The original diagonal is the pivot plus what earlier rows took from it.
                int rowK = k * (n + 1);
                double pivot = upper[rowK];
                double diagonal = pivot;
                for (int i = 0; i < k; i++)
                {
                    double r = upper[(i * n) + k];
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
                    upper[rowK + j] *= inverse;
                for (int i = k + 1; i < n; i++)
                {
                    double r = upper[rowK + i - k];
                    if (r != 0.0)
                        Kernel.Axpy(-r, upper, rowK + i - k, upper, i * (n + 1), n - i);
                }
            }

            return worst;
        }

        /// <summary>Solves R'R x = g in place by forward and back substitution.</summary>
        /// <param name="upper">n x n: R, its diagonal positive.</param>
        /// <param name="x">n: g in, x out.</param>
        public static void Solve(double[] upper, int n, double[] x)
        {
            for (int k = 0; k < n; k++)
            {
                int row = k * (n + 1);
                double value = x[k] / upper[row];
                x[k] = value;
                Kernel.Axpy(-value, upper, row + 1, x, k + 1, n - k - 1);
            }

            for (int k = n - 1; k >= 0; k--)
            {
                int row = k * (n + 1);
                x[k] = (x[k] - Kernel.Dot(upper, row + 1, x, k + 1, n - k - 1)) / upper[row];
            }
        }

        /// <summary>Replaces R by its inverse.</summary>
        /// <param name="upper">n x n: R in, inverse of R out; the diagonal of R must be positive.</param>
        /// <param name="scratch">n.</param>
        public static void Invert(double[] upper, int n, double[] scratch)
        {
            for (int i = n - 1; i >= 0; i--)
            {
                int row = i * (n + 1);
                double inverse = 1.0 / upper[row];
                int length = n - i - 1;
                Array.Clear(scratch, 0, length);
                for (int k = i + 1; k < n; k++)
                {
                    double r = upper[row + k - i];
                    if (r != 0.0)
                        Kernel.Axpy(r, upper, k * (n + 1), scratch, k - i - 1, n - k);
                }

                upper[row] = inverse;

                // From zero: what looks for numbers by their bits should not find negative zeros.
                for (int j = 0; j < length; j++)
                    upper[row + 1 + j] = 0.0 - (inverse * scratch[j]);
            }
        }
    }
}
