using MultiAgentEdge.Delivery;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>
/// A simulated fleet vehicle as a rover's body: state (57) of paper S4, the vehicle's own states and then battery used and time since the
/// depot. Each sample moves it by as many whole periods as have passed since the last one, rounded, with the input held. Starts braked; a
/// brake holds the place, while time and the hotel load go on.
/// </summary>
public sealed class DeliveryBody(DeliveryVehicle vehicle, VehicleDynamics dynamics, IClock clock) : IPlacedBody
{
    /// <summary>What its wheels get slower by, whatever its controller asks for in a plan, m/s^2: as those of
    /// <see cref="Clearance.ClearanceOptions.WheelAccelerationMS2"/>.</summary>
    private readonly double brakeMS2 = Math.Max(new Clearance.ClearanceOptions().WheelAccelerationMS2, -dynamics.InputLower[1]);
    private readonly double[] held = new double[VehicleDynamics.InputCount];
    private readonly long periodUs = (long)Math.Round(dynamics.PeriodS * 1e6);
    private long sampledUs = clock.NowUs;
    private bool isBraked = true;

    public int StateCount => vehicle.State.Length + 2;

    public int InputCount => VehicleDynamics.InputCount;

    /// <summary>It has always known where it is.</summary>
    public bool CountsWay => false;

    public void SetPose(double xM, double yM, double headingRad)
    {
        vehicle.Reset(xM, yM);
        vehicle.State[VehicleDynamics.Heading] = headingRad;
    }

    public bool TrySense(double[] state)
    {
        var steps = (clock.NowUs - sampledUs + (periodUs / 2)) / periodUs;
        for (var k = 0; k < steps; k++)
        {
            // Nothing pushes it either: how long it waits for its start, which depends on a broker, draws no noise.
            if (isBraked)
                vehicle.Stand();
            else
                vehicle.Step(held);
        }

        sampledUs = steps > 0 ? clock.NowUs : sampledUs;
        vehicle.State.CopyTo(state, 0);
        state[vehicle.State.Length] = vehicle.BatteryUsed;
        state[vehicle.State.Length + 1] = vehicle.TimeS;
        return true;
    }

    public bool TryActuate(double[] input)
    {
        if (!input.Take(InputCount).All(double.IsFinite))
        {
            Stop();
            return false;
        }

        Array.Copy(input, held, InputCount);
        held[1] = Math.Max(held[1], -brakeMS2);
        isBraked = false;
        return true;
    }

    public void Stop()
    {
        Array.Clear(held);
        isBraked = true;
        vehicle.Halt();
    }
}
