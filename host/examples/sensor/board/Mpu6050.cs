using MultiAgentEdge.Hardware;

namespace Gyroscope
{
    /// <summary>
    /// Yaw rate from an MPU-6050, a gyroscope for a dollar on I2C (InvenSense, MPU-6000 and MPU-6050 Register Map, revision 4.2). Once,
    /// while the rover stands: <see cref="TryStart"/>, a tenth of a second for the chip, <see cref="TryCalibrate"/>. Until then, and
    /// whenever its word cannot be trusted, there is no reading, and the rover's odometry goes by its encoders. One transfer of six bytes
    /// a reading; allocates nothing after construction.
    /// </summary>
    public sealed class Mpu6050 : IInertialSensor
    {
        /// <summary>On the bus, with its pin AD0 low; high: one more.</summary>
        public const int Address = 0x68;

        /// <summary>rad/s a count at a full scale of 500 degrees a second: 65.5 counts make a degree.</summary>
        public const double RadSPerCount = 3.14159265358979 / 180.0 / 65.5;

        private const byte Configuration = 0x1A;
        private const byte GyroscopeConfiguration = 0x1B;
        private const byte FirstRate = 0x43;
        private const byte PowerManagement = 0x6B;
        private const byte WhoAmI = 0x75;

        private const byte Awake = 0x01;
        private const byte FortyTwoHertz = 0x03;
        private const byte FullScale500 = 0x08;

        /// <summary>At the end of its scale a rate may be anything above.</summary>
        private const int Saturated = 32700;

        /// <summary>A degree a second: more than noise, so it was turned.</summary>
        private const int RestSpread = 65;

        /// <summary>Three noisy axes do not agree to the bit so often: the chip sleeps or hangs.</summary>
        private const int StuckReadings = 8;

        private readonly IRegisters _registers;
        private readonly double _scaleRadS;
        private readonly byte[] _one = new byte[1];
        private readonly byte[] _rates = new byte[6];
        private readonly byte[] _before = new byte[6];
        private double _restCounts;
        private bool _isCalibrated;
        private int _same;

        /// <param name="registers">The chip, on its bus.</param>
        /// <param name="isUpsideDown">Its writing faces the floor.</param>
        public Mpu6050(IRegisters registers, bool isUpsideDown)
        {
            _registers = registers;
            _scaleRadS = isUpsideDown ? -RadSPerCount : RadSPerCount;
        }

        /// <summary>Wakes the chip and sets it up. False: none answers, or not as this one does.</summary>
        public bool TryStart()
        {
            _isCalibrated = false;
            _same = 0;
            return TryReadOne(WhoAmI) && (_one[0] & 0x7E) == Address
                && _registers.TryWrite(PowerManagement, Awake)
                && _registers.TryWrite(Configuration, FortyTwoHertz)
                && _registers.TryWrite(GyroscopeConfiguration, FullScale500)
                && TryReadOne(GyroscopeConfiguration) && _one[0] == FullScale500;
        }

        /// <summary>Takes the mean of a rover that stands for zero. False: it turned meanwhile, or a reading failed.</summary>
        /// <param name="readings">1 or more; a hundred make the mean ten times as good as one.</param>
        public bool TryCalibrate(int readings)
        {
            _isCalibrated = false;
            double sum = 0.0;
            int least = Saturated;
            int greatest = -Saturated;
            for (int i = 0; i < readings; i++)
            {
                int counts = 0;
                if (!TryReadCounts(ref counts))
                {
                    return false;
                }

                sum += counts;
                least = counts < least ? counts : least;
                greatest = counts > greatest ? counts : greatest;
            }

            if (readings < 1 || greatest - least > RestSpread)
            {
                return false;
            }

            _restCounts = sum / readings;
            _isCalibrated = true;
            return true;
        }

        /// <inheritdoc cref="IInertialSensor.TryReadYawRate"/>
        public bool TryReadYawRate(ref double yawRateRadS)
        {
            int counts = 0;
            if (!_isCalibrated || !TryReadCounts(ref counts))
            {
                return false;
            }

            yawRateRadS = (counts - _restCounts) * _scaleRadS;
            return true;
        }

        private bool TryReadCounts(ref int counts)
        {
            if (!_registers.TryRead(FirstRate, _rates))
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
            // The third of the axes, the high byte first, in two's complement.
            int raw = _rates[4] * 256 + _rates[5];
            raw = raw > 32767 ? raw - 65536 : raw;
            if (_same >= StuckReadings || raw > Saturated || raw < -Saturated)
            {
                return false;
            }

            counts = raw;
            return true;
        }

        private bool TryReadOne(byte register)
        {
            return _registers.TryRead(register, _one);
        }
    }
}
