using System.Device.I2c;

namespace Gyroscope.Nano
{
    /// <summary>A chip on the I2C bus of a nanoFramework board. On an ESP32 give the two pins their function before
    /// (Configuration.SetPinFunction).</summary>
    public sealed class NanoRegisters : IRegisters
    {
        private readonly I2cDevice _device;
        private readonly byte[] _register = new byte[1];
        private readonly byte[] _pair = new byte[2];

        /// <param name="bus">1 for the first.</param>
        /// <param name="address">Of the chip on it.</param>
        public NanoRegisters(int bus, int address)
        {
            _device = I2cDevice.Create(new I2cConnectionSettings(bus, address));
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
