using System.Device.Gpio;

namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// Counts every edge of both channels (four a pulse), from interrupts. A bouncing edge counts forth and back and leaves nothing behind.
    /// A step of both channels at once means that an edge was missed: it is not counted but noted in <see cref="MissedEdges"/>.
    /// Forward is channel A ahead of B. On an ESP32 the pulse counter of nanoFramework.Hardware.Esp32 does the same without interrupts:
    /// prefer it for an encoder in front of the gear.
    /// </summary>
    public sealed class QuadratureEncoder : IEncoder
    {
        private readonly GpioPin _channelA;
        private readonly GpioPin _channelB;
        private readonly object _gate = new object();
        private readonly int _sign;
        private int _phase;
        private int _ticks;
        private int _missedEdges;

        /// <param name="channelA">Input pin.</param>
        /// <param name="channelB">Input pin.</param>
        /// <param name="isReversed">True where the motor is mounted mirrored and forward has B ahead.</param>
        public QuadratureEncoder(GpioPin channelA, GpioPin channelB, bool isReversed)
        {
            _channelA = channelA;
            _channelB = channelB;
            _sign = isReversed ? -1 : 1;
            _phase = ReadPhase();
            channelA.ValueChanged += OnEdge;
            channelB.ValueChanged += OnEdge;
        }

        /// <inheritdoc cref="IEncoder.Ticks"/>
        public int Ticks
        {
            get { return _ticks; }
        }

        /// <summary>Steps that could not be told forward from reverse.</summary>
        public int MissedEdges
        {
            get { return _missedEdges; }
        }

        private void OnEdge(object sender, PinValueChangedEventArgs e)
        {
            // Levels are read, not taken from the event: after a missed edge the count is right again with the next one.
            lock (_gate)
            {
                int phase = ReadPhase();
                int step = (phase - _phase) & 3;
                _phase = phase;
                if (step == 1)
                {
                    _ticks += _sign;
                }
                else if (step == 3)
                {
                    _ticks -= _sign;
                }
                else if (step == 2)
                {
                    _missedEdges++;
                }
            }
        }

        /// <summary>The Gray code of the channels as a number: 0, 1, 2, 3 for AB = 00, 10, 11, 01.</summary>
        private int ReadPhase()
        {
            int a = _channelA.Read() == PinValue.High ? 1 : 0;
            int b = _channelB.Read() == PinValue.High ? 1 : 0;
            return (b << 1) | (a ^ b);
        }
    }
}
