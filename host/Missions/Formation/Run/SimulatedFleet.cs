using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>Simulated rovers for a formation scenario, one for each agent.</summary>
public sealed class SimulatedFleet(IReadOnlyList<RoverInstance> rovers)
{
    private const int FlashBlocks = 16;

    public IReadOnlyList<RoverInstance> Rovers { get; } = rovers;

    /// <summary>What each is made of; null where it has no wheels.</summary>
    public IReadOnlyList<SimulatedWheels?> Wheels { get; private init; } = [];

    /// <param name="bootCount">Of every rover: frames of a higher one are newer.</param>
    /// <param name="instance">Random where rovers of another process may have the same names; 0: each makes a number of its own, the same
    /// in every run.</param>
    public static SimulatedFleet Create(
        FormationRunOptions options, IClock clock, Func<IMessageLink> connect, LinkOptions link, uint bootCount = 1, uint instance = 0) =>
        Create(options, clock, connect, _ => link, bootCount, instance);

    /// <inheritdoc cref="Create(FormationRunOptions, IClock, Func{IMessageLink}, LinkOptions, uint, uint)"/>
    /// <param name="links">How a rover connects, by its name.</param>
    /// <param name="trips">Counts how long prices take; null: nobody does.</param>
    /// <param name="updates">Whether their programs can be updated over the air.</param>
    /// <param name="own">Missions beyond those that every rover knows; null: none.</param>
    public static SimulatedFleet Create(
        FormationRunOptions options, IClock clock, Func<IMessageLink> connect, Func<string, LinkOptions> links, uint bootCount,
        uint instance, IControllerMaker[]? own = null, RoundTrips? trips = null, bool updates = false)
    {
        var rovers = new List<RoverInstance>();
        var wheels = new List<SimulatedWheels?>();
        for (var i = 0; i < options.Rovers.Count; i++)
        {
            var link = links(options.Rovers[i]);
            var body = options.BodyOf?.Invoke(i, clock)
                ?? SimulatedBodies.Create(
                    options.Scenario, options.Bodies, i, options.PeriodS, options.Seed, clock, options.Truth, options.IsTracked);
            rovers.Add(new RoverInstance(
                new RoverOptions
                {
                    Fleet = options.Fleet,
                    Name = options.Rovers[i],
                    ParameterKey = options.Keys?.KeyOf(options.Rovers[i]),
                    PeriodUs = (long)(options.PeriodS * 1e6),
                    BootCount = bootCount,
                    Instance = instance == 0 ? 0 : instance + (uint)i,
                    BrokerPassword = link.Password,
                    OwnMissions = own!,
                    Seed = (uint)(options.Seed + (ulong)i),
                    BodyRadiusM = options.Bodies == SimulatedBodies.Rover ? RoverOptions.UsualBodyRadiusM : 0,
                    // A plant of the paper is no board's body: its input may change at will.
                    InputRatePerPeriod = options.Bodies == SimulatedBodies.Rover
                        ? RoverOptions.BoardInputRatePerPeriod
                        : new RoverOptions().InputRatePerPeriod,
                },
                clock,
                body.Body,
                new SimulatedFlash(FlashBlocks),
                connect,
                link,
                otherBody: body.Planar,
                forget: body.Forget,
                pointBody: body.Wheels?.Point,
                pose: options.IsTracked ? body.Wheels?.Pose : null,
                trips: trips,
                programs: updates ? new SimulatedPrograms(options.Seed + (ulong)i) : null));
            wheels.Add(body.Wheels);
        }

        return new SimulatedFleet(rovers) { Wheels = wheels };
    }
}
