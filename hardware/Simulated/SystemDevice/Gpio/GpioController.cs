using MultiAgentEdge.Hardware.Simulated;

namespace System.Device.Gpio;

/// <summary>Opens pins of the board that is attached while it is constructed (<see cref="PinBoard.Attach"/>).</summary>
public sealed class GpioController : IDisposable
{
    private readonly PinBoard _board = PinBoard.Current;
    private readonly List<int> _opened = [];

    public int PinCount => _board.PinCount;

    /// <exception cref="InvalidOperationException">The pin is open already, or drives PWM.</exception>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        var pin = _board.Open(pinNumber, mode);
        _opened.Add(pinNumber);
        return pin;
    }

    public bool IsPinOpen(int pinNumber) => _board.IsOpen(pinNumber);

    /// <exception cref="InvalidOperationException">The pin is not open.</exception>
    public void ClosePin(int pinNumber)
    {
        if (!_opened.Remove(pinNumber))
        {
            throw new InvalidOperationException();
        }

        _board.Close(pinNumber);
    }

    public void Dispose()
    {
        _opened.ForEach(_board.Close);
        _opened.Clear();
    }
}
