using System.Device.I2c;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>A chip on the first I2C bus.</summary>
    public sealed class NanoRegisters : IRegisters
    {
        private readonly I2cDevice _device;
        private readonly byte[] _register = new byte[1];
        private readonly byte[] _pair = new byte[2];

        /// <param name="address">Of the chip.</param>
        public NanoRegisters(int address)
        {
            _device = I2cDevice.Create(new I2cConnectionSettings(1, address, I2cBusSpeed.FastMode));
        }

        /// <inheritdoc cref="IRegisters.TryRead"/>
        public bool TryRead(byte register, byte[] into)
        {
            _register[0] = register;
            return _device.WriteRead(_register, into).Status == I2cTransferStatus.FullTransfer;
        }

        /// <inheritdoc cref="IRegisters.TryWrite"/>
        public bool TryWrite(byte register, byte value)
        {
            _pair[0] = register;
            _pair[1] = value;
            return _device.Write(_pair).Status == I2cTransferStatus.FullTransfer;
        }
    }
}
