using System;
using MultiAgentEdge.Linalg;
#if NET
using System.Runtime.InteropServices;
#endif

namespace MultiAgentEdge.Mpc
{
    // Where the numbers of a row begin and end: large problems are mostly zeros. Kept with the row products only; the bits are those of
    // whole rows, as spans begin and end at whole fours and what is left out is zero.
    public sealed partial class QpSolver
    {
        private readonly int[] _rowSpans;        // 2m, first and end of each row of A, or null
        private readonly int[] _normalSpans;     // 2m, of M
        private readonly int[] _hessianSpans;    // 2n
        private readonly int[] _inverseSpans;    // 2n

        // With row products: what may enter lies between these. Equations that are out of the problem, and the rows of variables without
        // bounds, mostly come first or last.
        private int _firstRow;
        private int _endRow;

#if NET
        private readonly SparseRows _sparseRows;
        private readonly SparseRows _sparseHessian;
        private readonly SparseRows _sparseNormals;
        private bool _sparse;                    // the rows of A are kept without zeros too

        partial void TakeSparse()
        {
            if (_products == null)
                return;
            _sparseRows.Take(_rows, _m, _n);
            _sparseHessian.Take(_hessian, _n, _n);
            _sparse = _sparseRows.Worthwhile;
        }

        partial void TakeSparseNormals()
        {
            if (_products == null)
                return;
            _sparseNormals.Worthwhile = false;
            if (_sparse && _d == _n)
                _sparseNormals.Take(_normals, _m, _n);
        }

        // Called where everything in terms of the rows is formed anew.
        partial void FindRowsThatEnter()
        {
            if (_products == null)
                return;
            while (_firstRow < _endRow && !MayEnter(_firstRow))
                _firstRow++;
            while (_endRow > _firstRow && !MayEnter(_endRow - 1))
                _endRow--;

            // Nothing forms these any more: each is within its bounds, if it has any.
            Array.Clear(_value, 0, _m);
        }

        // New bounds may make other rows enter: the products do not know these yet.
        partial void WidenRowsThatEnter()
        {
            if (_products == null || _waiting)
                return;
            int first = 0;
            while (first < _firstRow && !MayEnter(first))
                first++;
            int end = _m;
            while (end > _endRow && !MayEnter(end - 1))
                end--;
            if (first == _firstRow && end == _endRow)
                return;
            _firstRow = first;
            _endRow = end;
            ForgetProducts();
            for (int k = 0; k < _ldl.Count; k++)
                FormProducts(_work[k]);
        }

        private bool MayEnter(int i)
        {
            return _rowScale[i] > 0.0 && (_state[i] != Inactive || _lower[i] > -Unbounded || _upper[i] < Unbounded);
        }
#endif

        private void MultiplyNormals(int first)
        {
#if NET
            if (_products != null && _sparseNormals.Worthwhile)
            {
                _sparseNormals.Multiply(_y, _value);
                return;
            }
#endif
            int from = _products != null ? Math.Max(first, _firstRow) : first;
            int end = _products != null ? _endRow : _m;
            Multiply(_normals, _d, _normalSpans, _upperRows, from, end, _y, _value);
        }

        // Into _column the products of the active rows with y.
        private void MultiplyActive(int count)
        {
#if NET
            if (_products != null && _sparseNormals.Worthwhile)
            {
                for (int k = 0; k < count; k++)
                    _column[k] = _sparseNormals.Dot(_work[k], _y, 0);
                return;
            }
#endif
            Kernel.SomeRowProducts(_normals, _d, _work, count, _y, 0, _column);
        }

        // y += factor times a row of M.
        private void AddNormal(double factor, int row)
        {
#if NET
            if (_products != null && _sparseNormals.Worthwhile)
            {
                _sparseNormals.AddRow(factor, row, _y);
                return;
            }
#endif
            AddRow(factor, _normals, _d, _normalSpans, row, _y);
        }

        private void MultiplyRows(double[] x, double[] y)
        {
#if NET
            if (_sparse)
            {
                _sparseRows.Multiply(x, y);
                return;
            }
#endif
            Multiply(_rows, _n, _rowSpans, _upperRows, 0, _m, x, y);
        }

        private void MultiplyHessian(double[] x, double[] y)
        {
#if NET
            if (_products != null && _sparseHessian.Worthwhile)
            {
                _sparseHessian.Multiply(x, y);
                return;
            }
#endif
            Multiply(_hessian, _n, _hessianSpans, 0, 0, _n, x, y);
        }

        // _left += factor times a row of A.
        private void AddUserRow(double factor, int row)
        {
#if NET
            if (_sparse)
            {
                _sparseRows.AddRow(factor, row, _left);
                return;
            }
#endif
            AddRow(factor, _rows, _n, _rowSpans, row, _left);
        }

        private static void FindSpans(double[] matrix, int columns, int rows, int[] spans)
        {
            for (int i = 0, o = 0; i < rows && spans != null; i++, o += columns)
            {
#if NET
                int first = SparseRows.Next(matrix, o, o + columns) - o;
                int end = MemoryMarshal.Cast<double, long>(matrix.AsSpan(o, columns)).LastIndexOfAnyExcept(0L) + 1;
#else
                int first = 0;
                while (first < columns && matrix[o + first] == 0.0)
                    first++;
                int end = columns;
#endif
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
