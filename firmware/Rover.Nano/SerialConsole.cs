using System.IO.Ports;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>The console's line on a second serial port; the first belongs to nanoFramework's own tools.</summary>
    public sealed class SerialConsole : ISerialLine
    {
        private readonly SerialPort _port;

        public SerialConsole(string portName)
        {
            _port = new SerialPort(portName, 115200);
            _port.Open();
        }

        public int Read(byte[] buffer)
        {
            int waiting = _port.BytesToRead;
            return waiting == 0 ? 0 : _port.Read(buffer, 0, waiting > buffer.Length ? buffer.Length : waiting);
        }

        public void Write(byte[] buffer, int length)
        {
            _port.Write(buffer, 0, length);
        }
    }
}
