using System.Device.Gpio;

namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// A normally closed button that connects the pin to its supply, on an input with pull-down: low, and so a broken wire, is pressed. A
    /// press counts at once, however short; a release after the level was high for the debounce time without a break.
    /// </summary>
    public sealed class EmergencyStopInput : IEmergencyStop
    {
        private readonly GpioPin _pin;
        private readonly IClock _clock;
        private readonly int _debounceUs;
        private readonly object _gate = new object();
        private long _lastLowUs;
        private bool _isPressed;

        /// <param name="pin">Input with pull-down.</param>
        /// <param name="clock">For the debouncing.</param>
        /// <param name="debounceUs">Buttons bounce for some milliseconds; 20,000 is safe.</param>
        public EmergencyStopInput(GpioPin pin, IClock clock, int debounceUs)
        {
            _pin = pin;
            _clock = clock;
            _debounceUs = debounceUs;
            _isPressed = pin.Read() == PinValue.Low;
            _lastLowUs = clock.NowUs;
            pin.ValueChanged += OnEdge;
        }

        /// <inheritdoc cref="IEmergencyStop.IsPressed"/>
        public bool IsPressed
        {
            get
            {
                lock (_gate)
                {
                    long nowUs = _clock.NowUs;
                    if (_pin.Read() == PinValue.Low)
                    {
                        _isPressed = true;
                        _lastLowUs = nowUs;
                    }
                    else if (nowUs - _lastLowUs >= _debounceUs)
                    {
                        _isPressed = false;
                    }

                    return _isPressed;
                }
            }
        }

        private void OnEdge(object sender, PinValueChangedEventArgs e)
        {
            // Either edge is the end or the start of a low.
            lock (_gate)
            {
                _isPressed = true;
                _lastLowUs = _clock.NowUs;
            }
        }
    }
}
