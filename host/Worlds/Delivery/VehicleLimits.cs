namespace MultiAgentEdge.Host.Worlds;

/// <summary>
/// A delivery rover's motion and consumption, paper S4 (58), (59). The text lost its numbers; these are the defaults under which the
/// example shows the paper's figures. Consumption needs the hotel load: with speed alone, (33f) would forbid every faster edge.
/// </summary>
public sealed record VehicleLimits
{
    public VehicleModel Model { get; init; } = VehicleModel.Unicycle;

    /// <summary>Sampling time dt, s, 0.01–10.</summary>
    public double PeriodS { get; init; } = 0.2;

    /// <summary>Speed is kept within [0, this], m/s.</summary>
    public double SpeedMaxMS { get; init; } = 2;

    /// <summary>Speed limit of the initial trajectories only, m/s.</summary>
    public double ConservativeSpeedMS { get; init; } = 0.5;

    /// <summary>|u2|, m/s^2.</summary>
    public double AccelerationMaxMS2 { get; init; } = 0.5;

    /// <summary>|u1| of the unicycle, rad/s.</summary>
    public double YawRateMaxRadS { get; init; } = 1;

    /// <summary>Bicycle only: distance of the axles, m.</summary>
    public double WheelbaseM { get; init; } = 0.5;

    /// <summary>Bicycle only: |steering angle|, rad.</summary>
    public double SteeringMaxRad { get; init; } = 0.7;

    /// <summary>Bicycle only: |u1|, rad/s.</summary>
    public double SteeringRateMaxRadS { get; init; } = 1;

    /// <summary>Battery drawn at rest, 1/s: q+ = q + dt (idle + speed v^2).</summary>
    public double IdleDrawPerS { get; init; } = 0.01;

    /// <summary>Battery drawn by speed, s/m^2.</summary>
    public double SpeedDrawSM2 { get; init; } = 0.005;

    /// <summary>Battery that one second at this speed draws.</summary>
    public double DrawPerS(double speedMS) => IdleDrawPerS + (SpeedDrawSM2 * speedMS * speedMS);
}
