using Gyroscope.Nano.Check;

// nanoFramework.System.Device.I2c 1.1, as far as NanoRegisters uses it, over a simulated wire. A board has spans where arrays stand here:
// it converts them.
namespace System.Device.I2c
{
    internal enum I2cTransferStatus
    {
        UnknownError,
        FullTransfer,
        ClockStretchTimeout,
        PartialTransfer,
        SlaveAddressNotAcknowledged,
    }

    internal struct I2cTransferResult
    {
        public I2cTransferStatus Status;
    }

    internal sealed class I2cConnectionSettings
    {
        public I2cConnectionSettings(int busId, int deviceAddress)
        {
            BusId = busId;
            DeviceAddress = deviceAddress;
        }

        public int BusId { get; private set; }

        public int DeviceAddress { get; private set; }
    }

    internal sealed class I2cDevice
    {
        private readonly I2cConnectionSettings _settings;

        private I2cDevice(I2cConnectionSettings settings)
        {
            _settings = settings;
        }

        public static I2cDevice Create(I2cConnectionSettings settings)
        {
            return new I2cDevice(settings);
        }

        public I2cTransferResult Write(byte[] buffer)
        {
            return WriteRead(buffer, new byte[0]);
        }

        public I2cTransferResult WriteRead(byte[] writeBuffer, byte[] readBuffer)
        {
            I2cTransferResult result = new I2cTransferResult();
            IWire wire = SimulatedBus.Wire;
            bool isAnswered = wire != null && wire.TryTransfer(_settings.DeviceAddress, writeBuffer, readBuffer);
            result.Status = isAnswered ? I2cTransferStatus.FullTransfer : I2cTransferStatus.SlaveAddressNotAcknowledged;
            return result;
        }
    }
}
