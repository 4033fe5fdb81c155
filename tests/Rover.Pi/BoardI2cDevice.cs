extern alias simulated;

using System.Device.I2c;
using simulated::MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Rover.Pi;

/// <summary>A chip on the bus, or nobody at that address: then the kernel's answer, an input/output error.</summary>
internal sealed class BoardI2cDevice(int address, SimulatedGyroscope? chip) : I2cDevice
{
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, address);

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (chip?.TryWrite(buffer[0], buffer[1]) != true)
            throw new IOException("Error 121 performing I2C data transfer.");
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        var read = new byte[readBuffer.Length];
        if (chip?.TryRead(writeBuffer[0], read) != true)
            throw new IOException("Error 121 performing I2C data transfer.");
        read.CopyTo(readBuffer);
    }
}
