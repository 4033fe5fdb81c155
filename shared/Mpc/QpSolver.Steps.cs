using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    // How far a step of the multipliers may go, and what becomes of the row that ends it.
    public sealed partial class QpSolver
    {
        // First active row whose multiplier meets the end of its interval within length (shortened to there), or -1.
        private int Blocking(int count, double floor, ref double length)
        {
            int blocking = -1;
            double steepest = 0.0;
            double[] steps = _step;
            double[] lambdas = _lambda;
            int[] work = _work;
            for (int k = 0; k < count; k++)
            {
                double step = steps[k];
                double size = step > 0.0 ? step : -step;
                if (size <= floor)
                    continue;
                int i = work[k];
                double lambda = lambdas[i];

                // Towards zero a multiplier stops there, unless the row is an equality; away from zero at its weight.
                bool towardsZero = _state[i] == ActiveUpper ? step < 0.0 : step > 0.0;
                double end = towardsZero && _lower[i] != _upper[i] ? 0.0 : _weight[i];
                if (end >= Unbounded)
                    continue;
                double room = step > 0.0 ? end - lambda : end + lambda;
                double t = room > 0.0 ? room / size : 0.0;
                if (t > length || (t == length && (blocking < 0 || (_bland ? i > work[blocking] : size <= steepest))))
                    continue;
                length = t;
                blocking = k;
                steepest = size;
            }

            return blocking;
        }

        private void Advance(int count, double length)
        {
            double[] lambda = _lambda;
            double[] step = _step;
            int[] work = _work;
            for (int k = 0; k < count; k++)
                lambda[work[k]] += length * step[k];
            for (int k = 0; k < count && _recentred; k++)
                _change[_work[k]] += length * _step[k];
        }

        private void SetMultiplier(int i, double value)
        {
            _lambda[i] = value;
            _change[i] = value - _base[i];
        }

        // What the step does to M y, where the products of the rows are kept.
        private void FollowValues(int count, double length)
        {
            if (_products == null || length == 0.0)
                return;
            int k = 0;
            for (; k + 3 < count; k += 4)
            {
                Kernel.Axpy4(-length * _step[k], -length * _step[k + 1], -length * _step[k + 2], -length * _step[k + 3],
                    _products, Product(k), Product(k + 1), Product(k + 2), Product(k + 3), _value, _firstRow, _endRow - _firstRow);
            }

            for (; k < count; k++)
                FollowValue(_work[k], length * _step[k]);
        }

        // Where the products of an active row begin.
        private int Product(int k)
        {
            return (_work[k] * _m) + _firstRow;
        }

        private void FollowValue(int row, double change)
        {
            Kernel.Axpy(-change, _products, (row * _m) + _firstRow, _value, _firstRow, _endRow - _firstRow);
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
            if (k < _held)
                _held = k;
            _removals++;
            for (int j = k; j < _ldl.Count; j++)
                _work[j] = _work[j + 1];
            _state[i] = state;
            _anySaturated |= state >= SaturatedUpper;
            SetMultiplier(i, state == Inactive ? 0.0 : state == SaturatedUpper ? _weight[i] : -_weight[i]);
            Guard(i);
        }
    }
}
