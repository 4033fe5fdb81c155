extern alias simulated;

using System.Device.Spi;
using Board = simulated::System.Device.Adc;

namespace MultiAgentEdge.Tests.Rover.Pi;

/// <summary>An MCP3008 as its data sheet says (DS21295, figure 6-1: start bit, single-ended and channel in one byte, ten bits back), at the
/// analogue inputs of the simulated board that is attached while this is constructed.</summary>
internal sealed class BoardConverter : SpiDevice
{
    private const byte SingleEnded = 8;
    private readonly Board.AdcController converter = new();
    private readonly Dictionary<int, Board.AdcChannel> channels = [];

    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0);

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Assert.Equal((1, 0), (writeBuffer[0], writeBuffer[2]));
        var asked = writeBuffer[1] >> 4;
        Assert.Equal(SingleEnded, asked & SingleEnded);
        if (!channels.TryGetValue(asked & 7, out var channel))
            channels.Add(asked & 7, channel = converter.OpenChannel(asked & 7));
        var counts = (int)Math.Min(1023, channel.ReadRatio() * 1024);
        (readBuffer[0], readBuffer[1], readBuffer[2]) = (0xFF, (byte)(0xF8 | (counts >> 8)), (byte)counts);
    }
}
