using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>A simulated two-wheeled rover somewhere in the plane: motors, encoders, battery and gyroscope behind the pins that the real drivers open.</summary>
public sealed class CoverageWheels
{
    private const int WheelPeriodUs = 20_000;
    private const double InputTimeoutPeriods = 4;

    private readonly SimulatedRover rover;
    private readonly DifferentialDriveBody drive;
    private readonly double startXM;
    private readonly double startYM;

    public CoverageWheels(double xM, double yM, double periodS, ulong seed, IClock clock)
    {
        (startXM, startYM) = (xM, yM);
        var geometry = new DifferentialDriveGeometry();
        rover = new SimulatedRover(new DifferentialDriveOptions { Nominal = geometry, Seed = seed });
        RoverKit kit;
        using (rover.Board.Attach())
            kit = new RoverKit(new RoverPinMap(), geometry, rover.Clock, rover, WheelPeriodUs, (long)(InputTimeoutPeriods * periodS * 1e6));
        drive = kit.Body;
        rover.Attach(drive);
        // Two wheel periods make the first speed; from there on it stands until it is driven.
        rover.AdvanceTo(2 * WheelPeriodUs);
        kit.Planar.SetPose(xM, yM, 0);
        Body = new ClockedBody(kit.Planar, rover, clock, standsUntilInput: true);
    }

    /// <summary>How the particle's accelerations are driven by these wheels: somewhat below what motors and grip allow, the point a hand's breadth ahead.</summary>
    public static CoverageTracking Law { get; } = new(LookAheadM: 0.08, MaxSpeedMS: 0.8, MaxYawRateRadS: 3, MaxAccelerationMS2: 1.5);

    public IBody Body { get; }

    /// <summary>Why the wheels refuse to be driven.</summary>
    public DriveFault Fault => drive.Fault;

    /// <summary>Where the point that stands for the rover truly is.</summary>
    public (double XM, double YM) Position => (
        startXM + rover.PositionM + (Law.LookAheadM * Math.Cos(rover.HeadingRad)),
        startYM + rover.LateralM + (Law.LookAheadM * Math.Sin(rover.HeadingRad)));
}
