namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>How a chip answers, from its maker's register map and not from the driver that is tested against it.</summary>
/// <param name="FirstRate">Of six registers.</param>
/// <param name="IsLittleEndian">Low byte first.</param>
/// <param name="AfterPowerUp">128 registers.</param>
/// <param name="CountsPerDegree">From the registers as they are set; null: it sleeps.</param>
public sealed record GyroscopeRegisters(
    byte FirstRate, bool IsLittleEndian, Func<byte[]> AfterPowerUp, Func<byte[], double?> CountsPerDegree)
{
    private static readonly double[] Lsm6dsoMilliDegrees = [8.75, 17.5, 35, 70];

    /// <summary>MPU-6000 and MPU-6050 Register Map, revision 4.2: 131 counts at 250 degrees, half as many with each step of FS_SEL; SLEEP
    /// in PWR_MGMT_1.</summary>
    public static GyroscopeRegisters Mpu6050 { get; } = new(
        0x43, false, () => PoweredUp((0x6B, 0x40), (0x75, 0x68)),
        registers => (registers[0x6B] & 0x40) != 0 ? null : 131.0 / (1 << ((registers[0x1B] >> 3) & 3)));

    /// <summary>LSM6DSO, DS12140: ODR_G of zero in CTRL2_G is power-down, FS_G beside it chooses the range.</summary>
    public static GyroscopeRegisters Lsm6dso { get; } = new(
        0x22, true, () => PoweredUp((0x0F, 0x6C), (0x12, 0x04)),
        registers => registers[0x11] >> 4 == 0 ? null : 1000 / Lsm6dsoMilliDegrees[(registers[0x11] >> 2) & 3]);

    private static byte[] PoweredUp(params (byte At, byte Value)[] values)
    {
        var registers = new byte[128];
        foreach (var (at, value) in values)
            registers[at] = value;
        return registers;
    }
}
