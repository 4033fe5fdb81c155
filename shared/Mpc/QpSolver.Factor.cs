using System;

namespace MultiAgentEdge.Mpc
{
    // The factor of the active rows built anew, equalities first.
    public sealed partial class QpSolver
    {
        // Squared sine to the equalities before it from which on an equality is held from the start.
        private const double HeldPivot = 1e-8;

        // Rebuilds the factor of the active rows, equalities first; a row that now depends on the others leaves with multiplier zero.
        private void Refactor()
        {
            ForgetGradient();
            _ldl.Clear();
            _held = 0;
            _delicate = false;
            _removals = 0;
            _guarded = false;
            if (_lower != null)
            {
                for (int i = 0; i < _m; i++)
                {
                    if (_state[i] != Inactive && IsEquality(i))
                        Restore(i);
                }

                _held = _ldl.Count;
            }

            for (int i = 0; i < _m; i++)
            {
                if (_state[i] != Inactive && (_lower == null || !IsEquality(i)))
                    Restore(i);
            }
        }

        private bool IsEquality(int i)
        {
            return _lower[i] == _upper[i] && _weight[i] >= Unbounded && _rowScale[i] > 0.0;
        }

        private void Restore(int i)
        {
            byte state = _state[i];
            double weight = _weight[i];
            double size = Math.Abs(_lambda[i]);
            if (state >= SaturatedUpper && weight < Unbounded)
            {
                _anySaturated = true;
                SetMultiplier(i, state == SaturatedUpper ? weight : -weight);
            }
            else if (_rowScale[i] > 0.0 && weight > 0.0 && TryAppend(i))
            {
                _state[i] = _lambda[i] > 0.0 || (size == 0.0 && state == ActiveUpper) ? ActiveUpper : ActiveLower;
                if (size > weight)
                    SetMultiplier(i, _state[i] == ActiveUpper ? weight : -weight);
            }
            else
            {
                _state[i] = Inactive;
                SetMultiplier(i, 0.0);
                Guard(i);
            }
        }

        // A cold start begins with all equalities at once that are clearly independent: they would enter anyway, one at a time.
        private void HoldEqualities()
        {
            _cold = false;
            if (_ldl.Count > 0)
                return;
            for (int i = 0; i < _m && _ldl.Count < _d; i++)
            {
                if (_state[i] == Inactive && IsEquality(i) && _ldl.TryAppend(ProductsWithActive(i), 1.0, HeldPivot))
                {
                    _work[_ldl.Count - 1] = i;
                    _state[i] = ActiveUpper;
                    Guard(i);
                }
            }

            _held = _ldl.Count;
        }
    }
}
