using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>
/// One day of delivery by rovers that are out there, in real time: the mission of <see cref="DeliveryRun"/>, without their bodies. A person
/// puts them down at the depot, heading 0, charged; times, batteries and positions are what the rovers say.
/// </summary>
public sealed class LiveDelivery(FleetFile fleet, DeliveryRunOptions options) : IFleetRun<DeliveryRecord, DeliveryRunSummary>
{
    /// <summary>No model knows a floor's slip to the bit.</summary>
    public const double DefaultMargin = 0.1;

    /// <summary>Inner resistance: a rover that accelerates shows a few percent less than it has.</summary>
    private const double BatteryDoubt = 0.1;

    /// <summary>How long a day does not end for the sake of a rover that may come back, microseconds.</summary>
    private const long ComeBackUs = 10_000_000;

    private readonly List<(double AtS, string What)> notices = [];
    private readonly List<(double X, double Y)[]> tracks = [];
    private readonly Dictionary<string, long> before = [];
    private DeliveryRunSummary soFar = new("mqtt", "none", [], 0, 0);
    private long startUs;
    private long? doneUs;
    private FleetLink link = null!;

    public event Action<DeliveryRecord>? PeriodDone;

    /// <summary>Something worth telling a person, with the second of the day.</summary>
    public event Action<string>? Said;

    /// <summary>The rovers that drive, once they are known.</summary>
    public IReadOnlyList<string> Rovers { get; private set; } = [];

