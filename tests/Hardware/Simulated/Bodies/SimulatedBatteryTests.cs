using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Bodies;

public class SimulatedBatteryTests
{
    [Fact]
    public void Sags_under_load_and_falls_with_the_charge_drawn()
    {
        var options = new DifferentialDriveOptions();
        var battery = new SimulatedBattery(options);
        battery.Step(currentA: 2.0, stepS: 1e-9);
        Assert.Equal(8.2 - 0.15 * 2.0, battery.VoltageV, tolerance: 1e-9);
        // Half of 1.2 Ah at 1.2 A: half an hour.
        battery.Step(currentA: 1.2, stepS: 1800.0);
        Assert.Equal(8.2 - 0.5 * 2.2 - 0.15 * 1.2, battery.VoltageV, tolerance: 1e-9);
    }
}
