using System;

namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>A battery with an inner resistance, whose open-circuit voltage falls in proportion to the charge drawn.</summary>
    public sealed class SimulatedBattery
    {
        private readonly DifferentialDriveOptions _options;
        private double _drawnAs;

        public SimulatedBattery(DifferentialDriveOptions options)
        {
            _options = options;
            VoltageV = options.BatteryV;
        }

        /// <summary>Voltage under the last load, never below zero.</summary>
        public double VoltageV { get; private set; }

        /// <param name="currentA">Load over the step.</param>
        /// <param name="stepS">Seconds.</param>
        public void Step(double currentA, double stepS)
        {
            _drawnAs += currentA * stepS;
            double openCircuitV =
                _options.BatteryV - _options.BatteryDropV * _drawnAs / (3600.0 * _options.BatteryCapacityAh);
            VoltageV = Math.Max(0.0, openCircuitV - _options.BatteryResistanceOhm * currentA);
        }
    }
}
