#nullable disable
using MultiAgentEdge.Hardware.Simulated;

namespace System.Device.Pwm
{
    /// <summary>
    /// A PWM output of the attached board. As on a board the duty has a resolution of 1/10000, starts at one half unless told otherwise,
    /// and nothing is driven before <see cref="Start"/>.
    /// </summary>
    public sealed class PwmChannel : IDisposable
    {
        private readonly PinBoard _board;
        private readonly int _pin;
        private int _frequency;
        private double _dutyCycle;
        private bool _isStarted;

        private PwmChannel(PinBoard board, int pin, int frequency, double dutyCyclePercentage)
        {
            _board = board;
            _pin = pin;
            Frequency = frequency;
            DutyCycle = dutyCyclePercentage;
        }

        /// <summary>Hertz.</summary>
        public int Frequency
        {
            get { return _frequency; }

            set
            {
                if (value < 0)
                {
                    throw new ArgumentOutOfRangeException();
                }

                _frequency = value;
            }
        }

        /// <summary>0 to 1.</summary>
        /// <exception cref="ArgumentOutOfRangeException">Outside of it; NaN too, because on a board NaN compares as greater.</exception>
        public double DutyCycle
        {
            get { return _dutyCycle; }

            set
            {
                if (double.IsNaN(value) || value < 0.0 || value > 1.0)
                {
                    throw new ArgumentOutOfRangeException();
                }

                _dutyCycle = value;
                Show();
            }
        }

        /// <summary>Null where the pin has no PWM.</summary>
        public static PwmChannel CreateFromPin(int pin, int frequency = 400, double dutyCyclePercentage = 0.5)
        {
            PinBoard board = PinBoard.Current;
            return board.TryReservePwm(pin) ? new PwmChannel(board, pin, frequency, dutyCyclePercentage) : null;
        }

        public void Start()
        {
            _isStarted = true;
            Show();
        }

        public void Stop()
        {
            _isStarted = false;
            Show();
        }

        public void Dispose()
        {
            Stop();
        }

        private void Show()
        {
            int steps = (int)(_dutyCycle * 10000);
            _board.SetPwm(_pin, _isStarted ? steps / 10000.0 : 0.0);
        }
    }
}
