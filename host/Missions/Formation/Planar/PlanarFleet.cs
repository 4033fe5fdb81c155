using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Simulated rovers on two wheels for a formation in the plane, behind the drivers that boards have, each put down where it is
/// said.</summary>
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
            var truth = options.Truth.Draw(random);
            wheels[i] = new SimulatedWheels(
                    clock, truth.Seed, (long)(InputTimeoutPeriods * options.PeriodS * 1e6), truth, options.Truth.IsTracked);
            rovers.Add(new RoverInstance(
                new RoverOptions
                {
                    Fleet = options.Fleet,
                    Name = options.Rovers[i],
                    ParameterKey = options.Keys?.KeyOf(options.Rovers[i]),
                    PeriodUs = (long)Math.Round(options.PeriodS * 1e6),
                    Seed = (uint)(options.Seed + (ulong)i),
                    BodyRadiusM = FormationShape.BodyRadiusM,
                    InputRatePerPeriod = RoverOptions.BoardInputRatePerPeriod,
                },
                clock,
                wheels[i].Body,
                new SimulatedFlash(FlashBlocks),
                connect,
                link,
                otherBody: wheels[i].Planar,
                forget: wheels[i].Reboot,
                pointBody: wheels[i].Point,
                pose: options.Truth.IsTracked ? wheels[i].Pose : null));
        }

        Rovers = rovers;
        PutDown();
    }

    public IReadOnlyList<RoverInstance> Rovers { get; }

    /// <summary>Switches every rover's drivers on anew, and puts it where it is said.</summary>
    public void PutDown()
    {
        for (var i = 0; i < wheels.Length; i++)
        {
            wheels[i].Reboot();
            wheels[i].PutDown(new TruePose(options.Starts[i].XM, options.Starts[i].YM, options.Starts[i].HeadingRad), isTold: true);
        }
    }

    /// <summary>Where a rover truly is now: its axle's middle.</summary>
    public TruePose Pose(int rover)
    {
        // Physics follow whoever looks.
        wheels[rover].Point.TrySense(sensed);
        return wheels[rover].Truth;
    }

    /// <summary>Whether a rover was seen by the tracker and no longer knows where it is.</summary>
    public bool IsLost(int rover) => options.Truth.IsTracked && wheels[rover].Pose.IsLost;

    /// <summary>A camera over them; null: there is none.</summary>
    public TrackerFeed? Track(FleetSession session) => !options.Truth.IsTracked ? null : new TrackerFeed(
        options.Truth.Tracker with { Seed = options.Seed }, [.. wheels.Select((its, i) => (options.Rovers[i], its))],
        TrackerFeed.ByHand(session, Rovers));

    public void Dispose()
    {
        foreach (var rover in Rovers)
            rover.Dispose();
    }
}
