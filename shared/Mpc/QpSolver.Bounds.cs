using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    // What the rows may be, and which of them is furthest from it.
    public sealed partial class QpSolver
    {
        // Beyond anything a row can take.
        private const double Nowhere = 1e300;

        // A multiplier of the last solve stays only where its side still has a bound.
        private void AdoptBounds()
        {
            for (int k = _ldl.Count - 1; k >= 0 && !_sameBounds; k--)
            {
                int i = _work[k];
                if (_lambda[i] > 0.0)
                    _state[i] = ActiveUpper;
                else if (_lambda[i] < 0.0)
                    _state[i] = ActiveLower;
                if (!HasBound(i))
                    Drop(k, Inactive);
                else if (!_recentred)
                    Guard(i);
            }

            if (!_anySaturated)
                return;
            _anySaturated = false;
            for (int i = 0; i < _m; i++)
            {
                if (_state[i] < SaturatedUpper)
                    continue;
                if (HasBound(i))
                {
                    _anySaturated = true;
                    Guard(i);
                }
                else
                {
                    _state[i] = Inactive;
                    SetMultiplier(i, 0.0);
                }
            }
        }

        private bool HasBound(int i)
        {
            return IsUpper(i) ? _upper[i] < Unbounded : _lower[i] > -Unbounded;
        }

        private bool IsUpper(int i)
        {
            return _state[i] == ActiveUpper || _state[i] == SaturatedUpper;
        }

        private double Bound(int i)
        {
            byte state = _state[i];
            double bound = state == ActiveUpper || state == SaturatedUpper ? _upper[i] : _lower[i];
            if (_recentred)
                bound -= _offset[i];
            return _rowScale[i] * bound;
        }

        // Sets the interval that the scan compares M y with: the bounds of a row at rest, all numbers for an active row, and for a
        // saturated row the side on which it stays violated.
        private void Guard(int i)
        {
            byte state = _state[i];
            if (state == ActiveUpper || state == ActiveLower)
            {
                Ignore(i);
                return;
            }

            double shift = _recentred ? _offset[i] : 0.0;
            double bound = state == Inactive ? 0.0 : Bound(i);
            _low[i] = state == Inactive ? _rowScale[i] * (_lower[i] - shift) : state == SaturatedUpper ? bound : -Nowhere;
            _high[i] = state == Inactive ? _rowScale[i] * (_upper[i] - shift) : state == SaturatedLower ? bound : Nowhere;
        }

        private void GuardAll()
        {
#if NET
            Kernel.Shift(_lower, _offset, _rowScale, _low, _m);
            Kernel.Shift(_upper, _offset, _rowScale, _high, _m);
#endif
            for (int i = 0; i < _m; i++)
            {
#if NET
                if (_state[i] == Inactive)
                    continue;
#endif
                Guard(i);
            }
        }

        private void Ignore(int row)
        {
            _low[row] = -Nowhere;
            _high[row] = Nowhere;
        }

        // Row with the largest violation: beyond a bound while free to push, or saturated without being violated any more.
        private void Scan()
        {
            _entering = -1;
            int first = Kernel.FirstOutside(_value, _low, _high, _m);
            if (first >= _m)
                return;
            double worst = 0.0;
            double violated = 0.0;
            double[] values = _value;
            double[] low = _low;
            double[] high = _high;
            int rows = _m;
            _bland = _idleSteps > _n + 10;
            for (int i = first; i < rows; i++)
            {
                double value = values[i];
                double above = value - high[i];
                double below = low[i] - value;
                if (above <= worst && below <= worst)
                    continue;
                double bound = above > below ? high[i] : low[i];
                if (Math.Abs(value - bound) <= Tolerance(i, bound))
                    continue;
                _entering = i;
                violated = bound;
                _violation = value - bound;
                worst = Math.Abs(_violation);
                if (_bland)
                    break;
            }

            // What the row enters with is its own product, as for any other row; with row products y is not at hand.
            if (_boxed && _entering >= 0 && _entering < _n && _products == null)
                _violation = Kernel.Dot(_normals, _entering * _d, _y, 0, _d) - violated;
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
            if (!_recentred)
                return _noise + (PrimalTolerance * (_rowScale[row] + Math.Abs(bound)));
            return _noise + (RoundTolerance * (_rowScale[row] + Math.Abs(bound) + (_rowScale[row] * Math.Abs(_offset[row]))));
        }
    }
}
