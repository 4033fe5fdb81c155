using MultiAgentEdge.Host.Cli.Fleet;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Cli.Coverage;

/// <summary>
/// Coordinates a coverage mission of rovers that are out there, in real time: the same mission as <see cref="CoverageRun"/>, without their bodies. Every
/// rover of the fleet file that is heard takes part, from the start or from when it comes; positions are what the rovers say.
/// </summary>
public sealed class LiveCoverage(FleetFile fleet, CoverageRunOptions options)
{
    private const string Next = "See what the rovers say: mae status.";

    private readonly string[] names = [.. fleet.Rovers.Select(rover => rover.Name)];

    /// <summary>One record a period, in order.</summary>
    public event Action<CoverageRecord>? PeriodDone;

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="MaeException">A rover is in emergency stop or refused the actor, or too few came up, armed, or drove in time.</exception>
    /// <exception cref="OperationCanceledException">Ctrl-C: the rovers have been stopped.</exception>
    public CoverageRunSummary Execute(CancellationToken cancel)
    {
        using var link = FleetLink.Connect(fleet, "run", options.StartTimeout, options.Client);
        var session = link.Session;
        var there = Gather(link, cancel);
        var version = 1 + session.Roster.Values.Max(rover => Math.Max(rover.ParameterVersion, rover.Reported?.Version ?? 0));
        var sets = fleet.Rovers.ToDictionary(
            rover => rover.Name, rover => CoverageParameterSet.Build(options.Policy, options.LandmarksM, version, rover.Start), StringComparer.Ordinal);
        if (there.Find(name => session.Roster[name].ParameterCapacityBytes < sets[name].Length) is { } small)
            throw new MaeException(ExitCode.Rejected, "MAE545", $"{small} takes parameter sets of {session.Roster[small].ParameterCapacityBytes} bytes at most, and this one has {sets[small].Length}.", "Round the actor's weights: --int8. Or give the rover more room: mae provision --parameter-bytes.");

        using var mission = new CoverageMission(session, there, version, name => sets[name], fleet.Keys()) { CountWays = true };
        var watch = new CoverageWatch(session, mission, names, options);
        watch.Recorded += record => PeriodDone?.Invoke(record);
        mission.Said += text => Said?.Invoke(text);
        var joins = 0;
        try
        {
            if (!link.Listen(() => mission.Phase == MissionPhase.Running || mission.Refusals.Any(), options.StartTimeout, cancel, mission.Poll))
                throw new MaeException(ExitCode.Timeout, "MAE503", $"Still waiting for {mission.Waiting} after {options.StartTimeout.TotalSeconds:0} s.", Next);
            if (mission.Refusals.FirstOrDefault() is { Rover: not null } refused)
                throw new MaeException(ExitCode.Rejected, "MAE543", $"{refused.Rover} refused the actor: {refused.Reason}.", "Coverage needs two wheels (body: rover in the fleet file of mae sim) and firmware of this version. " + Next);
            var limit = TimeSpan.FromSeconds((options.Periods * options.Policy.PeriodS * 1.5) + 10);
            var complete = link.Listen(() => watch.Records.Count > options.Periods, limit, cancel, nowUs =>
            {
                mission.Poll(nowUs);
                foreach (var name in names.Where(name => IsThere(session, name) && !mission.Rovers.Contains(name)))
                {
                    mission.Add(name);
                    joins++;
                }
            });
            if (!complete)
                throw new MaeException(ExitCode.Timeout, "MAE504", $"Only {watch.Records.Count} of {options.Periods + 1} periods were driven in {limit.TotalSeconds:0} s.", Next);
        }
        finally
        {
            mission.Stop();
            link.Listen(() => false, TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        var members = mission.Rovers.Select(name => session.Roster[name]).ToList();
        return CoverageRunFigures.Summarise(options, watch.Records, "mqtt", $"{fleet.Broker.Host}:{fleet.Broker.Port}", LinkFactory.Choose(options.Client).Description) with
        {
            Joins = joins,
            Silences = watch.Stops,
            Returns = watch.Returns,
            AgentsEnd = members.Count,
            Versions = [.. members.Select(rover => rover.ParameterVersion).Distinct().Order()],
            DeadlineMisses = members.Sum(rover => (long)rover.MissedDeadlines),
            NeighboursMissed = members.Sum(rover => (long)rover.RoundsMissed),
            MessagesTotal = session.MessagesSent + session.MessagesReceived,
        };
    }

    private static bool IsThere(FleetSession session, string name) =>
        session.Roster.GetValueOrDefault(name) is { Mode: not null and not RoverMode.Lost, Info: not null, Reported: not null };

    // All of them, if they are quick; otherwise as many as were asked for.
    private List<string> Gather(FleetLink link, CancellationToken cancel)
    {
        var session = link.Session;
        List<string> There() => [.. names.Where(name => IsThere(session, name))];
        link.Listen(() => There().Count == names.Length, TimeSpan.FromSeconds(1.5), cancel);
        if (!link.Listen(() => There().Count >= options.Agents, options.StartTimeout, cancel))
        {
            var missing = string.Join(", ", names.Where(name => !IsThere(session, name)));
            throw new MaeException(ExitCode.Timeout, "MAE503", $"Only {There().Count} of {options.Agents} rovers are on the broker after {options.StartTimeout.TotalSeconds:0} s; missing: {missing}.", $"Switch them on, or begin with fewer: --agents. {Next}");
        }

        var stopped = There().Where(name => session.Roster[name].Mode == RoverMode.EmergencyStop).ToList();
        return stopped.Count == 0
            ? There()
            : throw new MaeException(ExitCode.Rejected, "MAE502", $"In emergency stop: {string.Join(", ", stopped)}.", "Look why, then release them: mae estop --reset.");
    }
}
