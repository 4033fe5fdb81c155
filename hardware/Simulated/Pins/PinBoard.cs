#nullable disable
using System;
using System.Device.Gpio;

namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>
    /// The pins of one simulated board, seen from the wires: what the drivers put out is read here, and what they read is put in here.
    /// Not for use by several threads at once.
    /// </summary>
    public sealed class PinBoard
    {
#if NET
        // Tests have many boards at a time, each thread its own; a board's interpreter has one.
        [ThreadStatic]
#endif
        private static PinBoard t_current;

        private readonly GpioPin[] _open;
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
            if (pinCount < 1 || adcChannelCount < 0 || adcBits < 1 || adcBits > 24)
            {
                throw new ArgumentOutOfRangeException();
            }

            PinCount = pinCount;
            AdcBits = adcBits;
            _open = new GpioPin[pinCount];
            _output = new bool[pinCount];
            _wire = new bool[pinCount];
            _wireConnected = new bool[pinCount];
            _hasPwm = new bool[pinCount];
            _pwmDuty = new double[pinCount];
            _adcCounts = new int[adcChannelCount];
        }

        public int PinCount { get; private set; }

        public int AdcChannelCount
        {
            get { return _adcCounts.Length; }
        }

        public int AdcBits { get; private set; }

        /// <summary>The board of this thread: a board's own constructors take no argument that could say which.</summary>
        /// <exception cref="InvalidOperationException">None is attached.</exception>
        internal static PinBoard Current
        {
            get
            {
                if (t_current == null)
                {
                    throw new InvalidOperationException("No simulated board: open the pins inside 'using (board.Attach())'.");
                }

                return t_current;
            }
        }

        /// <summary>Makes this the board on which this thread opens its pins, until the result is disposed.</summary>
        public IDisposable Attach()
        {
            Scope scope = new Scope(t_current);
            t_current = this;
            return scope;
        }

        /// <summary>The board is without power: no pin is open or driven any more, and what had opened them hears and moves nothing. The
        /// wires stay.</summary>
        public void PowerOff()
        {
            for (int i = 0; i < PinCount; i++)
            {
                _open[i] = null;
                _output[i] = false;
                _hasPwm[i] = false;
                _pwmDuty[i] = 0.0;
            }
        }

        /// <summary>Puts a level on the wire; an open input pin sees the edge at once.</summary>
        public void Drive(int pin, bool high)
        {
            ChangeWire(pin, true, high);
        }

        /// <summary>Cuts the wire: the pin falls to its pull, or to low where it has none.</summary>
        public void Disconnect(int pin)
        {
            ChangeWire(pin, false, false);
        }

        /// <summary>What a meter would show on the pin.</summary>
        public bool IsHigh(int pin)
        {
            GpioPin open = _open[pin];
            if (open != null && open.GetPinMode() == PinMode.Output)
            {
                return _output[pin];
            }

            return _wireConnected[pin] ? _wire[pin] : open != null && open.GetPinMode() == PinMode.InputPullUp;
        }

        /// <summary>Duty on the pin, 0 to 1; 0 while the channel is stopped.</summary>
        public double PwmDuty(int pin)
        {
            return _pwmDuty[pin];
        }

        /// <summary>Sets an analogue input as a fraction of full scale; outside of 0 to 1 it saturates, as the converter does.</summary>
        public void SetAnalog(int channel, double ratio)
        {
            int maxValue = (1 << AdcBits) - 1;
            _adcCounts[channel] = (int)Math.Round(Math.Clamp(ratio, 0.0, 1.0) * maxValue);
        }

        internal GpioPin Open(int pin, PinMode mode)
        {
            if (pin < 0 || pin >= PinCount || _open[pin] != null || _hasPwm[pin])
            {
                throw new InvalidOperationException("Pin " + pin.ToString() + " cannot be opened: no such pin, or it is in use.");
            }

            _open[pin] = new GpioPin(this, pin, mode);
            return _open[pin];
        }

        internal bool IsOpen(int pin)
        {
            return _open[pin] != null;
        }

        internal void Close(int pin)
        {
            _open[pin] = null;
        }

        internal void Write(int pin, bool high)
        {
            _output[pin] = high;
        }

        internal bool TryReservePwm(int pin)
        {
            if (pin < 0 || pin >= PinCount || _open[pin] != null || _hasPwm[pin])
            {
                return false;
            }

            _hasPwm[pin] = true;
            return true;
        }

        internal void SetPwm(int pin, double duty)
        {
            _pwmDuty[pin] = duty;
        }

        internal int ReadAdc(int channel)
        {
            return _adcCounts[channel];
        }

        private void ChangeWire(int pin, bool connected, bool high)
        {
            bool before = IsHigh(pin);
            _wireConnected[pin] = connected;
            _wire[pin] = high;
            bool after = IsHigh(pin);
            if (before != after && _open[pin] != null)
            {
                _open[pin].RaiseChanged(after);
            }
        }

        private sealed class Scope : IDisposable
        {
            private readonly PinBoard _previous;

            public Scope(PinBoard previous)
            {
                _previous = previous;
            }

            public void Dispose()
            {
                t_current = _previous;
            }
        }
    }
}
