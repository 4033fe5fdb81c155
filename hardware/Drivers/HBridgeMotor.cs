using System.Device.Gpio;
using System.Device.Pwm;

namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// A DC motor behind an H-bridge with one PWM and two direction inputs (TB6612, L298N). On reversal the motor is first stopped for the
    /// dead time: the call that asks for it brakes, and the first call after the dead time drives the other way. Stopping sets the duty
    /// to zero and both directions high, which is a short brake on a TB6612 and coasting on an L298N.
    /// </summary>
    public sealed class HBridgeMotor : IMotor
    {
        private readonly PwmChannel _pwm;
        private readonly GpioPin _forward;
        private readonly GpioPin _reverse;
        private readonly IClock _clock;
        private readonly int _deadTimeUs;
        private readonly double _maxDuty;
        private int _direction;
        private int _lastDirection;
        private long _stoppedAtUs;

        /// <param name="pwm">Started by this driver; 20 kHz is beyond hearing.</param>
        /// <param name="forward">Output pin, high for a positive duty.</param>
        /// <param name="reverse">Output pin, high for a negative duty.</param>
        /// <param name="clock">For the dead time.</param>
        /// <param name="deadTimeUs">Rest between two directions; 0 for none.</param>
        /// <param name="maxDuty">Clamp, in (0, 1]; outside of it 1.</param>
        public HBridgeMotor(PwmChannel pwm, GpioPin forward, GpioPin reverse, IClock clock, int deadTimeUs, double maxDuty)
        {
            _pwm = pwm;
            _forward = forward;
            _reverse = reverse;
            _clock = clock;
            _deadTimeUs = deadTimeUs;
            _maxDuty = double.IsNaN(maxDuty) || maxDuty <= 0.0 || maxDuty > 1.0 ? 1.0 : maxDuty;
            Stop();
            _pwm.Start();
        }

        /// <summary>Calls that were refused because the duty was no finite number.</summary>
        public int Refused { get; private set; }

        /// <inheritdoc cref="IMotor.SetDuty"/>
        public bool SetDuty(double duty)
        {
            // NaN first: a board compares it as greater than everything.
            if (double.IsNaN(duty) || double.IsInfinity(duty))
            {
                Refused++;
                Stop();
                return false;
            }

            if (duty == 0.0)
            {
                Stop();
                return true;
            }

            int direction = duty > 0.0 ? 1 : -1;
            double magnitude = duty > 0.0 ? duty : -duty;
            if (direction != _direction)
            {
                if (_direction != 0)
                {
                    Stop();
                }

                if (!TryTurn(direction))
                {
                    return true;
                }
            }

            _pwm.DutyCycle = magnitude > _maxDuty ? _maxDuty : magnitude;
            return true;
        }

        /// <inheritdoc cref="IMotor.Stop"/>
        public void Stop()
        {
            _pwm.DutyCycle = 0.0;
            _forward.Write(PinValue.High);
            _reverse.Write(PinValue.High);
            if (_direction != 0)
            {
                _direction = 0;
                _stoppedAtUs = _clock.NowUs;
            }
        }

        private bool TryTurn(int direction)
        {
            bool reverses = _lastDirection != 0 && direction != _lastDirection;
            if (reverses && _clock.NowUs - _stoppedAtUs < _deadTimeUs)
            {
                return false;
            }

            _direction = direction;
            _lastDirection = direction;
            _forward.Write(direction > 0 ? PinValue.High : PinValue.Low);
            _reverse.Write(direction > 0 ? PinValue.Low : PinValue.High);
            return true;
        }
    }
}
