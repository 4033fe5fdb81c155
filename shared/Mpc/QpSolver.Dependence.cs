using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    // Whether a row depends on the active ones, and whether it then contradicts them: decided on the user's own rows.
    public sealed partial class QpSolver
    {
        // A sum of rows of which each entry cancels to this share of its terms, for each term, is zero as far as the rows' digits tell.
        private const double CancelledShare = 3e-16;

        // How far apart, as a share of their terms, the bounds of rows that depend on each other must lie to exclude each other.
        private const double FarkasTolerance = 1e-10;

        // A feasible point that uses what the sum of rows leaves must be this much further out than the present one.
        private const double FarkasReach = 100.0;

        // A pivot is rounded by the squares of the coefficients of its row in the active ones: below this it is measured before it is used,
        // with row products. A board's problems are small, and its bits are those of the self-test.
        private const double CertainPivot = 1e-6;

        // Squared sine of an angle below which a row is dependent until its bounds say otherwise.
        private const double SmallestPivot = 1e-18;

        // Squared sine that coefficients to the last digit leave of a row that depends on the others.
        private const double RoundedPivot = 1e-28;
        private const double RoundedPivotOfSum = 1e-31;
        private const int RelatePasses = 3;

        // A coefficient of this size is no part of a sum of rows of length 1.
        private const double NoPart = 1e-20;
        private const double NearlyHeld = 1e-10;

        private double _relatedPivot;
        private double _roundedPivot;
        private double _stepSum;                 // 1 and the sizes of the coefficients of a refused row
        private double _gap;
        private int _sumRow;                     // what FormSum adds up: a row by a factor, and the active ones by _step
        private double _sumFactor;
        private bool _sumActive;
        private bool _related;                   // _step and the pivot are those of Relate
        private bool _delicate;                  // an active row is nearly a sum of others: the result needs a second look
        private bool _setAside;                  // there are rows that nothing makes enter any more: the result needs a second look
        private bool _uncertain;                 // and one of them seems to contradict the active ones

        private double[] ProductsWithActive(int row)
        {
            int count = _ldl.Count;
            if (_products != null)
            {
                FormProducts(row);
                for (int k = 0; k < count; k++)
                    _column[k] = _products[(row * _m) + _work[k]];
            }
            else if (count > 0)
            {
                Kernel.SomeRowProducts(_normals, _d, _work, count, _normals, row * _d, _column);
            }

            return _column;
        }

        private bool TryAppend(int row)
        {
            int count = _ldl.Count;
            ProductsWithActive(row);

            // Beside rows that are nearly sums of others the products alone no longer tell how a row lies to them.
            _related = false;
            if (!_ldl.TryAppend(_column, 1.0, _delicate ? 2.0 : _products != null ? CertainPivot : DependentPivot))
            {
                MeasurePivot(row);
                if (!_delicate && _relatedPivot > DependentPivot && count < _d && _ldl.TryAppendTried(_relatedPivot))
                {
                    _work[count] = row;
                    return true;
                }

                if (_delicate || _relatedPivot > _roundedPivot)
                    Relate(row, false);
                return _relatedPivot > SmallestPivot && TryAppendRelated(row);
            }

            _work[count] = row;
            return true;
        }

        private bool TryAppendRelated(int row)
        {
            int count = _ldl.Count;
            if (count >= _d || !(_relatedPivot > 0.0) || !_ldl.TryAppendTried(_relatedPivot))
                return false;
            _delicate = true;
            _work[count] = row;
            return true;
        }

        // The pivot of a refused row is a difference of numbers near 1; taken from the row itself it is good to far smaller angles, once
        // its coefficients are corrected.
        private void MeasurePivot(int row)
        {
            int count = _ldl.Count;
            for (bool corrected = false; ; corrected = true)
            {
                _ldl.Dependency(_step);
                Array.Copy(_normals, row * _d, _y, 0, _d);
                for (int k = 0; k < count; k++)
                    AddNormal(-_step[k], _work[k]);
                _relatedPivot = Kernel.Dot(_y, 0, _y, 0, _d);
                FormRoundedPivot(count);
                if (corrected || _delicate || !(_relatedPivot > _roundedPivot))
                    return;
                MultiplyActive(count);
                _ldl.RefineTried(_column);
            }
        }

        // With large coefficients more is rounding; a board's problems, and its bits, have none.
        private void FormRoundedPivot(int count)
        {
            _roundedPivot = RoundedPivot;
            if (_products == null)
                return;
            double sum = 1.0;
            for (int k = 0; k < count; k++)
                sum += Math.Abs(_step[k]);
            _roundedPivot += RoundedPivotOfSum * sum * sum;
        }

        // The coefficients of a refused row in the active ones, into _step, and its pivot, to the digits of the user's rows: what these
        // leave of the row when the active ones are taken away has something along them until the coefficients are right.
        private void Relate(int row, bool wholly)
        {
            int count = _ldl.Count;
            double scale = _rowScale[row];
            _related = true;
            _ldl.Dependency(_step);
            for (int pass = 0; ; pass++)
            {
                Array.Copy(_rows, row * _n, _left, 0, _n);
                for (int k = 0; k < count; k++)
                    AddUserRow(-_step[k] * _rowScale[_work[k]] / scale, _work[k]);
                if (_d == _n)
                    Kernel.NegatedUpperTransposed(_inverse, _n, _left, _y);
                else
                    ProjectLeft();
                _relatedPivot = scale * scale * Kernel.Dot(_y, 0, _y, 0, _d);
                if (pass == RelatePasses || !(_relatedPivot > 0.0))
                    return;
                if (!wholly && _products != null && pass > 0 && _relatedPivot <= _roundedPivot)
                {
                    _related = false;
                    return;
                }

                ProductsOfLeft(scale);
                _ldl.RefineTried(_column);
                ProductsOfLeft(scale);
                _ldl.Solve(_column);
                for (int k = 0; k < count; k++)
                    _step[k] += _column[k];
            }
        }

        // What the equations can take is large, and would leave its rounding in the rest.
        private void ProjectLeft()
        {
            TakeEquations();
            Array.Clear(_y, 0, _d);
            for (int k = 0; k < _n; k++)
                Kernel.Axpy(-_left[k], _basis, k * _d, _y, 0, _d);
        }

        private void ProductsOfLeft(double scale)
        {
            MultiplyActive(_ldl.Count);
            for (int k = 0; k < _ldl.Count; k++)
                _column[k] *= -scale;
        }

        // A row that is nearly a sum of active ones is not worth its huge multiplier where it is off by less than the accepted residual.
        private bool IsWithinRounding(int row, byte side, double violation)
        {
            double bound = side == ActiveUpper ? _upper[row] : _lower[row];
            return Math.Abs(violation) <= NearlyHeld * _rowScale[row] * (1.0 + Math.Abs(bound));
        }

        // Until the next solve or round nothing makes the row enter.
        private void SetAside(int row)
        {
            Ignore(row);
            _guarded = false;
            _setAside = true;
        }

        // The step of the active multipliers that the one of the refused row is traded for.
        private void FormTrade(double sign)
        {
            _stepSum = 1.0;
            for (int k = 0; k < _ldl.Count; k++)
            {
                _step[k] *= -sign;
                _stepSum += Math.Abs(_step[k]);
            }
        }

        // Whether the bounds of the equations and, where they take part, the active rows, combined as the row itself, lie beyond its own by
        // more than rounding.
        private bool LiesBeyond(int row, double sign, double scale, bool withActive)
        {
            double own = sign > 0.0 ? _upper[row] : _lower[row];
            double gap = -sign * scale * own;
            double size = scale * (1.0 + Math.Abs(own));
            for (int k = 0; k < _ldl.Count && withActive; k++)
            {
                int i = _work[k];
                if (!Supports(k))
                    continue;
                double bound = IsUpper(i) ? _upper[i] : _lower[i];
                gap -= _step[k] * _rowScale[i] * bound;
                size += Math.Abs(_step[k]) * _rowScale[i] * (1.0 + Math.Abs(bound));
            }

            _sumRow = row;
            _sumFactor = sign * scale;
            _sumActive = withActive;
            FormSum();
            AddEquations(ref gap, ref size);
            _gap = gap;
            return gap > FarkasTolerance * size;
        }

        // Farkas: the sum of the user's rows that combines these bounds must be no row at all.
        private bool Excludes()
        {
            FormY();
            RecoverFromY();
            _recovered = false;
            if (_recentred)
                Kernel.Axpy(1.0, _centre, 0, X, 0, _n);
            return Cancels(X);
        }

        // The sum of rows that LiesBeyond weighs, and the sizes of its terms.
        private void FormSum()
        {
            Array.Clear(_left, 0, _n);
            Array.Clear(_terms, 0, _n);
            AddTerms(_sumFactor, _sumRow);
            for (int k = 0; k < _ldl.Count && _sumActive; k++)
            {
                if (Supports(k))
                    AddTerms(_step[k] * _rowScale[_work[k]], _work[k]);
            }
        }

        private bool Cancels(double[] x)
        {
            double reach = 0.0;
            double share = CancelledShare * (_ldl.Count + _n - _d + 4);
            for (int j = 0; j < _n; j++)
            {
                double left = Math.Abs(_left[j]);
                if (left > share * _terms[j])
                    return false;
                reach += left * Math.Abs(x[j]);
            }

            return _gap > FarkasReach * reach;
        }

        // A hard row may take part with the sign of its side, an equality with either.
        private bool Supports(int k)
        {
            int i = _work[k];
            double step = _step[k];
            if (_weight[i] < Unbounded || Math.Abs(step) <= NoPart)
                return false;
            return _lower[i] == _upper[i] || (IsUpper(i) ? step > 0.0 : step < 0.0);
        }

        private void AddTerms(double factor, int row)
        {
            AddUserRow(factor, row);
            AddSizes(factor, row);
        }

        private void AddSizes(double factor, int row)
        {
#if NET
            if (_sparse)
            {
                _sparseRows.AddSizes(factor, row, _terms);
                return;
            }
#endif
            int end = _rowSpans == null ? _n : _rowSpans[(2 * row) + 1];
            for (int j = _rowSpans == null ? 0 : _rowSpans[2 * row], o = row * _n; j < end; j++)
                _terms[j] += Math.Abs(factor * _rows[o + j]);
        }

        // A zero row is no constraint on x: a hard one that excludes zero by more than the accepted residual is infeasible. Of one whose
        // entries are only too small to work with nobody can tell.
        private QpStatus ZeroRows()
        {
            for (int i = 0; i < _m; i++)
            {
                if (_rowScale[i] != 0.0 || !IsHard(i) || IsTakenOut(i))
                    continue;
                double beyond = Math.Max(_lower[i], -_upper[i]);
                if (beyond <= AcceptedResidual * (1.0 + Math.Abs(beyond)))
                    continue;
                for (int k = 0; k < _n; k++)
                {
                    if (_rows[(i * _n) + k] != 0.0)
                        return QpStatus.NotConverged;
                }

                return QpStatus.Infeasible;
            }

            return QpStatus.Solved;
        }

        // Whether the only fault of the data is a hard row whose lower bound is above its upper one.
        private bool HardBoundsCross(double[] f, double[] lower, double[] upper)
        {
            bool crossed = false;
            for (int i = 0; i < _n; i++)
            {
                if (double.IsNaN(f[i] - f[i]))
                    return false;
            }

            for (int i = 0; i < _m; i++)
            {
                double l = lower[i];
                double u = upper[i];
                if (double.IsNaN((l - l) + (u - u)) || l >= Unbounded || u <= -Unbounded)
                    return false;
                if (!(l > u))
                    continue;
                if (!IsHard(i))
                    return false;
                crossed = true;
            }

            return crossed;
        }

        // Bounds of a hard row that cross by less than the accepted residual are an equality to which rounding happened.
        private bool TakeCrossedBounds(double[] lower, double[] upper)
        {
            for (int i = 0; i < _m; i++)
            {
                double l = lower[i];
                double u = upper[i];
                if (double.IsNaN((l - l) + (u - u)) || l >= Unbounded || u <= -Unbounded)
                    return false;
                if (l > u && (l - u > AcceptedResidual * (1.0 + Math.Abs(u)) || !IsHard(i)))
                    return false;
                _low[i] = l * _rowScale[i];
                _high[i] = u * _rowScale[i];
            }

            return true;
        }
    }
}
