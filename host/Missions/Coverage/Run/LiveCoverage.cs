using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Serve;
using MultiAgentEdge.Host.Missions.Team;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>
/// Coordinates a coverage mission of rovers that are out there, in real time: the same mission as <see cref="CoverageRun"/>, without their
/// bodies. Every rover of the fleet file that is heard takes part, from the start or from when it comes; positions are what the rovers say.
/// </summary>
public sealed class LiveCoverage(FleetFile fleet, CoverageRunOptions options) : IFleetRun<CoverageRecord, CoverageRunSummary>
{
    private const string Smaller = "Round the actor's weights: --int8.";

    private readonly string[] names = [.. fleet.Rovers.Select(rover => rover.Name)];
    private CoverageRunSummary soFar = CoverageRunFigures.Summarise(options, [], "mqtt", fleet.Broker.Address, "none");

    /// <summary>The same mission without an end and without records.</summary>
    /// <param name="agents">Rovers that have to be there before it begins; null: all.</param>
    internal static IMissionService Serve(FleetFile fleet, CoverageRunOptions options, int? agents) =>
        new TeamService(fleet, Sets(fleet, options), CoverageRun.Needs, Smaller)
        {
            Agents = agents,
            Show = session => CoverageScene.Show(session, options, fleet.Floor, takesOrders: false),
        };

    /// <summary>One record a period, in order.</summary>
    public event Action<CoverageRecord>? PeriodDone;

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    /// <inheritdoc/>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="MaeException">A rover is in emergency stop or refused the actor, or too few came up, armed, or drove in
    /// time.</exception>
    public CoverageRunSummary Execute(CancellationToken cancel)
    {
        var drive = new LiveTeamDrive
        {
            Fleet = fleet,
            Client = options.Client,
            Wanted = options.Agents,
            StartTimeout = options.StartTimeout,
            SetOf = Sets(fleet, options),
            Smaller = Smaller,
            Needs = CoverageRun.Needs,
            Periods = (options.Periods + 1, options.Policy.PeriodS),
        };
        CoverageWatch? watch = null;
        drive.Run(
            (session, mission) =>
            {
                watch = new CoverageWatch(session, mission, names, options);
                CoverageScene.Show(session, options, fleet.Floor);
                var desk = new LandmarkDesk(session, mission, options, fleet.Floor, drive.SetOf);
                desk.Said += text => Said?.Invoke(text);
                desk.Moved += () =>
                {
                    watch.FollowLandmarks();
                    CoverageScene.Show(session, options, fleet.Floor);
                };
                mission.PeriodBegan += _ => desk.Poll();
                watch.Recorded += record => PeriodDone?.Invoke(record);
                watch.Recorded += record => CoverageScene.Progress(session, options, record);
                mission.Said += text => Said?.Invoke(text);
            },
            () => watch!.Records.Count,
            () => CoverageRunFigures.Who(options, watch!.Records),
            (session, mission) => soFar = Summarise(session, mission, watch!, drive.Joins),
            cancel);
        return soFar;
    }

    public CoverageRunSummary SoFar() => soFar;

    private static Func<string, uint, byte[]> Sets(FleetFile fleet, CoverageRunOptions options)
    {
        var starts = fleet.Rovers.ToDictionary(rover => rover.Name, rover => rover.Start, StringComparer.Ordinal);
        return (name, version) => CoverageParameterSet.Build(options.Policy, options.LandmarksM, version, starts[name]);
    }

    private CoverageRunSummary Summarise(FleetSession session, TeamMission mission, CoverageWatch watch, int joins)
    {
        var members = mission.Rovers.Where(session.Roster.ContainsKey).Select(name => session.Roster[name]).ToList();
        return CoverageRunFigures.Summarise(
            options, watch.Records, "mqtt", fleet.Broker.Address, LinkFactory.Choose(options.Client).Description) with
        {
            Joins = joins,
            Doubles = LiveFleet.Doubles(session, names),
            Silences = watch.Silences,
            Returns = watch.Returns,
            AgentsEnd = members.Count,
            Versions = [.. members.Select(rover => rover.ParameterVersion).Distinct().Order()],
            DeadlineMisses = members.Sum(rover => (long)rover.MissedDeadlines),
            NeighboursMissed = members.Sum(rover => (long)rover.RoundsMissed),
            MessagesTotal = session.MessagesSent + session.MessagesReceived,
        };
    }
}
