using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>A healthy rover on wheels, through the real drivers, must never be taken for a broken one.</summary>
public class WheelAlarmTests
{
    [Fact]
    public void Healthy_wheels_raise_no_alarm_in_5000_periods()
    {
        var rover = new LoneRover(FormationScenario.PaperS1().OnWheels(), clock =>
        {
            var simulated = new SimulatedRover(new DifferentialDriveOptions { Seed = 7 });
            RoverKit kit;
            using (simulated.Board.Attach())
            {
                kit = new RoverKit(
                    new RoverPinMap(), new DifferentialDriveGeometry(), simulated.Clock, simulated, wheelPeriodUs: 20_000,
                    inputTimeoutUs: 1_000_000);
            }

            simulated.Attach(kit.Body);
            return new ClockedBody(kit.Body, simulated, clock);
        }).Start();
        var alarms = 0u;
        for (var period = 0; period < 5000; period++)
        {
            rover.Run(1);
            alarms |= rover.Agent.Faults;
            Assert.True(rover.Agent.Mode == RoverMode.Running, $"period {period}: {rover.Agent.Mode}, faults {rover.Agent.Faults}");
        }

        Assert.Equal(0u, alarms);
    }
}
