using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Records the first rover of a formation: of paper S1's, three agents, horizon 10, two rounds of ADMM a period, disturbed plants;
/// or of one in the plane.</summary>
public static class FormationTape
{
    private const int Rounds = 2;
    private const double RoundShare = 0.2;

    /// <param name="options">The recorded rover's sizes; its names and period are set here.</param>
    /// <param name="periods">Control periods to drive.</param>
    /// <param name="keys">The recorded rover has its key of these, and the host signs; null: nobody does.</param>
    public static AgentTape Record(RoverOptions options, int periods, ulong seed, CancellationToken cancel, FleetKeys? keys = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var scenario = FormationScenario.PaperS1();
        var periodUs = (long)(scenario.PeriodS * 1e6);
        string[] names = [.. scenario.Agents.Select((_, i) => $"rover-{i + 1}")];
        var negotiator = new Negotiator(scenario.Coupling, NegotiationMode.Admm, new NegotiatorOptions());
        var sets = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var parameters = scenario.ParametersFor(i, FormationScenario.TrueModel, 0.05);
            negotiator.CopyCouplingWeight(i, parameters.CouplingWeight);
            sets[names[i]] = FormationParameterSet.Build(parameters, 1, NegotiationMode.Admm, Rounds, scenario.PeriodS);
        }

        return Record(
            options, names, periodUs, periods, keys, (i, clock) => Plant(scenario.Agents[i], seed + (ulong)i, periodUs, clock), sets,
            session => new FormationNegotiation(session, negotiator, scenario.Coupling, names, Rounds, (long)(periodUs * RoundShare)),
            cancel);
    }

    /// <summary>Records the first rover of a formation in the plane: five in a polygon on an eight at 0.2 m/s, horizon 10, one round of
    /// ADMM a period.</summary>
    public static AgentTape RecordPlanar(RoverOptions options, int periods, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        const int rovers = 5;
        string[] names = [.. Enumerable.Range(1, rovers).Select(i => $"rover-{i}")];
        var periodUs = (long)(PlanarScenario.PeriodS * 1e6);
        var shape = FormationShape.Of("polygon", rovers, 0.6);
        var run = new PlanarRunOptions
        {
            Rovers = names,
            Shape = shape,
            Path = FormationPath.Of("eight", 1.5),
            // A little off: they gather, then go.
            Starts = [.. shape.Slots.Select((slot, i) => (slot.X - 0.08 + (0.02 * i), slot.Y + 0.03, 0.0))],
        };
        var coupling = PlanarScenario.Coupling(rovers, run.Horizon, isCoupled: true);
        var negotiator = new Negotiator(coupling, NegotiationMode.Admm, PlanarScenario.NegotiatorOptions);
        var pace = new PaceMaker(run.Path, run.SpeedMS, run.PeriodS);
        pace.BeginAt(1);
        FormationConductor? conductor = null;
        Dictionary<string, byte[]> Sets(FleetSession session)
        {
            conductor = new FormationConductor(
                run, session, pace, negotiator, PlanarScenario.OneAxis(names, run.PeriodS, run.Horizon), leadTicks: 3, firstVersion: 1);
            return conductor.Sets();
        }

        NominalBody Body(int i)
        {
            // Where it stands does not matter to a body that its controller's own model moves.
            var set = new ParameterSet();
            using var nobody = new FleetSession(new InProcessLink(new InProcessBroker()), "tape");
            var bytes = Sets(nobody)[names[i]];
            set.TryParse(bytes, bytes.Length);
            return new NominalBody(
                ControllerFactory.TryCreate(set, new RoverOptions())!, [run.Starts[i].XM + 0.08, run.Starts[i].YM, 0, 0, 0]);
        }

        return Record(
            options, names, periodUs, periods, null, (i, _) => Body(i), null,
            session => new FormationNegotiation(
                session, negotiator, coupling, names, run.RoundsPerPeriod, (long)(periodUs * RoundShare)) { Pace = pace }, cancel,
            Sets, (session, nowUs) => conductor!.Poll(pace.Pace.Tick, nowUs));
    }

    private static AgentTape Record(
        RoverOptions options, string[] names, long periodUs, int periods, FleetKeys? keys, Func<int, SimulatedClock, IBody> bodyOf,
        Dictionary<string, byte[]>? sets,
        Func<FleetSession, FormationNegotiation> negotiate, CancellationToken cancel,
        Func<FleetSession, Dictionary<string, byte[]>>? setsOf = null,
        Action<FleetSession, long>? lead = null)
    {
        var clock = new SimulatedClock();
        var broker = new InProcessBroker();
        var link = new LinkOptions { ClientId = "tape" };
        var tape = new AgentTape();
        var rovers = new List<RoverInstance>();
        for (var i = 0; i < names.Length; i++)
        {
            var its = i == 0 ? options : new RoverOptions();
            its.Fleet = "tape";
            its.Name = names[i];
            its.ParameterKey = i == 0 ? keys?.KeyOf(names[i]) : null;
            its.PeriodUs = periodUs;
            its.Seed = (uint)i + 1;
            rovers.Add(new RoverInstance(
                its, clock, bodyOf(i, clock), new SimulatedFlash(16), () => new InProcessLink(broker), link,
                tap: i == 0 ? tape.Attach : null));
        }

        var hostLink = new InProcessLink(broker);
        hostLink.Connect(link with { ClientId = "mae-host" });
        // The host signs where the recorded rover has a key; its companions have none and obey all the same.
        using var session = new FleetSession(hostLink, "tape") { Keys = keys };
        session.Subscribe();
        var first = sets ?? setsOf!(session);
        var negotiation = negotiate(session);
        using var mission = new FormationMission(session, negotiation, names, new ParameterRollout(session, 1, first, keys));
        TapeRun.Drive(
            clock, rovers,
            nowUs =>
            {
                mission.Poll(nowUs);
                lead?.Invoke(session, nowUs);
            },
            periodUs, periods, cancel);
        tape.Close();
        rovers.ForEach(rover => rover.Dispose());
        return tape;
    }

    private static ClockedBody Plant(FormationAgent agent, ulong seed, long periodUs, SimulatedClock clock)
    {
        var random = new Xoshiro256(seed);
        var plant = new LinearBody(new LinearBodyOptions
        {
            A = agent.PlantA,
            B = agent.PlantB,
            DisturbanceLower = agent.DisturbanceLower,
            DisturbanceUpper = agent.DisturbanceUpper,
            InitialState = [.. agent.InitialLower.Select((lower, k) => random.NextUniform(lower, agent.InitialUpper[k]))],
            SpeedStates = [1],
            PeriodUs = periodUs,
            Seed = random.NextUInt64(),
        });
        return new ClockedBody(plant, plant, clock);
    }
}
