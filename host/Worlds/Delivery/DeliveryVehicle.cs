using MultiAgentEdge.Delivery;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Worlds;

/// <summary>One simulated fleet vehicle of paper S4 (58): the model's own step, and on top what <see cref="DeliveryDisturbance"/>
/// adds.</summary>
public sealed class DeliveryVehicle
{
    private readonly VehicleDynamics dynamics;
    private readonly DeliveryDisturbance disturbance;
    private readonly Xoshiro256 noise;
    private readonly double[] next;
    private int periods;

    public DeliveryVehicle(VehicleDynamics dynamics, DeliveryDisturbance disturbance, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(dynamics);
        (this.dynamics, this.disturbance) = (dynamics, disturbance);
        noise = new Xoshiro256(seed);
        State = new double[dynamics.StateCount];
        next = new double[dynamics.StateCount];
    }

    /// <summary>nx, without the capacities.</summary>
    public double[] State { get; }

    /// <summary>Since the depot.</summary>
    public double BatteryUsed { get; private set; }

    /// <summary>Since the depot.</summary>
    public double TimeS { get; private set; }

    /// <summary>The generator of the disturbance, so that a run can be resumed.</summary>
    public Xoshiro256 Noise => noise;

    /// <summary>Charged, at rest at a place, with heading 0.</summary>
    public void Reset(double xM, double yM)
    {
        Array.Clear(State);
        (State[0], State[1]) = (xM, yM);
        Recharge();
    }

    /// <summary>Brakes engaged: no speed, whatever it was.</summary>
    public void Halt() => State[VehicleDynamics.Speed] = 0;

    /// <summary>Whole turns are taken off the heading until it is near a reference.</summary>
    public void Unwind(double headingRad) =>
        State[VehicleDynamics.Heading] -= 2 * Math.PI * Math.Round((State[VehicleDynamics.Heading] - headingRad) / (2 * Math.PI));

    /// <summary>A full battery and a new day, where it stands.</summary>
    public void Recharge() => (BatteryUsed, TimeS, periods) = (0, 0, 0);

    /// <summary>One control period with brakes engaged: time and the hotel load go on.</summary>
    public void Stand()
    {
        BatteryUsed += dynamics.Depletion(0) * disturbance.DrainFactor;
        TimeS = ++periods * dynamics.PeriodS;
    }

    /// <summary>One control period with an input held.</summary>
    public void Step(double[] input)
    {
        var speed = State[VehicleDynamics.Speed] + (State[VehicleDynamics.Speed] > 0 ? disturbance.HeadwindMS : 0);
        BatteryUsed += dynamics.Depletion(speed) * disturbance.DrainFactor;
        TimeS = ++periods * dynamics.PeriodS;
        dynamics.Step(State, 0, input, 0, next, 0);
        Array.Copy(next, State, next.Length);
        if (disturbance.PositionNoiseM > 0)
        {
            State[0] += disturbance.PositionNoiseM * noise.NextGaussian();
            State[1] += disturbance.PositionNoiseM * noise.NextGaussian();
        }

        if (disturbance.HeadingNoiseRad > 0)
            State[VehicleDynamics.Heading] += disturbance.HeadingNoiseRad * noise.NextGaussian();
        if (disturbance.SpeedNoiseMS > 0)
            State[VehicleDynamics.Speed] = Math.Max(0, State[VehicleDynamics.Speed] + (disturbance.SpeedNoiseMS * noise.NextGaussian()));
    }
}
