using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    // What the user's own data say of X and the multipliers.
    public sealed partial class QpSolver
    {
        // Below this the size of the terms need not be known; on a host, below what a round must leave.
        private const double NegligibleResidual = 1e-14;

        private const double FarthestOff = 1e-3;
        private const double FarPoint = 1e10;
        private const double Rounding = 1.1e-16;

        private readonly double _negligibleResidual;
        private bool _far;

        // KktResidual at X and Multipliers or a bound of it. Leaves Hx + f + A'lambda and A x.
        private double Residual(double[] f)
        {
            double worst = Stationarity(f);
            _far = IsFar();
            MultiplyRows(X, _offset);
            return RowResidual(worst);
        }

        // The largest of this one and those of the rows, whose A x is at hand.
        private double RowResidual(double worst)
        {
            for (int i = 0; i < _m; i++)
            {
                double value = _offset[i];
                double lambda = _multipliers[i];
                if (lambda == 0.0 && value <= _upper[i] && value >= _lower[i])
                    continue;
                double weight = _softWeight == null ? Unbounded : _softWeight[i];
                double residual = KktResidual.OfRow(value, 0.0, _lower[i], _upper[i], weight, lambda);
                if (residual > _negligibleResidual)
                    residual = KktResidual.OfRow(value, TermSize(i), _lower[i], _upper[i], weight, lambda);
                if (weight >= Unbounded)
                    residual = Math.Max(residual, OffShare(i));
                if (!(residual <= worst))
                    worst = residual;
            }

            return worst;
        }

        // Where x is so large that rounding of a x passes for anything, a hard row must still be known and kept to a thousandth of its
        // bound.
        private double OffShare(int i)
        {
            double above = _offset[i] - _upper[i];
            double below = _lower[i] - _offset[i];
            double unit = 1.0 + Math.Abs(above > below ? _upper[i] : _lower[i]);
            double off = above > below ? above : below;
            double rounding = _far ? Rounding * TermSize(i) : 0.0;
            return (off > rounding ? off : rounding) / unit * (AcceptedResidual / FarthestOff);
        }

        private bool IsFar()
        {
            for (int j = 0; j < _n; j++)
            {
                if (Math.Abs(X[j]) > FarPoint)
                    return true;
            }

            return false;
        }

        private double Stationarity(double[] f)
        {
            DropEquations();
            MultiplyHessian(X, _left);
            for (int i = 0; i < _n; i++)
            {
                _terms[i] = 1.0 + Math.Abs(_left[i]) + Math.Abs(f[i]);
                _left[i] = f[i] + _left[i];
            }

            for (int i = 0; i < _m; i++)
            {
                if (_multipliers[i] != 0.0)
                    AddUserRow(_multipliers[i], i);
            }

            BalanceEquations();
            double worst = WorstShare();
            if (worst <= _negligibleResidual)
                return worst;
            for (int i = 0; i < _m; i++)
            {
                if (_multipliers[i] != 0.0)
                    AddSizes(_multipliers[i], i);
            }

            return WorstShare();
        }

        private double WorstShare()
        {
            double worst = 0.0;
            for (int i = 0; i < _n; i++)
            {
                double share = Math.Abs(_left[i]) / _terms[i];
                if (!(share <= worst))
                    worst = double.IsNaN(share) ? double.PositiveInfinity : share;
            }

            return worst;
        }

        private double TermSize(int row)
        {
#if NET
            if (_sparse)
                return _sparseRows.TermSize(row, X);
#endif
            double size = 0.0;
            int end = _rowSpans == null ? _n : _rowSpans[(2 * row) + 1];
            for (int j = _rowSpans == null ? 0 : _rowSpans[2 * row], o = row * _n; j < end; j++)
                size += Math.Abs(_rows[o + j] * X[j]);
            return size;
        }

        private void ForgetProducts()
        {
            if (_products != null)
                Array.Clear(_multiplied, 0, _m);
        }

        // The products of a row are formed when it first enters: a problem that is solved once pays for its own active rows only.
        private void FormProducts(int row)
        {
            if (_multiplied[row])
                return;
            _multiplied[row] = true;
#if NET
            if (_sparseNormals.Worthwhile)
            {
                for (int i = _firstRow; i < _endRow; i++)
                    _products[(row * _m) + i] = _sparseNormals.Dot(i, _normals, row * _d);
                return;
            }
#endif
            FormDenseProducts(row);
        }

        private void FormDenseProducts(int row)
        {
            int from = _normalSpans[2 * row];
            int length = _normalSpans[(2 * row) + 1] - from;
            int o = (row * _d) + from;
            int to = row * _m;
            int i = _firstRow;
            for (; i + 3 < _endRow; i += 4)
            {
                int p = (i * _d) + from;
                Kernel.Dot4(_normals, p, p + _d, p + (2 * _d), p + (3 * _d), _normals, o, length, _products, to + i);
            }

            for (; i < _endRow; i++)
                _products[to + i] = Kernel.Dot(_normals, (i * _d) + from, _normals, o, length);
        }
    }
}
