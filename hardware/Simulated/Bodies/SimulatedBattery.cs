namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>A battery with an inner resistance, whose open-circuit voltage falls in proportion to the charge drawn.</summary>
public sealed class SimulatedBattery(DifferentialDriveOptions options)
{
    private double _drawnAs;

    /// <summary>Voltage under the last load, never below zero.</summary>
    public double VoltageV { get; private set; } = options.BatteryV;

    /// <param name="currentA">Load over the step.</param>
    /// <param name="stepS">Seconds.</param>
    public void Step(double currentA, double stepS)
    {
        _drawnAs += currentA * stepS;
        var openCircuitV = options.BatteryV - options.BatteryDropV * _drawnAs / (3600.0 * options.BatteryCapacityAh);
        VoltageV = Math.Max(0.0, openCircuitV - options.BatteryResistanceOhm * currentA);
    }
}
