using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    public sealed partial class QpSolver
    {
        private const int RefinementLimit = 4;

        // A dependency coefficient of this size is rounding: trading along it would leave the rows dependent.
        private const double DependentStep = 1e-10;

        private int _entering;
        private double _violation;
        private int _idleSteps;
        private bool _bland;
        private double _noise;
        private double _linearSize;

        private QpStatus SolveDual()
        {
            AdoptBounds();
            _idleSteps = 0;
            int refinements = 0;
            bool resolve = _ldl.Count > 0;
            while (true)
            {
                if (resolve && !SolveActive())
                    return QpStatus.NotConverged;
                FormY();
                Scan();
                if (_entering < 0)
                {
                    double error = ActiveError();
                    if (error <= 1.0)
                        return QpStatus.Solved;
                    if (refinements == RefinementLimit)
                        return error < 10.0 ? QpStatus.Solved : QpStatus.NotConverged;
                    refinements++;
                    if (refinements == 2)
                        Refactor();
                    resolve = true;
                    continue;
                }

                if (Iterations >= IterationLimit)
                    return QpStatus.NotConverged;
                resolve = false;
                QpStatus status = Enter(_entering);
                if (status != QpStatus.Solved)
                    return status;
            }
        }

        // A multiplier of the last solve stays only where its side still has a bound.
        private void AdoptBounds()
        {
            for (int k = _ldl.Count - 1; k >= 0; k--)
            {
                int i = _work[k];
                if (_lambda[i] > 0.0)
                    _state[i] = ActiveUpper;
                else if (_lambda[i] < 0.0)
                    _state[i] = ActiveLower;
                if (Math.Abs(Bound(i)) >= Unbounded)
                    Drop(k, Inactive);
            }

            if (!_softRows)
                return;
            for (int i = 0; i < _m; i++)
            {
                if (_state[i] >= SaturatedUpper && Math.Abs(Bound(i)) >= Unbounded)
                {
                    _state[i] = Inactive;
                    _lambda[i] = 0.0;
                }
            }
        }

        // y = -inv(R)'f - M' lambda.
        private void FormY()
        {
            Array.Copy(_linear, 0, _y, 0, _n);
            double size = _linearSize;
            for (int k = 0; k < _ldl.Count; k++)
            {
                size += Math.Abs(_lambda[_work[k]]);
                Kernel.Axpy(-_lambda[_work[k]], _normals, _work[k] * _n, _y, 0, _n);
            }

            _noise = 1e-15 * size;
            if (!_softRows)
                return;
            for (int i = 0; i < _m; i++)
            {
                if (_state[i] >= SaturatedUpper)
                    Kernel.Axpy(-_lambda[i], _normals, i * _n, _y, 0, _n);
            }
        }

        // Moves to the minimiser over the active rows, from whatever the multipliers are now.
        private bool SolveActive()
        {
            FormY();
            int count = _ldl.Count;
            for (int k = 0; k < count; k++)
                _column[k] = Kernel.Dot(_normals, _work[k] * _n, _y, 0, _n) - Bound(_work[k]);
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

        private double Bound(int i)
        {
            return _state[i] == ActiveUpper || _state[i] == SaturatedUpper ? _high[i] : _low[i];
        }

        // Row with the largest violation: beyond a bound while free to push, or saturated without being violated any more.
        private void Scan()
        {
            Kernel.MatVec(_normals, _m, _n, _y, _value);
            _entering = -1;
            double worst = 0.0;
            _bland = _idleSteps > _n + 10;
            for (int i = 0; i < _m; i++)
            {
                double violation;
                byte state = _state[i];
                double value = _value[i];
                if (state == Inactive)
                {
                    violation = value - _high[i];
                    if (violation < 0.0)
                    {
                        violation = value - _low[i];
                        if (violation > 0.0)
                            continue;
                    }
                }
                else if (state == SaturatedUpper)
                {
                    violation = value - _high[i];
                    if (violation > 0.0)
                        continue;
                }
                else if (state == SaturatedLower)
                {
                    violation = value - _low[i];
                    if (violation < 0.0)
                        continue;
                }
                else
                {
                    continue;
                }

                double size = Math.Abs(violation);
                if (size <= worst)
                    continue;
                if (size <= Tolerance(i, value - violation))
                    continue;
                _entering = i;
                _violation = violation;
                worst = size;
                if (_bland)
                    return;
            }
        }

        // Largest residual of the active rows after a scan, in tolerances.
        private double ActiveError()
        {
            double worst = 0.0;
            for (int k = 0; k < _ldl.Count; k++)
            {
                int i = _work[k];
                double bound = Bound(i);
                double error = Math.Abs(_value[i] - bound) / Tolerance(i, bound);
                if (error > worst)
                    worst = error;
            }

            return worst;
        }

        // 1e-11 of (1 + |bound|) in the user's units, or what rounding leaves of M y where that is more.
        private double Tolerance(int row, double bound)
        {
            return _noise + (PrimalTolerance * (_rowScale[row] + Math.Abs(bound)));
        }

        // Brings one row in, dropping whatever blocks, until its residual is zero or it is saturated.
        private QpStatus Enter(int row)
        {
            double violation = _violation;
            byte before = _state[row];
            byte side = before == Inactive ? (violation > 0.0 ? ActiveUpper : ActiveLower)
                : before == SaturatedUpper ? ActiveUpper : ActiveLower;
            while (!TryAppend(row))
            {
                // The row depends on the active ones: their multipliers can be traded for its own at no cost in the quadratic term.
                Iterations++;
                int count = _ldl.Count;
                _ldl.Dependency(_step);
                double sign = violation > 0.0 ? 1.0 : -1.0;
                for (int k = 0; k < count; k++)
                    _step[k] *= -sign;
                double own = before == Inactive ? _weight[row] : Math.Abs(_lambda[row]);
                double length = own;
                int blocking = Blocking(count, DependentStep, ref length);
                if (blocking < 0 && length >= Unbounded)
                    return QpStatus.Infeasible;
                _lambda[row] += sign * length;
                Advance(count, length);
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
            while (true)
            {
                Iterations++;
                int count = _ldl.Count;
                _ldl.SolveLast(violation, _step);
                double length = 1.0;
                int blocking = Blocking(count, 0.0, ref length);
                Advance(count, length);
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
            _lambda[row] = !saturated ? 0.0 : side == ActiveUpper ? weight : -weight;
        }

        // First active row whose multiplier meets the end of its interval within length (shortened to there), or -1.
        private int Blocking(int count, double floor, ref double length)
        {
            int blocking = -1;
            double steepest = 0.0;
            for (int k = 0; k < count; k++)
            {
                double step = _step[k];
                double size = Math.Abs(step);
                if (size <= floor)
                    continue;
                int i = _work[k];
                bool equality = _low[i] == _high[i];
                double end;
                if (step > 0.0)
                    end = equality || _state[i] == ActiveUpper ? _weight[i] : 0.0;
                else
                    end = equality || _state[i] == ActiveLower ? -_weight[i] : 0.0;
                if (Math.Abs(end) >= Unbounded)
                    continue;
                double room = end - _lambda[i];
                room = step > 0.0 ? room : -room;
                double t = room > 0.0 ? room / size : 0.0;
                if (t > length || (t == length && (blocking < 0 || (_bland ? i > _work[blocking] : size <= steepest))))
                    continue;
                length = t;
                blocking = k;
                steepest = size;
            }

            return blocking;
        }

        private void Advance(int count, double length)
        {
            for (int k = 0; k < count; k++)
                _lambda[_work[k]] += length * _step[k];
        }

        // The blocking row leaves: to rest where its multiplier met zero, to saturation where it met its weight.
        private void Leave(int k)
        {
            int i = _work[k];
            double weight = _weight[i];
            bool saturated = weight < Unbounded && Math.Abs(_lambda[i]) > 0.5 * weight;
            Drop(k, !saturated ? Inactive : _lambda[i] > 0.0 ? SaturatedUpper : SaturatedLower);
        }

        private void Drop(int k, byte state)
        {
            int i = _work[k];
            _ldl.Remove(k);
            _removals++;
            for (int j = k; j < _ldl.Count; j++)
                _work[j] = _work[j + 1];
            _state[i] = state;
            _lambda[i] = state == Inactive ? 0.0 : state == SaturatedUpper ? _weight[i] : -_weight[i];
        }
    }
}
