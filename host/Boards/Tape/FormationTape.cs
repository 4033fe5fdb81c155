using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Records the first rover of paper S1's formation: three agents, horizon 10, two rounds of ADMM a period, disturbed plants.</summary>
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
        var clock = new SimulatedClock();
        var broker = new InProcessBroker();
        var link = new LinkOptions { ClientId = "tape" };
        var tape = new AgentTape();
        string[] names = [.. scenario.Agents.Select((_, i) => $"rover-{i + 1}")];
        var negotiator = new Negotiator(scenario.Coupling, NegotiationMode.Admm, new NegotiatorOptions());
        var sets = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var rovers = new List<RoverInstance>();
        for (var i = 0; i < names.Length; i++)
        {
            var parameters = scenario.ParametersFor(i, FormationScenario.TrueModel, 0.05);
            negotiator.CopyCouplingWeight(i, parameters.CouplingWeight);
            sets[names[i]] = FormationParameterSet.Build(parameters, 1, NegotiationMode.Admm, Rounds, scenario.PeriodS);
            var its = i == 0 ? options : new RoverOptions();
            its.Fleet = "tape";
            its.Name = names[i];
            its.ParameterKey = i == 0 ? keys?.KeyOf(names[i]) : null;
            its.PeriodUs = periodUs;
            its.Seed = (uint)i + 1;
            rovers.Add(new RoverInstance(
                its, clock, Plant(scenario.Agents[i], seed + (ulong)i, periodUs, clock), new SimulatedFlash(16), () => new InProcessLink(broker), link,
                tap: i == 0 ? tape.Attach : null));
        }

        var hostLink = new InProcessLink(broker);
        hostLink.Connect(link with { ClientId = "mae-host" });
        // The host signs where the recorded rover has a key; its companions have none and obey all the same.
        using var session = new FleetSession(hostLink, "tape") { Keys = keys };
        session.Subscribe();
        var negotiation = new FormationNegotiation(session, negotiator, scenario.Coupling, names, Rounds, (long)(periodUs * RoundShare));
        using var mission = new FormationMission(session, negotiation, names, new ParameterRollout(session, 1, sets, keys));
        TapeRun.Drive(clock, rovers, mission.Poll, periodUs, periods, cancel);
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
