using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Worlds.Delivery;

public sealed class DeliveryVehicleTests
{
    private static DeliveryVehicle Drive(DeliveryDisturbance disturbance, ulong seed = 1)
    {
        var vehicle = new DeliveryVehicle(DeliveryDynamics.Of(new VehicleLimits()), disturbance, seed);
        vehicle.Reset(1, 2);
        for (var k = 0; k < 10; k++)
            vehicle.Step([0, 0.5]);
        return vehicle;
    }

    [Fact]
    public void Undisturbed_it_follows_the_model_to_the_bit()
    {
        var vehicle = Drive(new DeliveryDisturbance());
        Assert.Equal(1.0, vehicle.State[3], 1e-12);
        Assert.Equal(1 + (0.2 * 0.1 * 45), vehicle.State[0], 1e-12); // Euler: T times the sum of the speeds before each step
        Assert.Equal(10 * 0.2, vehicle.TimeS);
        Assert.Equal(0.2 * ((10 * 0.01) + (0.005 * 0.01 * 285)), vehicle.BatteryUsed, 1e-12);
    }

    [Fact]
    public void Wind_and_a_weak_battery_draw_more_on_the_same_way()
    {
        var calm = Drive(new DeliveryDisturbance());
        var windy = Drive(new DeliveryDisturbance { HeadwindMS = 1 });
        Assert.Equal(calm.State, windy.State);
        Assert.True(windy.BatteryUsed > calm.BatteryUsed);
        Assert.Equal(1.5 * calm.BatteryUsed, Drive(new DeliveryDisturbance { DrainFactor = 1.5 }).BatteryUsed, 1e-12);
    }

    [Fact]
    public void Noise_is_its_seeds()
    {
        var noise = new DeliveryDisturbance { PositionNoiseM = 0.01, HeadingNoiseRad = 0.01, SpeedNoiseMS = 0.01 };
        Assert.Equal(Drive(noise, 5).State, Drive(noise, 5).State);
        Assert.NotEqual(Drive(noise, 5).State, Drive(noise, 6).State);
    }

    [Fact]
    public void Whole_turns_are_taken_off()
    {
        var vehicle = Drive(new DeliveryDisturbance());
        vehicle.State[2] = (4 * Math.PI) + 0.1;
        vehicle.Unwind(0);
        Assert.Equal(0.1, vehicle.State[2], 1e-12);
    }
}
