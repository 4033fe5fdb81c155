using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Runs the motors open loop for a short time, for trials and calibration by hand. It ends by itself, however nobody
    /// asks.</summary>
    public sealed class MotorTrial
    {
        /// <summary>Longest trial, milliseconds.</summary>
        public const int LongestMs = 5000;

        private readonly IMotor _left;
        private readonly IMotor _right;
        private readonly IClock _clock;
        private long _endUs;

        public MotorTrial(IMotor left, IMotor right, IClock clock)
        {
            _left = left;
            _right = right;
            _clock = clock;
        }

        public bool IsRunning { get; private set; }

        /// <summary>Starts both motors.</summary>
        /// <param name="leftDuty">[-1, 1].</param>
        /// <param name="rightDuty">[-1, 1].</param>
        /// <param name="durationMs">1 to <see cref="LongestMs"/>.</param>
        public void Start(double leftDuty, double rightDuty, int durationMs)
        {
            _endUs = _clock.NowUs + (durationMs * 1000L);
            IsRunning = true;
            _left.SetDuty(leftDuty);
            _right.SetDuty(rightDuty);
        }

        /// <summary>Ends a trial whose time is over. Safe from any thread.</summary>
        public void Check(long nowUs)
        {
            if (IsRunning && (nowUs - _endUs >= 0 || _endUs - nowUs > LongestMs * 1000L))
            {
                Stop();
            }
        }

        public void Stop()
        {
            IsRunning = false;
            _left.Stop();
            _right.Stop();
        }
    }
}
