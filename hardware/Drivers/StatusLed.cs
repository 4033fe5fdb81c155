using System.Device.Gpio;

namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>One LED that shows a pattern; whoever owns the loop calls <see cref="Update"/>.</summary>
    public sealed class StatusLed : IStatusLight
    {
        private const int SlowHalfPeriodUs = 500000;
        private const int FastHalfPeriodUs = 100000;

        private readonly GpioPin _pin;

        /// <param name="pin">Output, high is lit.</param>
        public StatusLed(GpioPin pin)
        {
            _pin = pin;
            _pin.Write(PinValue.Low);
        }

        /// <inheritdoc cref="IStatusLight.Pattern"/>
        public LedPattern Pattern { get; set; }

        /// <inheritdoc cref="IStatusLight.Update"/>
        public void Update(long nowUs)
        {
            _pin.Write(IsLit(nowUs) ? PinValue.High : PinValue.Low);
        }

        private bool IsLit(long nowUs)
        {
            if (Pattern == LedPattern.Slow)
            {
                return nowUs / SlowHalfPeriodUs % 2 == 0;
            }

            if (Pattern == LedPattern.Fast)
            {
                return nowUs / FastHalfPeriodUs % 2 == 0;
            }

            if (Pattern == LedPattern.Double)
            {
                long phase = nowUs / FastHalfPeriodUs % 10;
                return phase == 0 || phase == 2;
            }

            return Pattern == LedPattern.On;
        }
    }
}
