#nullable disable
using MultiAgentEdge.Hardware.Simulated;

namespace System.Device.Gpio
{
    /// <summary>Opens pins of the board that is attached while it is constructed (<see cref="PinBoard.Attach"/>).</summary>
    public sealed class GpioController : IDisposable
    {
        private readonly PinBoard _board = PinBoard.Current;
        private readonly bool[] _opened;

        public GpioController()
        {
            _opened = new bool[_board.PinCount];
        }

        public int PinCount
        {
            get { return _board.PinCount; }
        }

        /// <exception cref="InvalidOperationException">The pin is open already, or drives PWM.</exception>
        public GpioPin OpenPin(int pinNumber, PinMode mode)
        {
            GpioPin pin = _board.Open(pinNumber, mode);
            _opened[pinNumber] = true;
            return pin;
        }

        public bool IsPinOpen(int pinNumber)
        {
            return _board.IsOpen(pinNumber);
        }

        /// <exception cref="InvalidOperationException">The pin is not open.</exception>
        public void ClosePin(int pinNumber)
        {
            if (pinNumber < 0 || pinNumber >= _opened.Length || !_opened[pinNumber])
            {
                throw new InvalidOperationException();
            }

            _opened[pinNumber] = false;
            _board.Close(pinNumber);
        }

        public void Dispose()
        {
            for (int i = 0; i < _opened.Length; i++)
            {
                if (_opened[i])
                {
                    ClosePin(i);
                }
            }
        }
    }
}
