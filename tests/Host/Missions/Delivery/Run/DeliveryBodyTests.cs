using MultiAgentEdge.Delivery;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Missions.Delivery.Run;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Run;

public class DeliveryBodyTests
{
    // Over a broker a rover waits now for one period more, now for one fewer.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_braked_vehicle_stays_where_it_is_and_draws_no_noise_however_long_it_waits(int waits)
    {
        var clock = new SimulatedClock();
        var dynamics = DeliveryDynamics.Of(TaskGraph.PaperS4().Vehicle);
        var disturbance = new DeliveryDisturbance { PositionNoiseM = 0.01 };
        DeliveryVehicle vehicle = new(dynamics, disturbance, seed: 3), other = new(dynamics, disturbance, seed: 3);
        var body = new DeliveryBody(vehicle, dynamics, clock);
        var state = new double[body.StateCount];
        void Wait()
        {
            clock.AdvanceTo(clock.NowUs + (long)(dynamics.PeriodS * 1e6));
            Assert.True(body.TrySense(state));
        }

        for (var i = 0; i < waits; i++)
            Wait();
        Assert.Equal(new double[dynamics.StateCount], vehicle.State);
        Assert.Equal(waits * dynamics.PeriodS, vehicle.TimeS, 1e-12);
        Assert.Equal(waits * dynamics.Depletion(0), vehicle.BatteryUsed, 1e-12);

        double[] input = [0.1, 0.4];
        Assert.True(body.TryActuate(input));
        Wait();
        other.Step(input);
        Assert.Equal(other.State, vehicle.State);

        body.Stop();
        Wait();
        Assert.Equal(0.0, vehicle.State[VehicleDynamics.Speed]);
        Assert.Equal(other.State[..2], vehicle.State[..2]);
    }
}
