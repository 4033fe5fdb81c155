#if NET
using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    // Equality rows of large problems are taken out of the problem once: with A_E S = L Q1' the point is x = S (Q1 w + Q2 z), the first
    // part known from the bounds, and the dual method works on z alone; S are the variables' units. The work survives solves, for as long
    // as these rows stay equalities.
    public sealed partial class QpSolver
    {
        private const byte Equation = 1;
        private const byte Implied = 2;

        // Share of its length that rounding leaves of a row which the equations determine, and more for each variable.
        private const double ImpliedShare = 1e-14;
        private const double ImpliedShareOfVariable = 1e-16;

        // Share of the terms of z'Hz that is rounding.
        private const double LeastCurvature = 4e-15;
        private const double RoundedDirection = 1e-14;
        private const double DoubtfulPivot = 1e-10;

        // Sets that change from solve to solve are formed anew so often, then only shrink.
        private const int SelectionLimit = 3;

        private readonly int[] _equationRows;        // n, rows of A in the order of L
        private readonly double[] _equationScale;    // n, 1 / |a_i|
        private readonly double[] _equationForce;    // n, multipliers of those rows in the user's terms
        private readonly double[] _part;             // n
        private readonly double[] _triangle;         // n x n, L
        private readonly double[] _orthogonal;       // n x n, Q1' and below it Q2'
        private readonly double[] _reduced;          // n x n, room for Z'HZ
        private readonly double[] _unit;             // n, of each variable: a power of two near its curvature to the -1/2
        private readonly double[] _scaled;           // n, scratch
        private readonly double[] _wide;             // n x n, room for Z inv(R)
        private readonly bool[] _considered;         // m, rows that were equalities when the set was chosen
        private readonly int[] _consideredRow;       // m, their numbers
        private int _consideredRows;
        private int _equations;
        private int _selections;
        private double _impliedShare;

        partial void ForgetEquations()
        {
            _equations = 0;
            _selections = 0;
            _consideredRows = 0;
            if (_kind != null)
                Array.Clear(_kind, 0, _m);
        }

        // Chooses the equations where the factor waits for them or does not fit the bounds any more.
        partial void Prepare(double[] f)
        {
            if (_products == null || _sameBounds || !(_waiting || !StillEquations()))
                return;
            int count = 0;
            for (int i = 0; i < _m; i++)
            {
                _considered[i] = IsHardEquality(i) && (_selections < SelectionLimit || _considered[i]);
                if (_considered[i])
                    _consideredRow[count++] = i;
            }

            _consideredRows = count;

            bool wanted = count > 1 && (4 * count >= _n || _n <= 32);
            if (!_waiting && !wanted && _equations == 0)
                return;
            _selections++;
            _waiting = false;
            Array.Clear(_kind, 0, _m);
            _equations = wanted ? Eliminate() : 0;
            _d = _n - _equations;
            _curvature = _hessian;
            if (_equations > 0)
            {
                FindImplied();
                Reduce();
            }

            FactorHessian();
            UseFactor();
            _illConditioned = Spread() > LargestSpread;
            _fromCentre |= _illConditioned;
            Load(f, _lower, _upper);
        }

        // A cold start takes rows that became equalities; one that is none any more must come back at once.
        private bool StillEquations()
        {
            for (int k = 0; k < _consideredRows; k++)
            {
                if (!IsHardEquality(_consideredRow[k]))
                    return false;
            }

            if (!_cold || _selections >= SelectionLimit)
                return true;
            int equalities = 0;
            for (int i = 0; i < _m; i++)
                equalities += _lower[i] == _upper[i] && IsHardEquality(i) ? 1 : 0;
            return equalities == _consideredRows;
        }

        private bool IsHardEquality(int i)
        {
            return _lower[i] == _upper[i] && IsHard(i);
        }

        // A_E = L Q1' by Householder reflections, the row furthest from the ones before it first. A row that is nearly a sum of others
        // takes part where its bound calls for it. Returns the number of rows that do.
        private int Eliminate()
        {
            int n = _n;
            FormUnits();
            _impliedShare = ImpliedShare + (n * ImpliedShareOfVariable);
            for (int i = 0; i < _m; i++)
            {
                _value[i] = 0.0;
                if (!_considered[i])
                    continue;
                double length = ScaledLength(i);
                if (!(length > 1e-140) || !(length < 1e140))
                    continue;
                for (int k = 0; k < n; k++)
                    _normals[(i * n) + k] = _scaled[k] / length;
                _value[i] = 1.0;
                _offset[i] = 1.0;
                _base[i] = _lower[i] / length;
                _change[i] = NearlyHeld * (1.0 + Math.Abs(_lower[i])) / length;
            }

            int count = 0;
            while (count < n)
            {
                int row = FurthestEquality();
                if (row < 0)
                    break;
                Reflect(row, count);
                count++;
            }

            FormOrthogonal(count);
            return count;
        }

        private void FormUnits()
        {
            double largest = 0.0;
            for (int k = 0; k < _n; k++)
                largest = Math.Max(largest, _hessian[k * (_n + 1)]);
            for (int k = 0; k < _n; k++)
            {
                double diagonal = _hessian[k * (_n + 1)];
                double curvature = _definite || diagonal > LeastDiagonal * largest ? diagonal : largest;
                _unit[k] = curvature > 0.0 ? Math.ScaleB(1.0, -(int)Math.Round(0.5 * Math.Log2(curvature))) : 1.0;
            }
        }

        // Of row i in those units, which are left in _scaled.
        private double ScaledLength(int i)
        {
            Array.Copy(_rows, i * _n, _scaled, 0, _n);
            Kernel.Multiply(_scaled, _unit, _scaled, _n);
            return Math.Sqrt(Kernel.Dot(_scaled, 0, _scaled, 0, _n));
        }

        private int FurthestEquality()
        {
            int furthest = -1;
            for (int i = 0; i < _m; i++)
            {
                double left = _value[i];
                if (left <= _impliedShare * _impliedShare || (left <= HeldPivot && Math.Abs(_base[i]) <= _change[i]))
                    continue;
                if (furthest < 0 || left > _value[furthest])
                    furthest = i;
            }

            return furthest;
        }

        // Row j of L, and the reflection that makes it one, applied to the equalities that are left. Its vector stays in the row.
        private void Reflect(int row, int j)
        {
            int n = _n;
            int v = (row * n) + j;
            double length = Math.Sqrt(Kernel.Dot(_normals, v, _normals, v, n - j));
            double diagonal = _normals[v] > 0.0 ? -length : length;
            double factor = 1.0 / (length * (length + Math.Abs(_normals[v])));
            Array.Copy(_normals, row * n, _triangle, j * n, j);
            _triangle[(j * n) + j] = diagonal;
            _normals[v] -= diagonal;
            _part[j] = factor;
            _equationRows[j] = row;
            _equationScale[j] = 1.0 / ScaledLength(row);
            _kind[row] = Equation;
            _value[row] = 0.0;
            double known = _base[row] / diagonal;
            for (int i = 0; i < _m; i++)
            {
                if (_value[i] == 0.0)
                    continue;
                int o = (i * n) + j;
                double share = factor * Kernel.Dot(_normals, v, _normals, o, n - j);
                if (share != 0.0)
                    Kernel.Axpy(-share, _normals, v, _normals, o, n - j);
                double along = _normals[o];
                _base[i] -= along * known;
                _value[i] -= along * along;
                if (_value[i] < 1e-3 * _offset[i])
                {
                    _value[i] = Kernel.Dot(_normals, o + 1, _normals, o + 1, n - j - 1);
                    _offset[i] = _value[i];
                }
            }
        }

        private void FormOrthogonal(int count)
        {
            int n = _n;
            Array.Clear(_orthogonal, 0, n * n);
            for (int r = 0; r < n; r++)
            {
                int o = r * n;
                _orthogonal[o + r] = 1.0;
                for (int j = r < count ? r : count - 1; j >= 0; j--)
                {
                    int v = (_equationRows[j] * n) + j;
                    double share = _part[j] * Kernel.Dot(_normals, v, _orthogonal, o + j, n - j);
                    if (share != 0.0)
                        Kernel.Axpy(-share, _normals, v, _orthogonal, o + j, n - j);
                }
            }
        }

        // Z'HZ with Z = S Q2; what rounding leaves of a direction without curvature is none.
        private void Reduce()
        {
            int n = _n;
            int first = _equations * n;
            for (int s = 0; s < _d; s++)
            {
                Array.Copy(_orthogonal, first + (s * n), X, 0, n);
                Kernel.Multiply(X, _unit, X, n);
                MultiplyHessian(X, _left);
                Kernel.Multiply(_left, _unit, _left, n);
                for (int r = 0; r <= s; r++)
                {
                    double product = Kernel.Dot(_orthogonal, first + (r * n), _left, 0, n);
                    _reduced[(r * _d) + s] = product;
                    _reduced[(s * _d) + r] = product;
                }

                if (!(_reduced[s * (_d + 1)] <= RoundedCurvature(s)))
                    continue;
                for (int r = 0; r <= s; r++)
                {
                    _reduced[(r * _d) + s] = 0.0;
                    _reduced[(s * _d) + r] = 0.0;
                }
            }

            for (int s = 0; s < _d; s++)
            {
                for (int r = s + 1; r < _d && _reduced[s * (_d + 1)] == 0.0; r++)
                {
                    _reduced[(r * _d) + s] = 0.0;
                    _reduced[(s * _d) + r] = 0.0;
                }
            }

            _curvature = _reduced;
        }

        // Z'HZ is rounded, and small pivots pass that on to later ones: what may be rounding is no curvature.
        partial void DoubtFactor(ref bool definite)
        {
            double least = 1.0;
            for (int s = 0; s < _d && definite && _equations > 0; s++)
            {
                double r = _inverse[s * (_d + 1)];
                double share = r * r / _reduced[s * (_d + 1)];
                definite = share > DoubtfulPivot || share * least > LeastCurvature * _d;
                least = Math.Min(least, share);
            }
        }

        // The sum of the sizes that z'Hz cancels from is at most this one, as |H_ij| is at most the root of H_ii H_jj; z itself is rounded.
        private double RoundedCurvature(int s)
        {
            double size = 0.0;
            double all = 0.0;
            for (int k = 0, o = (_equations + s) * _n; k < _n; k++)
            {
                double root = _unit[k] * Math.Sqrt(Math.Max(0.0, _hessian[k * (_n + 1)]));
                size += Math.Abs(_orthogonal[o + k]) * root;
                all += RoundedDirection * root;
            }

            return (LeastCurvature * size * size) + (all * all);
        }

        // inv(R), or Z inv(R) where equations are out of the problem.
        partial void FormBasis()
        {
            if (_products == null)
                return;
            _basis = _equations > 0 ? _wide : _inverse;
            if (_equations == 0)
                return;
            Array.Clear(_wide, 0, _n * _d);
            for (int k = 0, o = 0; k < _n; k++, o += _d)
            {
                for (int r = 0; r < _d; r++)
                    Kernel.Axpy(_unit[k] * _orthogonal[((_equations + r) * _n) + k], _inverse, r * (_d + 1), _wide, o + r, _d - r);
            }
        }

        // A row of which the equations leave rounding only is implied by them: nothing makes it enter.
        private void FindImplied()
        {
            for (int k = 0; k < _n; k++)
            {
                for (int r = 0; r < _d; r++)
                    _wide[(k * _d) + r] = _orthogonal[((_equations + r) * _n) + k];
            }

            for (int i = 0; i < _m; i++)
            {
                if (_kind[i] == Equation)
                    continue;
                Array.Clear(_left, 0, _d);
                double whole = 0.0;
                for (int k = 0, o = i * _n; k < _n; k++)
                {
                    double a = _rows[o + k] * _unit[k];
                    if (a == 0.0)
                        continue;
                    whole += a * a;
                    Kernel.Axpy(a, _wide, k * _d, _left, 0, _d);
                }

                double share = _impliedShare * Math.Sqrt(whole);
                if (whole > 0.0 && Kernel.Dot(_left, 0, _left, 0, _d) <= share * share)
                    _kind[i] = Implied;
            }
        }
    }
}
#endif
