// nanoFramework.System.Device.I2c, as far as Rover.Nano uses it. A board has spans where arrays stand here: it converts them.
namespace System.Device.I2c
{
    public enum I2cTransferStatus
    {
        UnknownError,
        FullTransfer,
        ClockStretchTimeout,
        PartialTransfer,
        SlaveAddressNotAcknowledged,
    }

    public enum I2cBusSpeed
    {
        StandardMode,
        FastMode,
    }

    public struct I2cTransferResult
    {
        public I2cTransferStatus Status => throw new PlatformNotSupportedException();
    }

    public sealed class I2cConnectionSettings
    {
        public I2cConnectionSettings(int busId, int deviceAddress, I2cBusSpeed busSpeed) => throw new PlatformNotSupportedException();
    }

    public class I2cDevice
    {
        public static I2cDevice Create(I2cConnectionSettings settings) => throw new PlatformNotSupportedException();

        public I2cTransferResult Write(byte[] buffer) => throw new PlatformNotSupportedException();

        public I2cTransferResult WriteRead(byte[] writeBuffer, byte[] readBuffer) => throw new PlatformNotSupportedException();
    }
}
