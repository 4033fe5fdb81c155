using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>A simulated two-wheeled rover somewhere in the plane.</summary>
public sealed class CoverageWheels
{
    private const double InputTimeoutPeriods = 4;

    private readonly SimulatedWheels wheels;
    private readonly double startXM;
    private readonly double startYM;

    public CoverageWheels(double xM, double yM, double periodS, ulong seed, IClock clock)
    {
        (startXM, startYM) = (xM, yM);
        wheels = new SimulatedWheels(clock, seed, (long)(InputTimeoutPeriods * periodS * 1e6));
        wheels.Planar.SetPose(xM, yM, 0);
    }

    /// <summary>How the particle's accelerations are driven by these wheels: somewhat below what motors and grip allow, the point a hand's
    /// breadth ahead.</summary>
    public static CoverageTracking Law { get; } = new(LookAheadM: 0.08, MaxSpeedMS: 0.8, MaxYawRateRadS: 3, MaxAccelerationMS2: 1.5);

    /// <summary>Of the disc that others keep clear of, around the axle: the particle's.</summary>
    public const double RadiusM = CoverageArena.RadiusM;

    public IBody Body => wheels.Planar;

    /// <inheritdoc cref="SimulatedWheels.Fault"/>
    public DriveFault Fault => wheels.Fault;

    /// <inheritdoc cref="SimulatedWheels.Reboot"/>
    public void Reboot() => wheels.Reboot();

    /// <summary>Where the middle of the axle truly is.</summary>
    public (double XM, double YM) Axle => (startXM + wheels.Physics.PositionM, startYM + wheels.Physics.LateralM);

    /// <summary>Where the point that stands for the rover truly is.</summary>
    public (double XM, double YM) Position => (
        startXM + wheels.Physics.PositionM + (Law.LookAheadM * Math.Cos(wheels.Physics.HeadingRad)),
        startYM + wheels.Physics.LateralM + (Law.LookAheadM * Math.Sin(wheels.Physics.HeadingRad)));
}
