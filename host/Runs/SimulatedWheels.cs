using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Host.Runs;

/// <summary>
/// A simulated two-wheeled rover: motors, encoders, battery and gyroscope behind the pins that the real drivers open, and these drivers.
/// Its physics follow a clock and stand still until the first input. What the drivers have counted is in their memory, and gone with
/// <see cref="Reboot"/>.
/// </summary>
public sealed class SimulatedWheels
{
    private const int WheelPeriodUs = 20_000;

    private readonly DifferentialDriveGeometry geometry = new();
    private readonly ClockedBody body;
    private readonly ClockedBody planar;
    private readonly ClockedBody point;
    private readonly long inputTimeoutUs;
    private readonly IClock clock;
    private readonly long offsetUs;
    private RoverKit kit;
    private TruePose start;

    /// <param name="inputTimeoutUs">The wheels stop where no input came for so long.</param>
    /// <param name="truth">What a workshop would measure; null: the usual. Its nominal figures and seed are not used.</param>
    /// <param name="isTracked">Whether a tracker will see it: its time passes from the start, not from the first input, for a pose tells
    /// of a time.</param>
    public SimulatedWheels(IClock clock, ulong seed, long inputTimeoutUs, DifferentialDriveOptions? truth = null, bool isTracked = false)
    {
        this.inputTimeoutUs = inputTimeoutUs;
        this.clock = clock;
        Physics = new SimulatedRover((truth ?? new DifferentialDriveOptions()).With(geometry, seed));
        kit = Open();
        offsetUs = Physics.NowUs - clock.NowUs;
        body = new ClockedBody(kit.Body, Physics, clock, !isTracked);
        planar = new ClockedBody(kit.Planar, Physics, clock, !isTracked);
        point = new ClockedBody(kit.Point, Physics, clock, !isTracked);
    }

    /// <summary>The truth behind what is sensed.</summary>
    public SimulatedRover Physics { get; }

    /// <summary>Along a lane.</summary>
    public IBody Body => body;

    /// <summary>The same wheels in the plane.</summary>
    public IPlacedBody Planar => planar;

    /// <summary>The same wheels as the point before their axle.</summary>
    public IPlacedBody Point => point;

    /// <summary>What the drivers believe of where they are.</summary>
    public IPoseEstimate Pose => body;

    /// <summary>Where the rover truly is, in the world that it was put down in.</summary>
    public TruePose Truth
    {
        get
        {
            var (sin, cos) = Math.SinCos(start.HeadingRad);
            return new(
                start.XM + (cos * Physics.PositionM) - (sin * Physics.LateralM),
                start.YM + (sin * Physics.PositionM) + (cos * Physics.LateralM),
                start.HeadingRad + Physics.HeadingRad);
        }
    }

    /// <summary>Where it is at a time of the clock that has come; of one that passed, where it is now. Only with a tracker.</summary>
    public TruePose TruthAt(long timeUs)
    {
        Physics.AdvanceTo(Math.Min(timeUs, clock.NowUs) + offsetUs);
        return Truth;
    }

    /// <summary>Somebody puts it down here, and tells it where, or not.</summary>
    public void PutDown(TruePose pose, bool isTold)
    {
        start = pose;
        Physics.PutDown(0, 0, 0);
        if (isTold)
            planar.SetPose(pose.XM, pose.YM, pose.HeadingRad);
    }

    /// <summary>Why the wheels refuse to be driven.</summary>
    public DriveFault Fault => kit.Body.Fault;

    /// <summary>The board starts anew: the same rover where it stands, its drivers at zero.</summary>
    public void Reboot()
    {
        Physics.Board.PowerOff();
        kit = Open();
        body.Exchange(kit.Body);
        planar.Exchange(kit.Planar);
        point.Exchange(kit.Point);
    }

    private RoverKit Open()
    {
        RoverKit opened;
        using (Physics.Board.Attach())
            opened = new RoverKit(new RoverPinMap(), geometry, Physics.Clock, Physics, WheelPeriodUs, inputTimeoutUs);
        Physics.Attach(opened.Body);
        // Two wheel periods make the first speed.
        Physics.AdvanceTo(Physics.NowUs + (2 * WheelPeriodUs));
        return opened;
    }
}
