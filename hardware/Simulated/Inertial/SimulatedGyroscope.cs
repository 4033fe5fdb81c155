#nullable disable
using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>
    /// A gyroscope chip as its register map describes it, behind the bus that the real driver reads: asleep after power-up, a bias that
    /// nobody asked for, noise, the range that its set-up chose, and a plug that can be pulled.
    /// </summary>
    public sealed class SimulatedGyroscope : IRegisters
    {
        private readonly GyroscopeRegisters _map;
        private readonly TrueRate _yawRateRadS;
        private readonly double _biasRadS;
        private readonly double _noiseRadS;
        private readonly byte[] _registers = new byte[128];
        private readonly Xoshiro256 _random;

        /// <param name="map">Which chip.</param>
        /// <param name="yawRateRadS">The truth.</param>
        /// <param name="biasRadS">Constant error.</param>
        /// <param name="noiseRadS">Standard deviation of a reading.</param>
        public SimulatedGyroscope(
            GyroscopeRegisters map, TrueRate yawRateRadS, double biasRadS = 0.03, double noiseRadS = 0.001, ulong seed = 7)
        {
            _map = map;
            _yawRateRadS = yawRateRadS;
            _biasRadS = biasRadS;
            _noiseRadS = noiseRadS;
            _random = new Xoshiro256(seed);
            PowerUp();
        }

        /// <summary>Off the bus.</summary>
        public bool IsUnplugged { get; set; }

        /// <summary>Transfers so far.</summary>
        public int Transfers { get; private set; }

        /// <summary>As after a dip of the supply.</summary>
        public void PowerUp()
        {
            Array.Clear(_registers, 0, _registers.Length);
            _map.PowerUp(_registers);
        }

        /// <inheritdoc/>
        public bool TryRead(byte register, byte[] into)
        {
            Transfers++;
            if (IsUnplugged)
            {
                return false;
            }

            double counts = _map.CountsPerDegree(_registers);
            if (counts > 0.0)
            {
                for (int axis = 0; axis < 3; axis++)
                {
                    Put(axis, counts, (axis == 2 ? _yawRateRadS() : 0.0) + _biasRadS + (_noiseRadS * _random.NextGaussian()));
                }
            }

            for (int i = 0; i < into.Length; i++)
            {
                into[i] = _registers[register + i];
            }

            return true;
        }

        /// <inheritdoc/>
        public bool TryWrite(byte register, byte value)
        {
            Transfers++;
            if (IsUnplugged)
            {
                return false;
            }

            _registers[register] = value;
            return true;
        }

        private void Put(int axis, double countsPerDegree, double rateRadS)
        {
            int counts = (int)Math.Clamp(Math.Round(rateRadS * 180 / Math.PI * countsPerDegree), -32768.0, 32767.0);
            int at = _map.FirstRate + (2 * axis);
            byte high = (byte)((counts >> 8) & 0xFF);
            byte low = (byte)(counts & 0xFF);
            _registers[at] = _map.IsLittleEndian ? low : high;
            _registers[at + 1] = _map.IsLittleEndian ? high : low;
        }
    }
}
