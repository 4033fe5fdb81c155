using System.Device.Gpio;

namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>
/// The pins of one simulated board, seen from the wires: what the drivers put out is read here, and what they read is put in here.
/// Not for use by several threads at once.
/// </summary>
public sealed class PinBoard
{
    [ThreadStatic]
    private static PinBoard? t_current;

    private readonly GpioPin?[] _open;
    private readonly bool[] _output;
    private readonly bool[] _wire;
    private readonly bool[] _wireConnected;
    private readonly bool[] _hasPwm;
    private readonly double[] _pwmDuty;
    private readonly int[] _adcCounts;

    /// <param name="pinCount">Pins 0 .. pinCount - 1; an ESP32 has 40.</param>
    /// <param name="adcChannelCount">Analogue inputs.</param>
    /// <param name="adcBits">Resolution of the analogue inputs, 1 to 24.</param>
    public PinBoard(int pinCount = 40, int adcChannelCount = 10, int adcBits = 12)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pinCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(adcChannelCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(adcBits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(adcBits, 24);
        PinCount = pinCount;
        AdcBits = adcBits;
        _open = new GpioPin?[pinCount];
        _output = new bool[pinCount];
        _wire = new bool[pinCount];
        _wireConnected = new bool[pinCount];
        _hasPwm = new bool[pinCount];
        _pwmDuty = new double[pinCount];
        _adcCounts = new int[adcChannelCount];
    }

    public int PinCount { get; }

    public int AdcChannelCount => _adcCounts.Length;

    public int AdcBits { get; }

    /// <summary>The board of this thread: a board's own constructors take no argument that could say which.</summary>
    /// <exception cref="InvalidOperationException">None is attached.</exception>
    internal static PinBoard Current => t_current
        ?? throw new InvalidOperationException("No simulated board: open the pins inside 'using (board.Attach())'.");

    /// <summary>Makes this the board on which this thread opens its pins, until the result is disposed.</summary>
    public IDisposable Attach()
    {
        var scope = new Scope(t_current);
        t_current = this;
        return scope;
    }

    /// <summary>The board is without power: no pin is open or driven any more, and what had opened them hears and moves nothing. The wires
    /// stay.</summary>
    public void PowerOff()
    {
        Array.Clear(_open);
        Array.Clear(_output);
        Array.Clear(_hasPwm);
        Array.Clear(_pwmDuty);
    }

    /// <summary>Puts a level on the wire; an open input pin sees the edge at once.</summary>
    public void Drive(int pin, bool high) => ChangeWire(pin, connected: true, high);

    /// <summary>Cuts the wire: the pin falls to its pull, or to low where it has none.</summary>
    public void Disconnect(int pin) => ChangeWire(pin, connected: false, high: false);

    /// <summary>What a meter would show on the pin.</summary>
    public bool IsHigh(int pin) => _open[pin]?.GetPinMode() switch
    {
        PinMode.Output => _output[pin],
        PinMode.InputPullUp => !_wireConnected[pin] || _wire[pin],
        _ => _wireConnected[pin] && _wire[pin],
    };

    /// <summary>Duty on the pin, 0 to 1; 0 while the channel is stopped.</summary>
    public double PwmDuty(int pin) => _pwmDuty[pin];

    /// <summary>Sets an analogue input as a fraction of full scale; outside of 0 to 1 it saturates, as the converter does.</summary>
    public void SetAnalog(int channel, double ratio)
    {
        var maxValue = (1 << AdcBits) - 1;
        _adcCounts[channel] = (int)Math.Round(Math.Clamp(ratio, 0.0, 1.0) * maxValue);
    }

    internal GpioPin Open(int pin, PinMode mode)
    {
        if (pin < 0 || pin >= PinCount || _open[pin] != null || _hasPwm[pin])
        {
            throw new InvalidOperationException($"Pin {pin} cannot be opened: no such pin, or it is in use.");
        }

        return _open[pin] = new GpioPin(this, pin, mode);
    }

    internal bool IsOpen(int pin) => _open[pin] != null;

    internal void Close(int pin) => _open[pin] = null;

    internal void Write(int pin, bool high) => _output[pin] = high;

    internal bool TryReservePwm(int pin)
    {
        if (pin < 0 || pin >= PinCount || _open[pin] != null || _hasPwm[pin])
        {
            return false;
        }

        return _hasPwm[pin] = true;
    }

    internal void SetPwm(int pin, double duty) => _pwmDuty[pin] = duty;

    internal int ReadAdc(int channel) => _adcCounts[channel];

    private void ChangeWire(int pin, bool connected, bool high)
    {
        var before = IsHigh(pin);
        _wireConnected[pin] = connected;
        _wire[pin] = high;
        var after = IsHigh(pin);
        if (before != after)
        {
            _open[pin]?.RaiseChanged(after);
        }
    }

    private sealed class Scope(PinBoard? previous) : IDisposable
    {
        public void Dispose() => t_current = previous;
    }
}
