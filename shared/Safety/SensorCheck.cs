using System;

namespace MultiAgentEdge.Safety
{
    /// <summary>
    /// Judges a sensed state: finite, within its plausible range, and not frozen. A frozen sensor gives the very same bits while the rover
    /// is being driven; a state at rest may repeat for ever.
    /// </summary>
    public sealed class SensorCheck
    {
        private readonly double[] _lower;
        private readonly double[] _upper;
        private readonly double[] _last;
        private readonly int _stuckPeriods;
        private int _repeats;
        private bool _any;

        /// <summary>How many of the first states tell of motion: a clock among the others never freezes. All of them unless set.</summary>
        public int MotionCount;

        /// <param name="lower">Least plausible value of each state; -1e30 is unbounded.</param>
        /// <param name="upper">Greatest plausible value of each state; 1e30 is unbounded.</param>
        /// <param name="stuckPeriods">Repeats in a row, while driven, that count as stuck; 0 switches the rule off.</param>
        public SensorCheck(double[] lower, double[] upper, int stuckPeriods)
        {
            if (lower.Length != upper.Length)
                throw new ArgumentException("upper");
            _lower = lower;
            _upper = upper;
            _last = new double[lower.Length];
            MotionCount = lower.Length;
            _stuckPeriods = stuckPeriods;
        }

        /// <summary>Finite and within the ranges. Of the one state alone: nothing is counted.</summary>
        /// <param name="state">As for <see cref="Check"/>.</param>
        public bool IsPlausible(double[] state)
        {
            for (int i = 0; i < _last.Length; i++)
            {
                double value = state[i];
                if (double.IsNaN(value) || double.IsInfinity(value) || value < _lower[i] || value > _upper[i])
                    return false;
            }

            return true;
        }

        /// <summary>Returns SensorInvalid, SensorStuck or None.</summary>
        /// <param name="state">Sensed state; at least as long as the ranges.</param>
        /// <param name="isDriven">Whether the input applied in the period before asked for motion.</param>
        public uint Check(double[] state, bool isDriven)
        {
            if (!IsPlausible(state))
                return FaultFlags.SensorInvalid;
            bool same = _any;
            for (int i = 0; i < _last.Length; i++)
            {
                if (i < MotionCount && state[i] != _last[i])
                    same = false;
            }

            Array.Copy(state, 0, _last, 0, _last.Length);
            _any = true;
            if (!same || !isDriven)
            {
                _repeats = 0;
                return FaultFlags.None;
            }

            if (_repeats < int.MaxValue)
                _repeats++;
            return _stuckPeriods > 0 && _repeats >= _stuckPeriods ? FaultFlags.SensorStuck : FaultFlags.None;
        }
    }
}
