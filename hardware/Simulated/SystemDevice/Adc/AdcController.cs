using MultiAgentEdge.Hardware.Simulated;

namespace System.Device.Adc;

/// <summary>The analogue inputs of the attached board.</summary>
public sealed class AdcController
{
    private readonly PinBoard _board = PinBoard.Current;

    public int ChannelCount => _board.AdcChannelCount;

    public int MaxValue => (1 << ResolutionInBits) - 1;

    public int ResolutionInBits => _board.AdcBits;

    /// <exception cref="ArgumentOutOfRangeException">The board has no such channel.</exception>
    public AdcChannel OpenChannel(int channelNumber)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channelNumber);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channelNumber, ChannelCount);
        return new AdcChannel(this, _board, channelNumber);
    }
}
