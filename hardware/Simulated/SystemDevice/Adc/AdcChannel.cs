#nullable disable
using MultiAgentEdge.Hardware.Simulated;

namespace System.Device.Adc
{
    /// <summary>One analogue input.</summary>
    public sealed class AdcChannel : AdcChannelBase, IDisposable
    {
        private readonly PinBoard _board;
        private readonly int _channelNumber;
        private bool _isDisposed;

        internal AdcChannel(AdcController controller, PinBoard board, int channelNumber)
            : base(controller)
        {
            _board = board;
            _channelNumber = channelNumber;
        }

        /// <inheritdoc/>
        public override int ReadValue()
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException("AdcChannel");
            }

            return _board.ReadAdc(_channelNumber);
        }

        public void Dispose()
        {
            _isDisposed = true;
        }
    }
}
