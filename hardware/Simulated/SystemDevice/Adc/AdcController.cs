#nullable disable
using MultiAgentEdge.Hardware.Simulated;

namespace System.Device.Adc
{
    /// <summary>The analogue inputs of the attached board.</summary>
    public sealed class AdcController
    {
        private readonly PinBoard _board = PinBoard.Current;

        public int ChannelCount
        {
            get { return _board.AdcChannelCount; }
        }

        public int MaxValue
        {
            get { return (1 << ResolutionInBits) - 1; }
        }

        public int ResolutionInBits
        {
            get { return _board.AdcBits; }
        }

        /// <exception cref="ArgumentOutOfRangeException">The board has no such channel.</exception>
        public AdcChannel OpenChannel(int channelNumber)
        {
            if (channelNumber < 0 || channelNumber >= ChannelCount)
            {
                throw new ArgumentOutOfRangeException();
            }

            return new AdcChannel(this, _board, channelNumber);
        }
    }
}
