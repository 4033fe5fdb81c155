using System.Device.Spi;

namespace System.Device.Adc;

/// <summary>What the battery driver asks of a converter, by an MCP3008 on SPI: a Raspberry Pi has none of its own.</summary>
public sealed class AdcChannel(SpiDevice device, int channel)
{
    /// <summary>Reading as a share of full scale.</summary>
    public double ReadRatio()
    {
        Span<byte> question = [1, (byte)(0x80 | (channel << 4)), 0];
        Span<byte> answer = stackalloc byte[3];
        device.TransferFullDuplex(question, answer);
        return (((answer[1] & 3) << 8) | answer[2]) / 1024.0;
    }
}
