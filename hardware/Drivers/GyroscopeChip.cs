namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// The registers of a gyroscope that <see cref="RegisterGyroscope"/> needs: what differs between chips, and nothing else. Every chip is
    /// set to 500 degrees a second, some 100 to 200 readings a second, with the filter that the maker means for that.
    /// </summary>
    public sealed class GyroscopeChip
    {
        private const double RadPerDegree = 3.14159265358979 / 180.0;

        /// <summary>With its address pin low.</summary>
        public const int Mpu6050Address = 0x68;

        /// <summary>With its address pin low.</summary>
        public const int Lsm6dsoAddress = 0x6A;

        private GyroscopeChip()
        {
        }

        /// <summary>For people: mpu-6050, lsm6dso.</summary>
        public string Name { get; private set; }

        /// <summary>Register that says which chip it is.</summary>
        public byte WhoAmI { get; private set; }

        /// <summary>What it says there, under <see cref="IdentityMask"/>.</summary>
        public byte Identity { get; private set; }

        public byte IdentityMask { get; private set; }

        /// <summary>Register and value, one pair after the other; the last pair is read back.</summary>
        public byte[] SetUp { get; private set; }

        /// <summary>First of six registers: x, y, z, two bytes each.</summary>
        public byte FirstRate { get; private set; }

        /// <summary>Whether the low byte comes first.</summary>
        public bool IsLittleEndian { get; private set; }

        /// <summary>rad/s a count.</summary>
        public double RadSPerCount { get; private set; }

        /// <summary>InvenSense, MPU-6000 and MPU-6050 Register Map, revision 4.2: awake on the gyroscope's clock, 42 Hz, 65.5 counts a
        /// degree.</summary>
        public static GyroscopeChip Mpu6050()
        {
            GyroscopeChip chip = new GyroscopeChip();
            chip.Name = "mpu-6050";
            chip.WhoAmI = 0x75;
            chip.Identity = 0x68;
            chip.IdentityMask = 0x7E;
            chip.SetUp = new byte[] { 0x6B, 0x01, 0x1A, 0x03, 0x1B, 0x08 };
            chip.FirstRate = 0x43;
            chip.RadSPerCount = RadPerDegree / 65.5;
            return chip;
        }

        /// <summary>STMicroelectronics, LSM6DSO, DS12140: output held while it is read and addresses that count up (CTRL3_C), then 208 Hz
        /// at 500 degrees a second (CTRL2_G), 17.5 thousandths of a degree a count. A tenth of the MPU-6050's drift with
        /// temperature.</summary>
        public static GyroscopeChip Lsm6dso()
        {
            GyroscopeChip chip = new GyroscopeChip();
            chip.Name = "lsm6dso";
            chip.WhoAmI = 0x0F;
            chip.Identity = 0x6C;
            chip.IdentityMask = 0xFF;
            chip.SetUp = new byte[] { 0x12, 0x44, 0x11, 0x54 };
            chip.FirstRate = 0x22;
            chip.IsLittleEndian = true;
            chip.RadSPerCount = RadPerDegree * 0.0175;
            return chip;
        }
    }
}
