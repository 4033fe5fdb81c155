using MultiAgentEdge.Firmware.Virtual;

namespace System.IO.Ports
{
    /// <summary>A serial port of the virtual board: the cable to whoever started it.</summary>
    public sealed class SerialPort
    {
        public SerialPort(string portName, int baudRate = 9600)
        {
        }

        public int BytesToRead
        {
            get { return VirtualBoard.Cable.Waiting; }
        }

        public void Open()
        {
        }

        public int Read(byte[] buffer, int offset, int count)
        {
            return VirtualBoard.Cable.Read(buffer, offset, count);
        }

        public void Write(byte[] buffer, int offset, int count)
        {
            VirtualBoard.Cable.Write(buffer, offset, count);
        }
    }
}
