using System.Device.I2c;

namespace Gyroscope.Pi;

/// <summary>A chip on the I2C bus of a Linux board, such as
/// <c>I2cDevice.Create(new I2cConnectionSettings(1, Mpu6050.Address))</c>.</summary>
/// <param name="device">Whoever made it disposes it.</param>
public sealed class PiRegisters(I2cDevice device) : IRegisters
{
    /// <inheritdoc/>
    public bool TryRead(byte register, byte[] into)
    {
        try
        {
            device.WriteRead([register], into);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public bool TryWrite(byte register, byte value)
    {
        try
        {
            device.Write([register, value]);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
