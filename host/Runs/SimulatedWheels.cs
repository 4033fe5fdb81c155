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
    private RoverKit kit;

    /// <param name="inputTimeoutUs">The wheels stop where no input came for so long.</param>
    /// <param name="truth">What a workshop would measure; null: the usual. Its nominal figures and seed are not used.</param>
    public SimulatedWheels(IClock clock, ulong seed, long inputTimeoutUs, DifferentialDriveOptions? truth = null)
    {
        this.inputTimeoutUs = inputTimeoutUs;
        Physics = new SimulatedRover((truth ?? new DifferentialDriveOptions()) with { Nominal = geometry, Seed = seed });
        kit = Open();
        body = new ClockedBody(kit.Body, Physics, clock, standsUntilInput: true);
        planar = new ClockedBody(kit.Planar, Physics, clock, standsUntilInput: true);
        point = new ClockedBody(kit.Point, Physics, clock, standsUntilInput: true);
    }

    /// <summary>The truth behind what is sensed.</summary>
    public SimulatedRover Physics { get; }

    /// <summary>Along a lane.</summary>
    public IBody Body => body;

    /// <summary>The same wheels in the plane.</summary>
    public IPlacedBody Planar => planar;

    /// <summary>The same wheels as the point before their axle.</summary>
    public IPlacedBody Point => point;

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
