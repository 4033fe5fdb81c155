namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// Speed loop of one wheel: feed-forward through the dead band plus PI. The integrator stands still while the duty is
    /// saturated in the direction of the error (conditional integration), so that a held wheel does not lunge when it comes free.
    /// Gains put the closed loop's bandwidth at 8 rad/s, well below the wheel period, with the integrator cancelling the motor's lag.
    /// </summary>
    public sealed class WheelSpeedLoop
    {
        private const double BandwidthRadS = 8.0;

        private readonly double _maxWheelSpeedRadS;
        private readonly double _deadBandDuty;
        private readonly double _standstillRadS;
        private readonly double _proportionalGain;
        private readonly double _integralGain;
        private double _integralDuty;

        public WheelSpeedLoop(DifferentialDriveGeometry geometry)
        {
            _maxWheelSpeedRadS = geometry.MaxWheelSpeedRadS > 0.0 ? geometry.MaxWheelSpeedRadS : 1.0;
            _deadBandDuty = geometry.DeadBandDuty;
            _standstillRadS = 0.01 * _maxWheelSpeedRadS;
            _proportionalGain = BandwidthRadS * geometry.MotorTimeConstantS / _maxWheelSpeedRadS;
            _integralGain = BandwidthRadS / _maxWheelSpeedRadS;
        }

        public void Reset()
        {
            _integralDuty = 0.0;
        }

        /// <summary>The duty in [-1, 1] for this period; 0 for a wheel that shall stand and stands.</summary>
        /// <param name="targetRadS">Wanted speed.</param>
        /// <param name="measuredRadS">Speed over the last period.</param>
        /// <param name="periodS">The last period, seconds.</param>
        public double Update(double targetRadS, double measuredRadS, double periodS)
        {
            bool standsWanted = targetRadS < _standstillRadS && targetRadS > -_standstillRadS;
            if (standsWanted && measuredRadS < _standstillRadS && measuredRadS > -_standstillRadS)
            {
                _integralDuty = 0.0;
                return 0.0;
            }

            double error = targetRadS - measuredRadS;
            double duty = FeedForward(targetRadS, standsWanted) + _proportionalGain * error + _integralDuty;
            bool saturated = (duty >= 1.0 && error > 0.0) || (duty <= -1.0 && error < 0.0);
            if (!saturated)
            {
                _integralDuty = Clamp(_integralDuty + _integralGain * error * periodS);
            }

            return Clamp(duty);
        }

        private static double Clamp(double duty)
        {
            return duty > 1.0 ? 1.0 : duty < -1.0 ? -1.0 : duty;
        }

        private double FeedForward(double targetRadS, bool standsWanted)
        {
            double proportional = (1.0 - _deadBandDuty) * targetRadS / _maxWheelSpeedRadS;
            if (standsWanted)
            {
                return proportional;
            }

            return targetRadS > 0.0 ? _deadBandDuty + proportional : proportional - _deadBandDuty;
        }
    }
}
