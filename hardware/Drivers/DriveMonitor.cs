namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// Plausibility of a differential drive, judged once a wheel period. Stuck and slip are held once found, because a stopped rover cannot
    /// show that they are gone: <see cref="Reset"/> clears them.
    /// </summary>
    public sealed class DriveMonitor
    {
        /// <summary>Duty above the dead band at which even a loaded wheel turns.</summary>
        private const double StuckDutyMargin = 0.2;

        /// <summary>Difference of yaw rates that neither tick quantisation (0.2 rad/s a tick) nor ordinary slip explains.</summary>
        private const double SlipYawRateRadS = 1.5;

        /// <summary>A wheel may run this much faster than without load (downhill, full battery).</summary>
        private const double OverspeedFactor = 1.5;

        /// <summary>A counter that moved by less has not wrapped past where it was.</summary>
        private const double LargestStep = 2147483647.0;

        private readonly double _stuckDuty;
        private readonly double _maxTicksPerS;
        private readonly int _patience;
        private int _leftStuckPeriods;
        private int _rightStuckPeriods;
        private int _slipPeriods;

        /// <param name="geometry">The rover.</param>
        /// <param name="patience">Wheel periods in a row before a stuck encoder is believed, at least 1; slip needs twice as many, because
        /// a dead encoder looks like slip too and shall be called by its name.</param>
        public DriveMonitor(DifferentialDriveGeometry geometry, int patience)
        {
            double radiansPerTick = geometry.RadiansPerTick;
            _stuckDuty = geometry.DeadBandDuty + StuckDutyMargin;
            _maxTicksPerS = radiansPerTick > 0.0 ? OverspeedFactor * geometry.MaxWheelSpeedRadS / radiansPerTick : 0.0;
            _patience = patience < 1 ? 1 : patience;
        }

        public DriveFault Fault { get; private set; }

        public void Reset()
        {
            Fault = DriveFault.None;
            _leftStuckPeriods = 0;
            _rightStuckPeriods = 0;
            _slipPeriods = 0;
        }

        /// <summary>False where a count is a jump that no wheel can make, or the time so long that the counter may have wrapped in
        /// it.</summary>
        /// <param name="ticks">Change of one encoder over the period.</param>
        /// <param name="periodS">Length of the period, seconds.</param>
        public bool IsPlausible(int ticks, double periodS)
        {
            double limit = _maxTicksPerS * periodS + 2.0;
            return limit < LargestStep && ticks <= limit && ticks >= -limit;
        }

        public void NoteJump()
        {
            if (Fault == DriveFault.None)
            {
                Fault = DriveFault.EncoderJump;
            }
        }

        /// <summary>Judges one period with plausible counts.</summary>
        /// <param name="leftDuty">Duty held over the period.</param>
        /// <param name="rightDuty">The same.</param>
        /// <param name="leftTicks">Change of the encoder over the period.</param>
        /// <param name="rightTicks">The same.</param>
        /// <param name="yawRateDifferenceRadS">Encoders' yaw rate less the inertial sensor's; 0 where there is none.</param>
        public void Judge(double leftDuty, double rightDuty, int leftTicks, int rightTicks, double yawRateDifferenceRadS)
        {
            if (Fault == DriveFault.EncoderJump)
            {
                Fault = DriveFault.None;
            }

            _leftStuckPeriods = IsStuck(leftDuty, leftTicks) ? _leftStuckPeriods + 1 : 0;
            _rightStuckPeriods = IsStuck(rightDuty, rightTicks) ? _rightStuckPeriods + 1 : 0;
            bool disagrees = yawRateDifferenceRadS > SlipYawRateRadS || yawRateDifferenceRadS < -SlipYawRateRadS;
            _slipPeriods = disagrees ? _slipPeriods + 1 : 0;
            if (_leftStuckPeriods >= _patience || _rightStuckPeriods >= _patience)
            {
                Fault = DriveFault.EncoderStuck;
            }
            else if (_slipPeriods >= 2 * _patience && Fault == DriveFault.None)
            {
                Fault = DriveFault.WheelSlip;
            }
        }

        /// <summary>Judges a pause of the wheel loop, longer than any patience, with plausible counts.</summary>
        /// <param name="leftDuty">Duty held over the pause.</param>
        /// <param name="rightDuty">The same.</param>
        /// <param name="leftTicks">Change of the encoder over the pause.</param>
        /// <param name="rightTicks">The same.</param>
        public void JudgePause(double leftDuty, double rightDuty, int leftTicks, int rightTicks)
        {
            if (Fault == DriveFault.EncoderJump)
            {
                Fault = DriveFault.None;
            }

            if (IsStuck(leftDuty, leftTicks) || IsStuck(rightDuty, rightTicks))
            {
                Fault = DriveFault.EncoderStuck;
            }
        }

        private bool IsStuck(double duty, int ticks)
        {
            // One tick forth and back is what a dead channel leaves of a turning wheel.
            bool stands = ticks <= 1 && ticks >= -1;
            return stands && (duty >= _stuckDuty || duty <= -_stuckDuty);
        }
    }
}
