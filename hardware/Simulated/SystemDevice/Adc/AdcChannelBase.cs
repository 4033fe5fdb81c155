#nullable disable
namespace System.Device.Adc
{
    /// <summary>What a driver needs of an analogue input.</summary>
    public abstract class AdcChannelBase
    {
        private protected AdcChannelBase(AdcController controller)
        {
            Controller = controller;
        }

        public AdcController Controller { get; private set; }

        /// <summary>Counts, 0 to <see cref="AdcController.MaxValue"/>.</summary>
        public abstract int ReadValue();

        /// <summary>0 to 1.</summary>
        public double ReadRatio()
        {
            return ReadValue() / (double)Controller.MaxValue;
        }
    }
}
