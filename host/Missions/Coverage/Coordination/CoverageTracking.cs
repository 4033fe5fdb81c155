namespace MultiAgentEdge.Host.Missions.Coverage.Coordination;

/// <summary>How a rover with two wheels follows the particle: feedback linearisation about a point ahead of its axle
/// (firmware/Rover/README.md).</summary>
/// <param name="LookAheadM">From the axle to the point that follows, m, above 0.</param>
/// <param name="MaxSpeedMS">m/s, above 0.</param>
/// <param name="MaxYawRateRadS">rad/s, above 0.</param>
/// <param name="MaxAccelerationMS2">m/s^2, above 0.</param>
public sealed record CoverageTracking(double LookAheadM, double MaxSpeedMS, double MaxYawRateRadS, double MaxAccelerationMS2);
