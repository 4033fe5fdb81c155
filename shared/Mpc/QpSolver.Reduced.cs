#if NET
using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    // What the equations that are out of the problem do in a round: the point is moved on to them, their multipliers follow from the
    // gradient, and they take part in certificates.
    public sealed partial class QpSolver
    {
        // An equation off by less than this is left for the next round.
        private const double EquationTolerance = 1e-14;

        // An equation with less than this share of the largest coefficient is no part of a sum.
        private const double LeastPart = 1e-14;

        // Times that the coefficients of the equations in a sum of rows are corrected.
        private const int SharePasses = 3;

        private readonly double[] _gradient;     // n, Hx + A'lambda at the centre
        private bool _gradientKept;

        // Moves X on to the equations, by the shortest way; what Residual leaves is that of the new X.
        partial void MeetEquations(double[] f)
        {
            bool off = false;
            for (int j = 0; j < _equations; j++)
            {
                int i = _equationRows[j];
                double left = _lower[i] - _offset[i];
                off |= !(Math.Abs(left) <= EquationTolerance * (1.0 + Math.Abs(_lower[i])));
                _part[j] = _equationScale[j] * left;
            }

            if (!off)
                return;
            for (int j = 0, o = 0; j < _equations; j++, o += _n)
                _part[j] = (_part[j] - Kernel.Dot(_triangle, o, _part, 0, j)) / _triangle[o + j];
            Array.Clear(_scaled, 0, _n);
            for (int j = 0; j < _equations; j++)
                Kernel.Axpy(_part[j], _orthogonal, j * _n, _scaled, 0, _n);
            for (int k = 0; k < _n; k++)
                X[k] += _unit[k] * _scaled[k];
            Residual(f);
        }

        // At the origin with no multipliers.
        partial void KeepNothing()
        {
            if (_products == null)
                return;
            Array.Clear(_gradient, 0, _maxVariables);
            Array.Clear(_offset, 0, _maxRows);
            Array.Clear(_equationForce, 0, _maxVariables);
            _gradientKept = true;
        }

        // Hx + A'lambda and A x where the rounds end are those where the next solve starts.
        partial void KeepGradient(double[] f)
        {
            if (_products == null)
                return;
            for (int i = 0; i < _n; i++)
                _gradient[i] = _left[i] - f[i];
            _gradientKept = true;
        }

        // What is kept was looked at and stays.
        partial void ConfirmGradient()
        {
            _gradientKept = _products != null;
        }

        partial void ForgetGradient()
        {
            _gradientKept = false;
        }

        partial void TakeKeptGradient(double[] f, ref bool taken)
        {
            taken = _gradientKept;
            _gradientKept = false;
            for (int i = 0; i < _n && taken; i++)
                _left[i] = _gradient[i] + f[i];
        }

        partial void DropEquations()
        {
            for (int j = 0; j < _equations; j++)
                _multipliers[_equationRows[j]] = 0.0;
        }

        partial void ReportEquations()
        {
            for (int j = 0; j < _equations; j++)
                _multipliers[_equationRows[j]] = _equationForce[j];
        }

        // The multipliers that cancel what the equations can of the gradient.
        partial void BalanceEquations()
        {
            if (_equations == 0)
                return;
            TakeEquations();
            Array.Copy(_part, 0, _equationForce, 0, _equations);

            // The rounding of large multipliers is spread over all entries; a second pass leaves in each that of its own terms.
            if (WorstShare() > _targetResidual)
            {
                TakeEquations();
                for (int j = 0; j < _equations; j++)
                    _equationForce[j] += _part[j];
            }

            ReportEquations();
        }

        // Cancels of _left what the equations can; their coefficients in the user's terms are in _part.
        partial void TakeEquations()
        {
            Kernel.Multiply(_left, _unit, _scaled, _n);
            Kernel.RowProducts(_orthogonal, _n, 0, 0, _equations, _scaled, _part);
            for (int j = _equations - 1; j >= 0; j--)
            {
                double share = -_part[j] / _triangle[(j * _n) + j];
                _part[j] = share;
                Kernel.Axpy(share, _triangle, j * _n, _part, 0, j);
            }

            for (int j = 0; j < _equations; j++)
            {
                _part[j] *= _equationScale[j];
                AddUserRow(_part[j], _equationRows[j]);
            }
        }

        // What the equations add to a sum of rows in _left, so that it cancels: to the gap of the bounds and its size.
        partial void AddEquations(ref double gap, ref double size)
        {
            if (_equations == 0)
                return;
            Array.Clear(_equationForce, 0, _equations);
            for (int pass = 0; pass < SharePasses; pass++)
            {
                TakeEquations();
                double largest = 0.0;
                for (int j = 0; j < _equations; j++)
                {
                    _equationForce[j] += _part[j];
                    largest = Math.Max(largest, Math.Abs(_equationForce[j]) / _equationScale[j]);
                }

                // What is only rounding of the others is no part of the sum.
                for (int j = 0; j < _equations; j++)
                {
                    if (Math.Abs(_equationForce[j]) <= LeastPart * largest * _equationScale[j])
                        _equationForce[j] = 0.0;
                }

                FormSum();
                for (int j = 0; j < _equations; j++)
                    AddTerms(_equationForce[j], _equationRows[j]);
            }

            for (int j = 0; j < _equations; j++)
            {
                double bound = _lower[_equationRows[j]];
                gap -= _equationForce[j] * bound;
                size += Math.Abs(_equationForce[j]) * (1.0 + Math.Abs(bound));
            }
        }

        // Whether the equations alone exclude a row that they determine.
        partial void JudgeImplied(ref QpStatus status)
        {
            for (int i = 0; i < _m && _equations > 0; i++)
            {
                if (_kind[i] != Implied || !IsHard(i))
                    continue;
                double value = _offset[i];
                double beyond = value > _upper[i] ? value - _upper[i] : _lower[i] - value;
                double sign = value > _upper[i] ? 1.0 : -1.0;
                double own = sign > 0.0 ? _upper[i] : _lower[i];
                if (beyond > AcceptedResidual * (1.0 + Math.Abs(own)) && LiesBeyond(i, sign, 1.0, false) && Cancels(X))
                    status = QpStatus.Infeasible;
            }
        }
    }
}
#endif