    /// <inheritdoc/>
    /// <exception cref="FirstRouteException">A first route that does not come home.</exception>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="MaeException">A rover is in emergency stop, is too small or refused its edge, or too few came up or armed in
    /// time.</exception>
    public DeliveryRunSummary Execute(CancellationToken cancel)
    {
        var graph = options.Graph;
        var memory = new DeliveryMemory(graph, cancellation: cancel);
        // Iteration 0, which also checks the first routes; it is known, not driven.
        _ = new DeliveryTraining(memory, new DeliveryOptions { Agents = options.Agents });
        FloorPlaces.Check(fleet.Floor, graph.Nodes.Select(node => (node.Name, node.XM, node.YM)));
        for (var from = 0; from < graph.Count; from++)
        {
            for (var to = 0; to < graph.Count; to++)
            {
                if (graph.HasEdge(from, to))
                {
                    FloorPlaces.CheckWay(
                        fleet.Floor, $"from {graph.Nodes[from].Name} to {graph.Nodes[to].Name}", (graph.Nodes[from].XM, graph.Nodes[from].YM),
                        (graph.Nodes[to].XM, graph.Nodes[to].YM));
                }
            }
        }

        using var opened = link = FleetLink.Connect(fleet, "run", options.StartTimeout, options.Client, commands: true);
        var session = link.Session;
        DeliveryScene.Show(session, graph);
        var client = LinkFactory.Choose(options.Client).Description;
        Say($"{client}, broker {fleet.Broker.Address}");
        Rovers = [.. LiveFleet.Gather(link, [.. options.Names], options.Agents, options.StartTimeout, cancel).Take(options.Agents)];
        var places = DeliveryHome.Places(graph, Rovers.Count, options.KeepsClear ? options.BodyRadiusM : 0);
        var homes = Rovers.Select((name, i) => (name, Home: new DeliveryHome(memory, places[i].XM, places[i].YM))).Skip(1)
            .Where(_ => options.KeepsClear).ToDictionary(one => one.name, one => one.Home);
        FloorPlaces.Check(fleet.Floor, homes.Select(one => ($"The parking place of {one.Key}", one.Value.XM, one.Value.YM)));
        foreach (var (name, home) in homes)
            Say(FormattableString.Invariant($"{name} is to stand at ({home.XM:0.0#}, {home.YM:0.0#}), looking along x"));
        RefusedSets.CheckSize(
            session, Rovers, _ => DeliveryRun.Bytes(memory, homes.Values),
            "Put nodes nearer to each other, or raise conservative_speed_m_s or period_s in the graph.");
        using var mission = new DeliveryMission(
            session, graph, memory.Estimate, memory.Iterations, memory.SafeSet, Rovers,
            new DeliveryMissionOptions { Margin = options.Margin, CountWays = true, BatteryDoubt = BatteryDoubt,
                PassingS = options.PassingS, FirstVersion = FleetVersions.Next(session, options.Names) },
            (state, to) => RecoveryTrajectory.Create(memory.Dynamics, graph, state, to),
            fleet.Keys(), homes);
        mission.Said += Say;
        mission.Starting += () =>
        {
            startUs = link.NowUs;
            foreach (var member in mission.Members)
                before[member.Name] = member.Interventions;
        };
        try
        {
            Drive(mission, cancel);
        }
        finally
        {
            // Before the link goes: what it knows is gone with it. Also of a day that did not come to its evening.
            soFar = new DeliveryRunSummary(
                "mqtt", client, tracks.Count == 0 ? [] : [Day(mission)],
                Rovers.Sum(name => (long)session.Roster[name].MissedDeadlines),
                session.MessagesSent + session.MessagesReceived) { Rovers = Rovers, Doubles = LiveFleet.Doubles(session, options.Names) };
            mission.Stop();
            link.Listen(() => false, TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        return soFar;
    }

    public DeliveryRunSummary SoFar() => soFar;

    private void Drive(DeliveryMission mission, CancellationToken cancel)
    {
        LiveFleet.Start(link, mission, DeliveryRun.Needs, options.StartTimeout, cancel);
        var periodUs = options.Graph.Vehicle.PeriodS * 1e6;
        var isDone = link.Listen(
            () => IsOver(mission), TimeSpan.FromMicroseconds(DeliveryRun.MostPeriods(options.Graph) * periodUs), cancel, nowUs =>
        {
            mission.Poll(nowUs);
            if (nowUs - startUs < (tracks.Count + 1) * periodUs)
                return;
            tracks.Add([.. mission.Members.Select(member => member.Position ?? (double.NaN, double.NaN))]);
            var timeS = tracks.Count * options.Graph.Vehicle.PeriodS;
            DeliveryScene.Progress(link.Session, options.Graph, mission, 1, 1, timeS);
            PeriodDone?.Invoke(
                DeliveryRecords.Of(
                    1, timeS, options.Graph, mission, link.Session,
                    i => StateOf(mission.Members[i])));
        });
        if (!isDone)
            Say("the day is over; who is not home is fetched");
    }

    private DeliveryDay Day(DeliveryMission mission) => DeliveryDay.Of(options.Graph, mission, tracks, notices) with
    {
        Contacts = DeliveryContacts.Count(tracks, options.KeepsClear ? options.BodyRadiusM : 0),
        Interventions = mission.Members.Sum(member => member.Interventions - before.GetValueOrDefault(member.Name)),
    };

    // A rover's state as it said it last, where it is one of a delivery.
    private double[]? StateOf(DeliveryMember member) =>
        link.Session.Roster.GetValueOrDefault(member.Name)?.State is { Length: > 3 } state && member.Position is not null ? state : null;

    // Who lost the link for a moment drives on, and is taken back.
    private bool IsOver(DeliveryMission mission)
    {
        if (!mission.IsDone)
            doneUs = null;
        else
            doneUs ??= link.NowUs;
        return doneUs is { } since
            && (link.NowUs - since > ComeBackUs || mission.Members.All(member => member.IsGone || member.Phase != DeliveryRoverPhase.Out));
    }

    private void Say(string text)
    {
        var atS = startUs == 0 ? 0 : (link.NowUs - startUs) / 1e6;
        notices.Add((atS, text));
        Said?.Invoke(FormattableString.Invariant($"{atS,6:0.0} s {text}"));
    }
}
