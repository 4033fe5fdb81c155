using System.Device.I2c;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>A chip on an I2C bus of a Raspberry Pi.</summary>
/// <param name="open">The chip; asked again after it failed.</param>
public sealed class PiRegisters(Func<I2cDevice> open) : IRegisters
{
    private readonly byte[] one = new byte[1];
    private readonly byte[] pair = new byte[2];
    private I2cDevice? device;

    /// <inheritdoc/>
    public bool TryRead(byte register, byte[] into)
    {
        ArgumentNullException.ThrowIfNull(into);
        one[0] = register;
        return TryTransfer(opened => opened.WriteRead(one, into));
    }

    /// <inheritdoc/>
    public bool TryWrite(byte register, byte value)
    {
        (pair[0], pair[1]) = (register, value);
        return TryTransfer(opened => opened.Write(pair));
    }

    // The bus may be switched off in the Pi's settings: then there is no such device, which is no reason not to drive.
    private bool TryTransfer(Action<I2cDevice> transfer)
    {
        try
        {
            transfer(device ??= open());
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
