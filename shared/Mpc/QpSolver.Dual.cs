using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    public sealed partial class QpSolver
    {
        private const int RefinementLimit = 4;

        // A dependency coefficient of this share of their sum is rounding: trading along it would leave the rows dependent.
        private const double DependentStep = 1e-10;

        // Steps over which M y is updated by row products before it is computed anew.
        private const int FollowLimit = 16;

        // A violation below this is compared with what the active rows are off by, and must be so many times that.
        private const double DoubtfulViolation = 1e-6;
        private const double DoubtfulShare = 2.0;

        private int _entering;
        private double _violation;
        private int _idleSteps;
        private bool _bland;
        private double _noise;
        private double _linearSize;

        private QpStatus SolveDual()
        {
            AdoptBounds();
            if (_cold)
                HoldEqualities();
            _idleSteps = 0;
            _recovered = false;
            _uncertain = false;
            _setAside = false;
            int refinements = 0;
            int doubts = 0;
            if (_ldl.Count > 0 && !SolveActive())
                return QpStatus.NotConverged;
            int followed = FollowLimit + 1;
            while (true)
            {
                FormY();
                _recovered = false;
                if (followed > FollowLimit || _products == null)
                {
                    followed = 0;
                    FormValues();
                    Scan();
                }

                bool entered = _entering >= 0;
                while (_entering >= 0)
                {
                    if (Iterations >= IterationLimit)
                        return QpStatus.NotConverged;
                    if (_products != null && IsDoubtful())
                    {
                        doubts++;
                        if (doubts > 1)
                            SetAside(_entering);
                        else if (!SolveActive())
                            return QpStatus.NotConverged;
                        FormY();
                        FormValues();
                        followed = 0;
                        Scan();
                        continue;
                    }

                    doubts = 0;
                    QpStatus status = Enter(_entering);
                    if (status != QpStatus.Solved)
                        return status;
                    if (_products == null)
                        break;
                    followed++;
                    Scan();
                }

                if (entered)
                    continue;
                double error = ActiveError();
                if (error <= 1.0 || refinements == RefinementLimit)
                    return error < 10.0 && !_uncertain ? QpStatus.Solved : QpStatus.NotConverged;
                refinements++;
                if (refinements == 2)
                    Refactor();
                if (!SolveActive())
                    return QpStatus.NotConverged;
                followed = FollowLimit + 1;
            }
        }

        // Whether the violation that the scan found is no larger than what the active rows themselves are off by.
        private bool IsDoubtful()
        {
            double violation = Math.Abs(_violation);
            if (violation > DoubtfulViolation)
                return false;
            double worst = 0.0;
            for (int k = 0; k < _ldl.Count; k++)
            {
                int i = _work[k];
                double error = Math.Abs(_value[i] - Bound(i));
                if (error > worst)
                    worst = error;
            }

            return violation <= DoubtfulShare * worst;
        }

        // y = -inv(R)'f - M' lambda.
        private void FormY()
        {
            Array.Copy(_linear, 0, _y, 0, _d);
            double size = _linearSize;
            if (_recentred)
            {
                for (int i = 0; i < _m; i++)
                {
                    double change = _change[i];
                    if (change == 0.0)
                        continue;
                    size += Math.Abs(change);
                    AddNormal(-change, i);
                }

                _noise = 1e-15 * size;
                return;
            }

            int count = _ldl.Count;
            int k = 0;
            for (; k + 3 < count; k += 4)
            {
                int i0 = _work[k], i1 = _work[k + 1], i2 = _work[k + 2], i3 = _work[k + 3];
                Kernel.Axpy4(
                    -_lambda[i0], -_lambda[i1], -_lambda[i2], -_lambda[i3], _normals, i0 * _d, i1 * _d, i2 * _d, i3 * _d, _y, 0, _d);
                size += Math.Abs(_lambda[i0]) + Math.Abs(_lambda[i1]) + Math.Abs(_lambda[i2]) + Math.Abs(_lambda[i3]);
            }

            if (k + 3 == count)
            {
                // Three rows and a fourth that adds zero: y has no negative zero that it could turn.
                int i0 = _work[k], i1 = _work[k + 1], i2 = _work[k + 2];
                Kernel.Axpy4(-_lambda[i0], -_lambda[i1], -_lambda[i2], 0.0, _normals, i0 * _d, i1 * _d, i2 * _d, i2 * _d, _y, 0, _d);
                size += Math.Abs(_lambda[i0]);
                size += Math.Abs(_lambda[i1]);
                size += Math.Abs(_lambda[i2]);
                k = count;
            }

            for (; k < count; k++)
            {
                size += Math.Abs(_lambda[_work[k]]);
                Kernel.Axpy(-_lambda[_work[k]], _normals, _work[k] * _d, _y, 0, _d);
            }

            for (int i = 0; i < _m && _anySaturated; i++)
            {
                if (_state[i] < SaturatedUpper)
                    continue;
                size += Math.Abs(_lambda[i]);
                Kernel.Axpy(-_lambda[i], _normals, i * _d, _y, 0, _d);
            }

            _noise = 1e-15 * size;
        }

        // M y. Where the rows of A begin with a box on each variable, the first products are x itself, normalised.
        private void FormValues()
        {
            int boxed = 0;
            if (_boxed)
            {
                boxed = _n;
                RecoverFromY();
                Kernel.Multiply(X, _rowScale, _value, boxed);
            }

            MultiplyNormals(boxed);
        }

        // Moves to the minimiser over the active rows, from whatever the multipliers are now.
        private bool SolveActive()
        {
            FormY();
            int count = _ldl.Count;
            MultiplyActive(count);
            for (int k = 0; k < count; k++)
                _column[k] -= Bound(_work[k]);
            while (count > 0)
            {
                Iterations++;
                if (Iterations > IterationLimit)
                    return false;
                Array.Copy(_column, 0, _step, 0, count);
                _ldl.Solve(_step);
                double length = 1.0;
                int blocking = Blocking(count, 0.0, ref length);
                Advance(count, length);
                if (blocking < 0)
                    return true;
                for (int k = 0; k < count; k++)
                    _column[k] *= 1.0 - length;
                Leave(blocking);
                count--;
                for (int k = blocking; k < count; k++)
                    _column[k] = _column[k + 1];
            }

            return true;
        }

        // Brings one row in, dropping whatever blocks, until its residual is zero or it is saturated.
        private QpStatus Enter(int row)
        {
            double violation = _violation;
            byte before = _state[row];
            byte side = before == Inactive ? (violation > 0.0 ? ActiveUpper : ActiveLower)
                : before == SaturatedUpper ? ActiveUpper : ActiveLower;
            bool traded = false;
            while (!TryAppend(row))
            {
                if (!traded && IsWithinRounding(row, side, violation))
                {
                    SetAside(row);
                    return QpStatus.Solved;
                }

                traded = true;

                // The row depends on the active ones: their multipliers can be traded for its own at no cost in the quadratic term.
                Iterations++;
                int count = _ldl.Count;
                double sign = violation > 0.0 ? 1.0 : -1.0;
                FormTrade(sign);
                double own = before == Inactive ? _weight[row] : Math.Abs(_lambda[row]);
                double length = own;
                int blocking = Blocking(count, DependentStep * _stepSum, ref length);
                if (blocking < 0 && length >= Unbounded)
                {
                    if (!_related)
                    {
                        Relate(row, true);
                        FormTrade(sign);
                    }

                    bool apart = LiesBeyond(row, sign, _rowScale[row], true);
                    if (apart && Excludes())
                        return QpStatus.Infeasible;
                    if (apart && TryAppendRelated(row))
                        break;

                    // It says what the active ones say, or nobody can tell; until the next round nothing makes it enter.
                    _uncertain |= apart;
                    SetAside(row);
                    return QpStatus.Solved;
                }

                SetMultiplier(row, _lambda[row] + (sign * length));
                if (_products != null)
                    FollowValue(row, sign * length);
                Advance(count, length);
                FollowValues(count, length);
                if (blocking < 0)
                {
                    SettleAlone(row, before, side);
                    return QpStatus.Solved;
                }

                Leave(blocking);
                if (Iterations >= IterationLimit)
                {
                    SettleAlone(row, before, side);
                    return QpStatus.NotConverged;
                }
            }

            _state[row] = side;
            Guard(row);
            while (true)
            {
                Iterations++;
                int count = _ldl.Count;
                _ldl.SolveLast(violation, _step);
                double length = 1.0;
                int blocking = Blocking(count, 0.0, ref length);
                Advance(count, length);
                FollowValues(count, length);
                _idleSteps = length * Math.Abs(violation) > 1e-14 ? 0 : _idleSteps + 1;
                if (blocking < 0)
                    return QpStatus.Solved;
                violation *= 1.0 - length;
                bool self = _work[blocking] == row;
                Leave(blocking);
                if (self)
                    return QpStatus.Solved;
                if (Iterations >= IterationLimit)
                    return QpStatus.NotConverged;
            }
        }

        // A row whose multiplier moved without the row ever entering the factor.
        private void SettleAlone(int row, byte before, byte side)
        {
            double weight = _weight[row];
            bool saturated = before == Inactive && Math.Abs(_lambda[row]) >= weight;
            _state[row] = !saturated ? Inactive : side == ActiveUpper ? SaturatedUpper : SaturatedLower;
            _anySaturated |= saturated;
            SetMultiplier(row, !saturated ? 0.0 : side == ActiveUpper ? weight : -weight);
            Guard(row);
        }
    }
}
