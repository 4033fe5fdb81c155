using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    public sealed partial class QpSolver
    {
        // A pivot below this share of its own diagonal is a direction without curvature.
        private const double CurvaturePivot = 1e-12;

        // A variable with less than this share of the largest curvature counts as one without.
        private const double LeastDiagonal = 1e-9;

        // Proximal weight of a variable, as a share of its own curvature (or of the largest, or of 1 in a linear program).
        private const double ProximalShare = 1e-6;

        // Ratio of the extreme diagonal elements of inv(R) from which on one pass loses digits.
        private const double LargestSpread = 1e3;

        private double[] _softWeight;
        private bool _softRows;
        private bool _anySaturated;
        private int _upperRows;                  // first rows of A that are those of the identity: their M is an upper triangle
        private bool _boxed;                     // all n of them are there
        private bool _zeroRows;
        private bool _waiting;                   // the factor of H is not taken yet: the bounds will say in which variables it is needed
        private bool _semidefinite;
        private bool _definite;                  // H itself is not, whatever equations leave of it
        private bool _illConditioned;
        private double _proximalFloor;
        private double _proximalShare;
        private double _leastScale;

        /// <summary>
        /// Takes a new H, A and soft weights and factorises. The arrays are kept, not copied: they must not change before the next Setup.
        /// The active set of the last solve stays as warm start where the sizes are the same.
        /// </summary>
        /// <param name="hessian">n x n, symmetric, positive semidefinite.</param>
        /// <param name="rows">m x n.</param>
        /// <param name="softWeight">m, 0 or more, 1e30 or more is hard; null makes every row hard.</param>
        /// <returns>Solved when ready, InvalidData (NaN, infinity, H asymmetric or not positive semidefinite, a weight below 0).</returns>
        public QpStatus Setup(int n, int m, double[] hessian, double[] rows, double[] softWeight)
        {
            if (n < 1 || n > _maxVariables || m < 0 || m > _maxRows)
                throw new ArgumentException("QpSolver.Setup: sizes exceed those of the constructor");
            if (!_reported)
                ReportMultipliers();
            if (n != _n || m != _m)
            {
                _held = 0;
                Reset();
            }

            _ready = false;
            _n = n;
            _m = m;
            _d = n;
            _hessian = hessian;
            _curvature = hessian;
            _rows = rows;
            _softWeight = softWeight;
            if (!Kernel.IsFinite(hessian, n * n) || !Kernel.IsFinite(rows, m * n) || !IsSymmetric(hessian, n))
                return QpStatus.InvalidData;
            if (softWeight != null)
            {
                for (int i = 0; i < m; i++)
                {
                    if (double.IsNaN(softWeight[i]) || softWeight[i] < 0.0)
                        return QpStatus.InvalidData;
                }
            }

            ForgetEquations();
            if (!FactorHessian())
                return QpStatus.InvalidData;
            _definite = !_semidefinite;
            FindSpans(hessian, n, n, _hessianSpans);
            FindSpans(rows, n, m, _rowSpans);
            TakeSparse();
            ForgetGradient();
            _waiting = _products != null;
            _guarded = false;
            if (!_waiting)
                UseFactor();
            _illConditioned = Spread() > LargestSpread;
            _ready = true;
            return QpStatus.Solved;
        }

        // From R to everything that is kept in its terms.
        private void UseFactor()
        {
            UpperCholesky.Invert(_inverse, _d, _y);
            FormBasis();
            FindSpans(_basis, _d, _n, _inverseSpans);
            NormaliseRows();
            _firstRow = 0;
            _endRow = _m;
            FindRowsThatEnter();
            FindSpans(_normals, _d, _m, _normalSpans);
            TakeSparseNormals();
            ForgetProducts();
            Refactor();
        }

        private static bool IsSymmetric(double[] h, int n)
        {
            double largest = 0.0;
            for (int i = 0; i < n * n; i++)
            {
                double size = Math.Abs(h[i]);
                if (size > largest)
                    largest = size;
            }

            for (int i = 0; i < n; i++)
            {
                for (int j = i + 1; j < n; j++)
                {
                    if (Math.Abs(h[(i * n) + j] - h[(j * n) + i]) > 1e-9 * largest)
                        return false;
                }
            }

            return true;
        }

        private bool FactorHessian()
        {
            UpperCholesky.CopyUpper(_curvature, _d, _inverse);
            _semidefinite = false;
            _fromCentre = _d < _n;
            bool definite = UpperCholesky.Factor(_inverse, _d, CurvaturePivot) > CurvaturePivot;
            DoubtFactor(ref definite);
            if (definite)
                return true;

            return FactorShifted();
        }

        private bool FactorShifted()
        {
            double largest = 0.0;
            for (int i = 0; i < _n; i++)
            {
                double diagonal = _hessian[(i * _n) + i];
                if (diagonal < 0.0)
                    return false;
                if (diagonal > largest)
                    largest = diagonal;
            }

            // With a shift this small only rounding is forgiven: a factor that still fails has a negative eigenvalue.
            _proximalFloor = largest > 0.0 ? largest : 1.0;
            _semidefinite = true;
            _fromCentre = true;
            Shift(1e-10);
            if (!(UpperCholesky.Factor(_inverse, _d, 0.0) > 0.0))
                return false;
            _proximalShare = ProximalShare;
            _longestShare = 0.0;
            Shift(_proximalShare);
            return UpperCholesky.Factor(_inverse, _d, 0.0) > 0.0;
        }

        // Ratio of the extreme diagonal elements of inv(R): the rounding that x = inv(R) y brings grows with it.
        private double Spread()
        {
            double least = double.MaxValue;
            double most = 0.0;
            for (int i = 0; i < _d; i++)
            {
                double r = _inverse[i * (_d + 1)];
                least = r < least ? r : least;
                most = r > most ? r : most;
            }

            return _d > 0 ? most / least : 1.0;
        }

        private void Shift(double share)
        {
            UpperCholesky.CopyUpper(_curvature, _d, _inverse);
            for (int i = 0; i < _d; i++)
            {
                double diagonal = _curvature[(i * _d) + i];
                double whole = diagonal > LeastDiagonal * _proximalFloor ? diagonal : _proximalFloor;

                // What equations leave is in units of these already.
                _inverse[i * (_d + 1)] += share * (_d < _n ? 1.0 : whole);
            }
        }

        private void NormaliseRows()
        {
            _softRows = false;
            _zeroRows = false;
            _guarded = false;
            _upperRows = 0;
            _leastScale = 1.0;
            for (int i = 0, row = 0; i < _m; i++, row += _d)
            {
                Array.Clear(_normals, row, _d);
                int entries = 0;
                for (int k = 0, o = i * _n; k < _n; k++)
                {
                    double a = _rows[o + k];
                    if (a == 0.0)
                        continue;
                    entries++;
                    AddBasis(a, k, row);
                }

                if (i == _upperRows && i < _n && entries == 1 && _rows[(i * _n) + i] == 1.0)
                    _upperRows++;

                double norm = Math.Sqrt(Kernel.Dot(_normals, row, _normals, row, _d));

                // A row without weight is handled like a zero row: nothing ever makes it enter.
                bool zero = norm < 1e-140 || (_softWeight != null && _softWeight[i] == 0.0) || IsTakenOut(i);
                double scale = zero ? 0.0 : 1.0 / norm;
                for (int k = 0; k < _d; k++)
                    _normals[row + k] *= scale;
                _zeroRows |= zero;
                double before = _rowScale[i];
                _rowScale[i] = scale;
                if (!zero && scale < _leastScale)
                    _leastScale = scale;
                if (before > 0.0)
                    _lambda[i] *= before * norm;
                _weight[i] = Unbounded;
                if (IsHard(i))
                    continue;
                _softRows = true;
                _weight[i] = _softWeight[i] * norm;
            }

            _boxed = _upperRows == _n && _d == _n;
        }

        // By the user's weight: a zero row has none of its own.
        private bool IsHard(int row)
        {
            return _softWeight == null || _softWeight[row] >= Unbounded;
        }

        // Whether a row is an equation that is out of the problem, or implied by those.
        private bool IsTakenOut(int row)
        {
            return _kind != null && _kind[row] != 0;
        }

        private void AddBasis(double factor, int variable, int row)
        {
            if (_inverseSpans == null)
            {
                Kernel.Axpy(factor, _inverse, variable * (_n + 1), _normals, row + variable, _n - variable);
                return;
            }

            int from = _inverseSpans[2 * variable];
            int to = _inverseSpans[(2 * variable) + 1];
            Kernel.Axpy(factor, _basis, (variable * _d) + from, _normals, row + from, to - from);
        }

        // A soft zero row that excludes zero costs a constant; its force on x is nil, or the equations' to bear.
        private void ReportZeroRows()
        {
            for (int i = 0; i < _m; i++)
            {
                if (_rowScale[i] != 0.0 || IsHard(i))
                    continue;
                double value = IsTakenOut(i) ? _offset[i] : 0.0;
                _multipliers[i] = _upper[i] < value ? _softWeight[i] : _lower[i] > value ? -_softWeight[i] : 0.0;
            }
        }
    }
}
