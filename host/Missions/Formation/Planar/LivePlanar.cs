using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Leads a formation of rovers that are out there, in real time: as <see cref="PlanarRun"/>, without their bodies. What it writes
/// down is what they say.</summary>
public sealed class LivePlanar(FleetFile file, PlanarRunOptions options) : IFleetRun<PlanarRecord, PlanarSummary>
{
    private readonly List<PlanarRecord> records = [];
    private readonly PlanarTurnout turnout = new();
    private PlanarSummary soFar = new() { Transport = "mqtt", Broker = file.Broker.Address, Client = "none", Periods = 0,
        Turnout = new Turnout([], "periods") };

    /// <inheritdoc/>
    public event Action<PlanarRecord>? PeriodDone;

    /// <inheritdoc/>
    public event Action<string>? Said;

    /// <inheritdoc/>
    /// <exception cref="MaeException">A rover is in emergency stop or refused its set, or they did not all come up, take their sets and arm
    /// in time.</exception>
    public PlanarSummary Execute(CancellationToken cancel)
    {
        using var link = FleetLink.Connect(file, "run", options.StartTimeout, options.Client, commands: true, hears: Topics.Orders);
        var session = link.Session;
        LiveFleet.Gather(link, [.. options.Rovers], options.Rovers.Count, options.StartTimeout, cancel);
        var lead = new PlanarLead(options, session, FleetVersions.Next(session, options.Rovers));
        using var mission = lead.Begin(adopts: false, text => Said?.Invoke(text));
        mission.Said += text => Said?.Invoke(text);
        try
        {
            RefusedSets.CheckSize(
                session, options.Rovers, name => mission.Rollout.Targets.First(target => target.Rover == name).Set.Length,
                "Lower horizon in the fleet file.");
            LiveFleet.Start(link, mission, PlanarRun.Needs, options.StartTimeout, cancel);
            var limit = TimeSpan.FromSeconds((options.Periods * options.PeriodS * 1.5) + 10);
            var isWhole = link.Listen(
                () => records.Count >= options.Periods, limit, cancel,
                nowUs => lead.Poll(nowUs, record => Note(record, lead.Conductor)));
            if (!isWhole)
                throw TurnoutJson.CutShort(turnout.Total(options.Periods), records.Count, options.Periods, limit);
        }
        finally
        {
            soFar = Summarise(session, lead.Negotiation, lead.Conductor);
            mission.Stop();
            link.Listen(() => false, TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        return soFar;
    }

    /// <inheritdoc/>
    public PlanarSummary SoFar() => soFar;

    private void Note(PlanarRecord record, FormationConductor conductor)
    {
        records.Add(record);
        turnout.Note(record, conductor);

        PeriodDone?.Invoke(record);
    }

    private PlanarSummary Summarise(FleetSession session, FormationNegotiation negotiation, FormationConductor conductor) => new()
    {
        Transport = "mqtt",
        Broker = file.Broker.Address,
        Client = LinkFactory.Choose(options.Client).Description,
        Periods = records.Count,
        DeadlineMisses = session.Roster.Values.Sum(rover => (long)rover.MissedDeadlines),
        RoundsIncomplete = negotiation.RoundsIncomplete,
        MessagesTotal = session.MessagesSent + session.MessagesReceived,
        ShapeChanges = conductor.ShapeChanges,
        Floor = conductor.Floor,
        ParameterVersion = conductor.Version,
        Turnout = turnout.Total(options.Periods),
        Doubles = LiveFleet.Doubles(session, options.Rovers),
    };
}
