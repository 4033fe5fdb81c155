#nullable disable
namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>How a chip answers, from its maker's register map and not from the driver that is tested against it.</summary>
    public abstract class GyroscopeRegisters
    {
        /// <param name="firstRate">Of six registers.</param>
        /// <param name="isLittleEndian">Low byte first.</param>
        private GyroscopeRegisters(byte firstRate, bool isLittleEndian)
        {
            FirstRate = firstRate;
            IsLittleEndian = isLittleEndian;
        }

        /// <summary>Of six registers.</summary>
        public byte FirstRate { get; private set; }

        /// <summary>Low byte first.</summary>
        public bool IsLittleEndian { get; private set; }

        /// <summary>MPU-6000 and MPU-6050 Register Map, revision 4.2: 131 counts at 250 degrees, half as many with each step of FS_SEL;
        /// SLEEP in PWR_MGMT_1.</summary>
        public static GyroscopeRegisters Mpu6050
        {
            get { return new Mpu(); }
        }

        /// <summary>LSM6DSO, DS12140: ODR_G of zero in CTRL2_G is power-down, FS_G beside it chooses the range.</summary>
        public static GyroscopeRegisters Lsm6dso
        {
            get { return new Lsm(); }
        }

        /// <summary>Writes what its 128 registers hold after power-up.</summary>
        public abstract void PowerUp(byte[] registers);

        /// <summary>Counts of a degree a second, from the registers as they are set; 0: it sleeps.</summary>
        public abstract double CountsPerDegree(byte[] registers);

        private sealed class Mpu : GyroscopeRegisters
        {
            public Mpu()
                : base(0x43, false)
            {
            }

            public override void PowerUp(byte[] registers)
            {
                registers[0x6B] = 0x40;
                registers[0x75] = 0x68;
            }

            public override double CountsPerDegree(byte[] registers)
            {
                return (registers[0x6B] & 0x40) != 0 ? 0.0 : 131.0 / (1 << ((registers[0x1B] >> 3) & 3));
            }
        }

        private sealed class Lsm : GyroscopeRegisters
        {
            private const double LeastMilliDegrees = 8.75;

            public Lsm()
                : base(0x22, true)
            {
            }

            public override void PowerUp(byte[] registers)
            {
                registers[0x0F] = 0x6C;
                registers[0x12] = 0x04;
            }

            public override double CountsPerDegree(byte[] registers)
            {
                int range = (registers[0x11] >> 2) & 3;
                return (registers[0x11] >> 4) == 0 ? 0.0 : 1000.0 / (LeastMilliDegrees * (1 << range));
            }
        }
    }
}
