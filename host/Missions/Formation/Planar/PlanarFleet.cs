using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Simulated rovers on two wheels for a formation in the plane, behind the drivers that boards have, each put down where it is said.</summary>
public sealed class PlanarFleet : IDisposable
{
    private const double InputTimeoutPeriods = 4;
    private const int FlashBlocks = 16;

    private readonly PlanarRunOptions options;
    private readonly SimulatedWheels[] wheels;
    private readonly double[] sensed = new double[5];

    public PlanarFleet(PlanarRunOptions options, IClock clock, Func<IMessageLink> connect, LinkOptions link)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        wheels = new SimulatedWheels[options.Rovers.Count];
        var rovers = new List<RoverInstance>();
        for (var i = 0; i < wheels.Length; i++)
        {
            var random = new Xoshiro256(options.Seed + (1000 * (ulong)(i + 1)));
            wheels[i] = new SimulatedWheels(clock, random.NextUInt64(), (long)(InputTimeoutPeriods * options.PeriodS * 1e6), options.Truth.Draw(random));
            rovers.Add(new RoverInstance(
                new RoverOptions
                {
                    Fleet = options.Fleet,
                    Name = options.Rovers[i],
                    ParameterKey = options.Keys?.KeyOf(options.Rovers[i]),
                    PeriodUs = (long)Math.Round(options.PeriodS * 1e6),
                    Seed = (uint)(options.Seed + (ulong)i),
                    InputRatePerPeriod = RoverOptions.BoardInputRatePerPeriod,
                },
                clock,
                wheels[i].Body,
                new SimulatedFlash(FlashBlocks),
                connect,
                link,
                otherBody: wheels[i].Planar,
                forget: wheels[i].Reboot,
                pointBody: wheels[i].Point));
        }

        Rovers = rovers;
    }

    public IReadOnlyList<RoverInstance> Rovers { get; }

    /// <summary>Where a rover truly is now: its axle's middle.</summary>
    public (double XM, double YM, double HeadingRad) Pose(int rover)
    {
        // Physics follow whoever looks.
        wheels[rover].Point.TrySense(sensed);
        var (start, physics) = (options.Starts[rover], wheels[rover].Physics);
        var (sin, cos) = Math.SinCos(start.HeadingRad);
        return (
            start.XM + (cos * physics.PositionM) - (sin * physics.LateralM),
            start.YM + (sin * physics.PositionM) + (cos * physics.LateralM),
            start.HeadingRad + physics.HeadingRad);
    }

    public void Dispose()
    {
        foreach (var rover in Rovers)
            rover.Dispose();
    }
}
