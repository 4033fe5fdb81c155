using System;

namespace MultiAgentEdge.Safety
{
    /// <summary>
    /// The last thing between a controller and the motors: what leaves it is finite, inside the input box and no further from the last
    /// command than the rate allows, so that nothing lunges when a controller, a price or the host comes back.
    /// </summary>
    public sealed class CommandLimiter
    {
        private readonly double[] _lower;
        private readonly double[] _upper;
        private readonly double[] _ratePerPeriod;
        private readonly double[] _last;

        /// <param name="lower">Least input, finite and at most 0, nu.</param>
        /// <param name="upper">Greatest input, finite and at least 0, nu.</param>
        /// <param name="ratePerPeriod">Largest change in one period, at least 0, nu; 1e30 is unlimited.</param>
        /// <exception cref="ArgumentException">Lengths differ, or the box does not hold zero: zero is the safe input.</exception>
        public CommandLimiter(double[] lower, double[] upper, double[] ratePerPeriod)
        {
            if (lower.Length != upper.Length || lower.Length != ratePerPeriod.Length)
                throw new ArgumentException("lengths differ");
            for (int i = 0; i < lower.Length; i++)
            {
                if (!IsFinite(lower[i]) || !IsFinite(upper[i]) || !IsFinite(ratePerPeriod[i]))
                    throw new ArgumentException("not finite");
                if (lower[i] > 0 || upper[i] < 0 || ratePerPeriod[i] < 0)
                    throw new ArgumentException("the box must hold zero and the rate must not be negative");
            }

            _lower = lower;
            _upper = upper;
            _ratePerPeriod = ratePerPeriod;
            _last = new double[lower.Length];
        }

        /// <summary>Limits a command.</summary>
        /// <param name="command">What the controller wants, nu.</param>
        /// <param name="speedFactor">Scales the box; clamped to [0, 1], NaN counts as 0. A box that shrinks is approached at the
        /// rate.</param>
        /// <param name="limited">What the motors get, nu; may be the same array.</param>
        /// <returns>False where a number was NaN or infinite: the result is then zero in every entry, at once.</returns>
        public bool TryLimit(double[] command, double speedFactor, double[] limited)
        {
            for (int i = 0; i < _last.Length; i++)
            {
                if (!IsFinite(command[i]))
                {
                    Stop(limited);
                    return false;
                }
            }

            double factor = Clamp(double.IsNaN(speedFactor) ? 0 : speedFactor, 0, 1);
            for (int i = 0; i < _last.Length; i++)
            {
                double wanted = Clamp(command[i], factor * _lower[i], factor * _upper[i]);
                double reachable = Clamp(wanted, _last[i] - _ratePerPeriod[i], _last[i] + _ratePerPeriod[i]);
                _last[i] = Clamp(reachable, _lower[i], _upper[i]);
                limited[i] = _last[i];
            }

            return true;
        }

        /// <summary>Zero, at once: braking is never rate-limited. The next command starts from zero.</summary>
        public void Stop(double[] limited)
        {
            for (int i = 0; i < _last.Length; i++)
            {
                _last[i] = 0;
                limited[i] = 0;
            }
        }

        /// <summary>Goes on from a command that is applied already, so that a new limiter (other bounds) causes no step. Clamped to the
        /// box.</summary>
        public void StartFrom(double[] applied)
        {
            for (int i = 0; i < _last.Length; i++)
                _last[i] = IsFinite(applied[i]) ? Clamp(applied[i], _lower[i], _upper[i]) : 0;
        }

        private static double Clamp(double value, double lower, double upper)
        {
            if (value < lower)
                return lower;
            return value > upper ? upper : value;
        }

        private static bool IsFinite(double value)
        {
            return !double.IsNaN(value) && !double.IsInfinity(value);
        }
    }
}
