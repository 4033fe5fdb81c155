// nanoFramework.System.IO.Ports 1.1, as far as Rover.Nano uses it.
namespace System.IO.Ports
{
    public enum Parity
    {
        None,
    }

    public enum StopBits
    {
        None = 0,
        One = 1,
    }

    public sealed class SerialPort
    {
        public SerialPort(
            string portName, int baudRate = 9600, Parity parity = Parity.None, int dataBits = 8, StopBits stopBits = StopBits.One) =>
            throw new PlatformNotSupportedException();

        public int BytesToRead => throw new PlatformNotSupportedException();

        public void Open() => throw new PlatformNotSupportedException();

        public int Read(byte[] buffer, int offset, int count) => throw new PlatformNotSupportedException();

        public void Write(byte[] buffer, int offset, int count) => throw new PlatformNotSupportedException();
    }
}
