// nanoFramework.System.Device.Adc 1.1.24
namespace System.Device.Adc
{
    public enum AdcChannelMode
    {
        SingleEnded,
        Differential,
    }

    public abstract class AdcChannelBase : IDisposable
    {
        public abstract AdcController Controller { get; }

        public abstract double ReadRatio();

        public abstract int ReadValue();

        public void Dispose() { throw null; }
    }

    public class AdcChannel : AdcChannelBase
    {
        public override AdcController Controller { get { throw null; } }

        public override double ReadRatio() { throw null; }

        public override int ReadValue() { throw null; }
    }

    public class AdcController
    {
        public int ChannelCount { get { throw null; } }

        public AdcChannelMode ChannelMode { get { throw null; } set { throw null; } }

        public int MaxValue { get { throw null; } }

        public int MinValue { get { throw null; } }

        public int ResolutionInBits { get { throw null; } }

        public bool IsChannelModeSupported(AdcChannelMode channelMode) { throw null; }

        public AdcChannel OpenChannel(int channelNumber) { throw null; }
    }
}
