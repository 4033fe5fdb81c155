using System.Device.Adc;

namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// Supply voltage through a resistor divider: the mean of a few conversions. A reading outside of the plausible range means a broken
    /// wire or a saturated converter, not a voltage, and is refused.
    /// </summary>
    public sealed class DividerBattery : IBattery
    {
        private readonly AdcChannel _channel;
        private readonly double _fullScaleV;
        private readonly double _minPlausibleV;
        private readonly double _maxPlausibleV;
        private readonly int _samples;

        /// <param name="channel">The converter.</param>
        /// <param name="referenceV">Voltage at full scale of the converter.</param>
        /// <param name="upperOhm">Resistor to the battery.</param>
        /// <param name="lowerOhm">Resistor to ground, above 0; otherwise nothing is ever plausible.</param>
        /// <param name="minPlausibleV">Lowest voltage believed.</param>
        /// <param name="maxPlausibleV">Highest voltage believed; keep it below full scale.</param>
        /// <param name="samples">Conversions a reading, at least 1.</param>
        public DividerBattery(
            AdcChannel channel, double referenceV, double upperOhm, double lowerOhm, double minPlausibleV, double maxPlausibleV,
            int samples)
        {
            _channel = channel;
            _fullScaleV = lowerOhm > 0.0 ? referenceV * (upperOhm + lowerOhm) / lowerOhm : 0.0;
            _minPlausibleV = minPlausibleV;
            _maxPlausibleV = maxPlausibleV;
            _samples = samples < 1 ? 1 : samples;
        }

        /// <inheritdoc cref="IBattery.TryReadVoltage"/>
        public bool TryReadVoltage(ref double voltageV)
        {
            double sum = 0.0;
            for (int i = 0; i < _samples; i++)
            {
                sum += _channel.ReadRatio();
            }

            double reading = _fullScaleV * (sum / _samples);
            if (double.IsNaN(reading) || reading < _minPlausibleV || reading > _maxPlausibleV)
            {
                return false;
            }

            voltageV = reading;
            return true;
        }
    }
}
