#if NET
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MultiAgentEdge.Linalg
{
    /// <summary>
    /// The numbers of a matrix that are not zero, row by row, for products on a host. Grows when a matrix with more of them is taken; the
    /// products allocate nothing. Sums run over the numbers in their order, in two lanes.
    /// </summary>
    public sealed class SparseRows
    {
        // With more numbers than this share the vector units of whole rows are faster.
        private const double LargestShare = 0.2;

        private readonly int[] _start;
        private int[] _column = new int[0];
        private double[] _number = new double[0];
        private int _rows;

        /// <param name="maxRows">0 or more.</param>
        public SparseRows(int maxRows)
        {
            _start = new int[maxRows + 1];
        }

        /// <summary>False until <see cref="Take"/> found the matrix sparse enough to be worth it.</summary>
        public bool Worthwhile;

        /// <param name="matrix">rows x columns, row-major; copied.</param>
        public void Take(double[] matrix, int rows, int columns)
        {
            _rows = rows;
            int size = rows * columns;
            double most = LargestShare * size;
            int count = 0;
            for (int k = Next(matrix, 0, size); k < size && count <= most; k = Next(matrix, k + 1, size))
                count++;
            Worthwhile = count <= most;
            if (!Worthwhile)
                return;
            if (_column.Length < count)
            {
                _column = new int[count];
                _number = new double[count];
            }

            count = 0;
            for (int i = 0; i < rows; i++)
            {
                _start[i] = count;
                int o = i * columns;
                int end = o + columns;
                for (int k = Next(matrix, o, end); k < end; k = Next(matrix, k + 1, end))
                {
                    _column[count] = k - o;
                    _number[count] = matrix[k];
                    count++;
                }
            }

            _start[rows] = count;
        }

        /// <summary>Index of the first number from <paramref name="first"/> on that is not zero, or <paramref name="end"/>.</summary>
        public static int Next(double[] matrix, int first, int end)
        {
            // The search compares bits, so it stops at a negative zero too.
            while (first < end && matrix[first] == 0.0)
            {
                int ahead = MemoryMarshal.Cast<double, long>(matrix.AsSpan(first + 1, end - first - 1)).IndexOfAnyExcept(0L);
                first = ahead < 0 ? end : first + 1 + ahead;
            }

            return first;
        }

        /// <summary>y = matrix x.</summary>
        public void Multiply(double[] x, double[] y)
        {
            for (int i = 0; i < _rows; i++)
                y[i] = Dot(i, x, 0);
        }

        /// <summary>Row i times the numbers of x from xo on.</summary>
        public double Dot(int i, double[] x, int xo)
        {
            ref int column = ref MemoryMarshal.GetArrayDataReference(_column);
            ref double number = ref MemoryMarshal.GetArrayDataReference(_number);
            ref double first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(x), xo);
            int k = _start[i];
            int end = _start[i + 1];
            double even = 0.0;
            double odd = 0.0;
            for (; k + 1 < end; k += 2)
            {
                even += Unsafe.Add(ref number, k) * Unsafe.Add(ref first, Unsafe.Add(ref column, k));
                odd += Unsafe.Add(ref number, k + 1) * Unsafe.Add(ref first, Unsafe.Add(ref column, k + 1));
            }

            if (k < end)
                even += Unsafe.Add(ref number, k) * Unsafe.Add(ref first, Unsafe.Add(ref column, k));
            return even + odd;
        }

        /// <summary>y += factor times row i.</summary>
        public void AddRow(double factor, int i, double[] y)
        {
            ref double first = ref MemoryMarshal.GetArrayDataReference(y);
            for (int k = _start[i]; k < _start[i + 1]; k++)
                Unsafe.Add(ref first, _column[k]) += factor * _number[k];
        }

        /// <summary>y += the sizes of factor times row i.</summary>
        public void AddSizes(double factor, int i, double[] y)
        {
            for (int k = _start[i]; k < _start[i + 1]; k++)
                y[_column[k]] += Math.Abs(factor * _number[k]);
        }

        /// <summary>Sum of the sizes of the terms of row i times x.</summary>
        public double TermSize(int i, double[] x)
        {
            double size = 0.0;
            for (int k = _start[i]; k < _start[i + 1]; k++)
                size += Math.Abs(_number[k] * x[_column[k]]);
            return size;
        }
    }
}
#endif
