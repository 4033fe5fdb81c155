using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>
/// Coordinates a team of rovers that are out there, in real time: the mission of <see cref="TeamRun"/> without their bodies. Positions are
/// what the rovers say.
/// </summary>
/// <param name="options">With the names of the fleet file's rovers.</param>
/// <param name="wanted">Rovers that have to be there before it begins.</param>
public sealed class LiveTeam(FleetFile fleet, TeamRunOptions options, int wanted) : IFleetRun<TeamRecord, TeamSummary>
{
    /// <summary>What to do about a set that is too large for a rover.</summary>
    internal const string Smaller = "Make the mission's set smaller.";

    private readonly string[] names = [.. options.Rovers];
    private readonly TeamRoverRecord[] latest =
        [.. options.Rovers.Select(
            name => new TeamRoverRecord(name, "absent", 0, [], [], double.NaN, -1, double.NaN, double.NaN, double.NaN))];

    private readonly List<TeamRecord> records = [];
    private TeamSummary soFar = Summarise(fleet, options, [], null);

    /// <inheritdoc/>
    public event Action<TeamRecord>? PeriodDone;

    /// <inheritdoc/>
    public event Action<string>? Said;

    /// <inheritdoc/>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="MaeException">A rover is in emergency stop or refused its set, or too few came up, armed, or drove in
    /// time.</exception>
    public TeamSummary Execute(CancellationToken cancel)
    {
        var drive = new LiveTeamDrive
        {
            Fleet = fleet,
            Client = options.Client,
            Wanted = wanted,
            StartTimeout = options.StartTimeout,
            SetOf = options.SetOf,
            Smaller = Smaller,
            Needs = TeamRun.Needs,
            Periods = (options.Periods, options.PeriodS),
        };
        drive.Run(
            (session, mission) =>
            {
                session.Tuning = options.Tuning();
                mission.Said += text => Said?.Invoke(text);
                mission.PeriodBegan += Record;
                session.StateReceived += Take;
                session.TelemetryReceived += Take;
            },
            () => records.Count,
            () => TeamFigures.Who(options, records),
            (session, _) => soFar = Summarise(fleet, options, records, session),
            cancel);
        return soFar;
    }

    /// <inheritdoc/>
    public TeamSummary SoFar() => soFar;

    private static TeamSummary Summarise(FleetFile fleet, TeamRunOptions options, List<TeamRecord> records, FleetSession? session)
    {
        var members = session is null ? [] : options.Rovers.Where(session.Roster.ContainsKey).Select(name => session.Roster[name]).ToList();
        return new TeamSummary
        {
            Transport = "mqtt",
            Broker = fleet.Broker.Address,
            Client = session is null ? "none" : LinkFactory.Choose(options.Client).Description,
            Periods = records.Count,
            Doubles = session is null ? [] : LiveFleet.Doubles(session, options.Rovers),
            Versions = [.. members.Select(rover => rover.ParameterVersion).Distinct().Order()],
            DeadlineMisses = members.Sum(rover => (long)rover.MissedDeadlines),
            NeighboursMissed = members.Sum(rover => (long)rover.RoundsMissed),
            MessagesTotal = session is null ? 0 : session.MessagesSent + session.MessagesReceived,
            Turnout = TeamFigures.Who(options, records),
        };
    }

    // The mission hears a state before this does: what is here then is all of the period before.
    private void Record(uint tick)
    {
        if (tick < 2 || records.Count >= options.Periods)
            return;
        var record = new TeamRecord((int)tick - 1, (tick - 2) * options.PeriodS, [.. latest]);
        records.Add(record);
        PeriodDone?.Invoke(record);
    }

    private void Take(RoverPresence rover)
    {
        var index = Array.IndexOf(names, rover.Name);
        if (index >= 0)
        {
            latest[index] = latest[index] with { Mode = rover.ModeName, ParameterVersion = rover.ParameterVersion,
                State = [.. rover.State] };
        }
    }

    private void Take(string rover, TelemetryFrame telemetry)
    {
        var index = Array.IndexOf(names, rover);
        if (index >= 0)
        {
            latest[index] = latest[index] with { Input = [.. telemetry.Input.Take(telemetry.InputCount)], Figure = telemetry.Figure,
                    Count = telemetry.Count };
        }
    }
}
