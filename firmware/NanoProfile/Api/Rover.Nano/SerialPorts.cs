// nanoFramework.System.IO.Ports 1.1.139
namespace System.IO.Ports
{
    public enum Parity
    {
        None,
        Odd,
        Even,
    }

    public enum StopBits
    {
        None = 0,
        One = 1,
        Two = 2,
        OnePointFive = 3,
    }

    public sealed class SerialPort : IDisposable
    {
        public SerialPort(
            string portName, int baudRate = 9600, Parity parity = Parity.None, int dataBits = 8, StopBits stopBits = StopBits.One)
        {
            throw null;
        }

        public int BytesToRead { get { throw null; } }

        public void Open() { throw null; }

        public int Read(byte[] buffer, int offset, int count) { throw null; }

        public void Write(byte[] buffer, int offset, int count) { throw null; }

        public void Dispose() { throw null; }
    }
}
