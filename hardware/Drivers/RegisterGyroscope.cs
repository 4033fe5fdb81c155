namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// Yaw rate from a gyroscope on I2C, of any kind that <see cref="GyroscopeChip"/> knows. The pose filter measures its bias whenever the
    /// rover stands; its <see cref="Scale"/> is a setting. A chip that fell asleep, hangs, is off the bus or at the end of its scale gives
    /// no reading, and is set up anew every half second until it answers. One transfer of six bytes a reading; allocates nothing after
    /// construction.
    /// </summary>
    public sealed class RegisterGyroscope : IInertialSensor
    {
        /// <summary>At the end of its scale a rate may be anything above.</summary>
        private const int Saturated = 32700;

        /// <summary>Three noisy axes do not agree to the bit so often: the chip sleeps or hangs.</summary>
        private const int StuckReadings = 8;

        /// <summary>Readings in vain before it is set up anew: half a second of wheel periods.</summary>
        private const int RestartReadings = 25;

        private readonly IRegisters _registers;
        private readonly GyroscopeChip _chip;
        private readonly double _scaleRadS;
        private readonly byte[] _one = new byte[1];
        private readonly byte[] _rates = new byte[6];
        private readonly byte[] _before = new byte[6];
        private bool _isStarted;
        private int _vain;
        private int _same;

        /// <param name="registers">The chip, on its bus.</param>
        /// <param name="chip">Which one it is.</param>
        /// <param name="isUpsideDown">Its writing faces the floor.</param>
        public RegisterGyroscope(IRegisters registers, GyroscopeChip chip, bool isUpsideDown)
        {
            _registers = registers;
            _chip = chip;
            _scaleRadS = isUpsideDown ? -chip.RadSPerCount : chip.RadSPerCount;
        }

        /// <summary>True rate over the chip's own, as somebody has measured it; 1 where nobody has.</summary>
        public double Scale { get; set; } = 1.0;

        /// <summary>The chip that this is.</summary>
        public GyroscopeChip Chip
        {
            get { return _chip; }
        }

        /// <summary>Looks who answers, the better one first. Null: nobody, and the rover goes by its wheels.</summary>
        /// <param name="lsm6dso">The bus at that chip's address.</param>
        /// <param name="mpu6050">The bus at that chip's address.</param>
        public static RegisterGyroscope Find(IRegisters lsm6dso, IRegisters mpu6050)
        {
            RegisterGyroscope gyroscope = new RegisterGyroscope(lsm6dso, GyroscopeChip.Lsm6dso(), false);
            if (gyroscope.TryStart())
            {
                return gyroscope;
            }

            gyroscope = new RegisterGyroscope(mpu6050, GyroscopeChip.Mpu6050(), false);
            return gyroscope.TryStart() ? gyroscope : null;
        }

        /// <summary>Readings that could not be had, since the start.</summary>
        public uint Failed { get; private set; }

        /// <summary>Wakes the chip and sets it up. False: none answers, or not as this one does.</summary>
        public bool TryStart()
        {
            _isStarted = false;
            _same = 0;
            _vain = 0;
            if (!_registers.TryRead(_chip.WhoAmI, _one) || (_one[0] & _chip.IdentityMask) != _chip.Identity)
            {
                return false;
            }

            byte[] setUp = _chip.SetUp;
            for (int i = 0; i + 1 < setUp.Length; i += 2)
            {
                if (!_registers.TryWrite(setUp[i], setUp[i + 1]))
                {
                    return false;
                }
            }

            _isStarted = _registers.TryRead(setUp[setUp.Length - 2], _one) && _one[0] == setUp[setUp.Length - 1];
            return _isStarted;
        }

        /// <inheritdoc cref="IInertialSensor.TryReadYawRate"/>
        public bool TryReadYawRate(ref double yawRateRadS)
        {
            int counts = 0;
            if (_isStarted && TryReadCounts(ref counts))
            {
                _vain = 0;
                yawRateRadS = counts * _scaleRadS * Scale;
                return true;
            }

            Failed++;
            _vain++;
            if (_vain >= RestartReadings)
            {
                TryStart();
            }

            return false;
        }

        private bool TryReadCounts(ref int counts)
        {
            if (!_registers.TryRead(_chip.FirstRate, _rates))
            {
                return false;
            }

            bool isSame = true;
            for (int i = 0; i < _rates.Length; i++)
            {
                isSame = isSame && _rates[i] == _before[i];
                _before[i] = _rates[i];
            }

            _same = isSame ? _same + 1 : 0;
            int high = _chip.IsLittleEndian ? _rates[5] : _rates[4];
            int low = _chip.IsLittleEndian ? _rates[4] : _rates[5];
            int raw = (high * 256) + low;
            raw = raw > 32767 ? raw - 65536 : raw;
            if (_same >= StuckReadings || raw > Saturated || raw < -Saturated)
            {
                return false;
            }

            counts = raw;
            return true;
        }
    }
}
