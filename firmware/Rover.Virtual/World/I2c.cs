using MultiAgentEdge.Firmware.Virtual;

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
        internal I2cTransferResult(I2cTransferStatus status)
        {
            Status = status;
        }

        public I2cTransferStatus Status { get; private set; }
    }

    public sealed class I2cConnectionSettings
    {
        public I2cConnectionSettings(int busId, int deviceAddress, I2cBusSpeed busSpeed)
        {
            DeviceAddress = deviceAddress;
        }

        public int DeviceAddress { get; private set; }
    }

    /// <summary>A chip of the virtual board; at every address but the gyroscope's nobody answers.</summary>
    public class I2cDevice
    {
        private readonly int _address;

        private I2cDevice(int address)
        {
            _address = address;
        }

        public static I2cDevice Create(I2cConnectionSettings settings)
        {
            return new I2cDevice(settings.DeviceAddress);
        }

        /// <summary>A register and its value.</summary>
        public I2cTransferResult Write(SpanByte buffer)
        {
            return Result(VirtualBoard.IsChip(_address) && VirtualBoard.Gyroscope.TryWrite(buffer[0], buffer[1]));
        }

        /// <summary>A register, then what stands in it and behind it.</summary>
        public I2cTransferResult WriteRead(SpanByte writeBuffer, SpanByte readBuffer)
        {
            byte[] read = new byte[readBuffer.Length];
            bool answered = VirtualBoard.IsChip(_address) && VirtualBoard.Gyroscope.TryRead(writeBuffer[0], read);
            for (int i = 0; answered && i < read.Length; i++)
            {
                readBuffer[i] = read[i];
            }

            return Result(answered);
        }

        private static I2cTransferResult Result(bool answered)
        {
            return new I2cTransferResult(
                answered ? I2cTransferStatus.FullTransfer : I2cTransferStatus.SlaveAddressNotAcknowledged);
        }
    }
}
