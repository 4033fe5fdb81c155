#nullable disable
using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>
    /// Turns a wheel's angle into edges on two pins, one after the other, A ahead of B forward; some edges bounce. While cut, the
    /// pins stand still and the wheel turns on unseen.
    /// </summary>
    public sealed class EncoderWires
    {
        private readonly PinBoard _board;
        private readonly int _pinA;
        private readonly int _pinB;
        private readonly double _radiansPerTick;
        private readonly double _bounceProbability;
        private readonly Xoshiro256 _noise;
        private long _count;

        /// <param name="board">Whose pins.</param>
        /// <param name="pinA">Channel A.</param>
        /// <param name="pinB">Channel B.</param>
        /// <param name="radiansPerTick">Turn of the wheel per edge.</param>
        /// <param name="bounceProbability">Share of edges that come three times.</param>
        /// <param name="noise">Drawn once an edge.</param>
        public EncoderWires(
            PinBoard board, int pinA, int pinB, double radiansPerTick, double bounceProbability, Xoshiro256 noise)
        {
            _board = board;
            _pinA = pinA;
            _pinB = pinB;
            _radiansPerTick = radiansPerTick;
            _bounceProbability = bounceProbability;
            _noise = noise;
        }

        /// <summary>True while the encoder is dead.</summary>
        public bool IsCut { get; set; }

        public void Follow(double angleRad)
        {
            long target = (long)Math.Floor(angleRad / _radiansPerTick);
            while (_count != target)
            {
                long next = target > _count ? _count + 1 : _count - 1;
                if (!IsCut)
                {
                    Show(next);
                    if (_noise.NextDouble() < _bounceProbability)
                    {
                        Show(_count);
                        Show(next);
                    }
                }

                _count = next;
            }
        }

        private void Show(long count)
        {
            long phase = count & 3;
            _board.Drive(_pinA, phase == 1 || phase == 2);
            _board.Drive(_pinB, phase == 2 || phase == 3);
        }
    }
}
