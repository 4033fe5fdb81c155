#nullable disable
using MultiAgentEdge.Hardware.Simulated;

namespace System.Device.Gpio
{
    /// <summary>One open pin. Events come on the thread that moves the board's wire, as an interrupt does on whoever runs.</summary>
    public sealed class GpioPin
    {
        // One pair for all edges: a rover's wheels turn thousands of times a second of test time.
        private readonly PinValueChangedEventArgs _rising;
        private readonly PinValueChangedEventArgs _falling;
        private readonly PinBoard _board;
        private PinMode _mode;

        internal GpioPin(PinBoard board, int pinNumber, PinMode mode)
        {
            _board = board;
            _mode = mode;
            PinNumber = pinNumber;
            _rising = new PinValueChangedEventArgs(PinEventTypes.Rising, pinNumber);
            _falling = new PinValueChangedEventArgs(PinEventTypes.Falling, pinNumber);
        }

        public event PinValueChangedEventHandler ValueChanged;

        public int PinNumber { get; private set; }

        public PinMode GetPinMode()
        {
            return _mode;
        }

        public void SetPinMode(PinMode value)
        {
            _mode = value;
        }

        public PinValue Read()
        {
            return _board.IsHigh(PinNumber);
        }

        /// <exception cref="InvalidOperationException">The pin is not an output.</exception>
        public void Write(PinValue value)
        {
            if (_mode != PinMode.Output)
            {
                throw new InvalidOperationException();
            }

            _board.Write(PinNumber, (bool)value);
        }

        public void Toggle()
        {
            Write(!(bool)Read());
        }

        internal void RaiseChanged(bool rising)
        {
            PinValueChangedEventHandler handler = ValueChanged;
            if (handler != null)
            {
                handler(this, rising ? _rising : _falling);
            }
        }
    }
}
