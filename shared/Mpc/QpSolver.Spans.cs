using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    // Where the numbers of a row begin and end: large problems are mostly zeros. Kept with the row products only; the bits are those of
    // whole rows,
    // as spans begin and end at whole fours and what is left out is zero.
    public sealed partial class QpSolver
    {
        private readonly int[] _rowSpans;        // 2m, first and end of each row of A, or null
        private readonly int[] _normalSpans;     // 2m, of M
        private readonly int[] _hessianSpans;    // 2n
        private readonly int[] _inverseSpans;    // 2n

        private static void FindSpans(double[] matrix, int columns, int rows, int[] spans)
        {
            for (int i = 0, o = 0; i < rows && spans != null; i++, o += columns)
            {
                int first = 0;
                while (first < columns && matrix[o + first] == 0.0)
                    first++;
                int end = columns;
                while (end > first && matrix[o + end - 1] == 0.0)
                    end--;
                spans[2 * i] = end == first ? 0 : first & ~3;
                spans[(2 * i) + 1] = end == first ? 0 : Math.Min(columns, (end + 3) & ~3);
            }
        }

        // y[r] = row r of the matrix times x, r from first to before end.
        private static void Multiply(double[] matrix, int columns, int[] spans, int upper, int first, int end, double[] x, double[] y)
        {
            if (spans == null)
            {
                Kernel.RowProducts(matrix, columns, upper, first, end, x, y);
                return;
            }

            int r = first;
            for (; r + 3 < end; r += 4)
            {
                int s = 2 * r;
                int from = Math.Min(Math.Min(spans[s], spans[s + 2]), Math.Min(spans[s + 4], spans[s + 6]));
                int to = Math.Max(Math.Max(spans[s + 1], spans[s + 3]), Math.Max(spans[s + 5], spans[s + 7]));
                int o = (r * columns) + from;
                Kernel.Dot4(matrix, o, o + columns, o + (2 * columns), o + (3 * columns), x, from, to - from, y, r);
            }

            for (; r < end; r++)
                y[r] = Kernel.Dot(matrix, (r * columns) + spans[2 * r], x, spans[2 * r], spans[(2 * r) + 1] - spans[2 * r]);
        }

        // y += factor times row i of the matrix.
        private static void AddRow(double factor, double[] matrix, int columns, int[] spans, int i, double[] y)
        {
            int from = spans == null ? 0 : spans[2 * i];
            int to = spans == null ? columns : spans[(2 * i) + 1];
            Kernel.Axpy(factor, matrix, (i * columns) + from, y, from, to - from);
        }
    }
}
