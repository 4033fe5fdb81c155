using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>
/// Rovers on two wheels, each put down where it is said, behind the drivers that boards have: state x, y, m, heading, rad, speed, m/s,
/// battery used, time, s; input yaw rate, rad/s, acceleration, m/s^2. They have no contact forces.
/// </summary>
public sealed class WheeledTeamWorld : ITeamWorld
{
    private const double InputTimeoutPeriods = 4;

    private readonly IReadOnlyList<(double XM, double YM, double HeadingRad)> starts;
    private readonly SimulatedWheels[] wheels;

    /// <param name="starts">Where each rover is put down; a set's start pose tells the rover.</param>
    /// <param name="periodS">Control period, s: without an input for four of them a rover's guard stops its motors.</param>
    /// <param name="seed">Of their noise: each rover has its own.</param>
    public WheeledTeamWorld(IReadOnlyList<(double XM, double YM, double HeadingRad)> starts, double periodS, ulong seed, IClock clock)
    {
        this.starts = starts;
        wheels = [.. starts.Select(
            (_, i) => new SimulatedWheels(clock, seed + (1000 * (ulong)(i + 1)), (long)(InputTimeoutPeriods * periodS * 1e6)))];
        for (var i = 0; i < wheels.Length; i++)
            wheels[i].Planar.SetPose(starts[i].XM, starts[i].YM, starts[i].HeadingRad);
    }

    /// <inheritdoc/>
    public IBody Body(int rover) => wheels[rover].Planar;

    /// <inheritdoc/>
    public (double XM, double YM, double HeadingRad) Pose(int rover)
    {
        var (start, physics) = (starts[rover], wheels[rover].Physics);
        var (sin, cos) = Math.SinCos(start.HeadingRad);
        return (
            start.XM + (cos * physics.PositionM) - (sin * physics.LateralM),
            start.YM + (sin * physics.PositionM) + (cos * physics.LateralM),
            start.HeadingRad + physics.HeadingRad);
    }

    /// <inheritdoc/>
    public void Reboot(int rover) => wheels[rover].Reboot();
}
