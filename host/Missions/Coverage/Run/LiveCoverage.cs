using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>
/// Coordinates a coverage mission of rovers that are out there, in real time: the same mission as <see cref="CoverageRun"/>, without their bodies. Every
/// rover of the fleet file that is heard takes part, from the start or from when it comes; positions are what the rovers say.
/// </summary>
public sealed class LiveCoverage(FleetFile fleet, CoverageRunOptions options) : IFleetRun<CoverageRecord, CoverageRunSummary>
{
    private readonly string[] names = [.. fleet.Rovers.Select(rover => rover.Name)];
    private CoverageRunSummary soFar = CoverageRunFigures.Summarise(options, [], "mqtt", fleet.Broker.Address, "none");

    /// <summary>One record a period, in order.</summary>
    public event Action<CoverageRecord>? PeriodDone;

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    /// <inheritdoc/>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="MaeException">A rover is in emergency stop or refused the actor, or too few came up, armed, or drove in time.</exception>
    public CoverageRunSummary Execute(CancellationToken cancel)
    {
        using var link = FleetLink.Connect(fleet, "run", options.StartTimeout, options.Client, commands: true);
        var session = link.Session;
        var there = LiveFleet.Gather(link, names, options.Agents, options.StartTimeout, cancel);
        var version = FleetVersions.Next(session, names);
        var sets = fleet.Rovers.ToDictionary(
            rover => rover.Name, rover => CoverageParameterSet.Build(options.Policy, options.LandmarksM, version, rover.Start), StringComparer.Ordinal);
        RefusedSets.CheckSize(session, there, name => sets[name].Length, "Round the actor's weights: --int8.");
        using var mission = new TeamMission(session, there, version, name => sets[name], fleet.Keys());
        var watch = new CoverageWatch(session, mission, names, options);
        watch.Recorded += record => PeriodDone?.Invoke(record);
        mission.Said += text => Said?.Invoke(text);
        var joins = 0;
        try
        {
            LiveFleet.Start(link, mission, CoverageRun.Needs, options.StartTimeout, cancel);
            var limit = TimeSpan.FromSeconds((options.Periods * options.Policy.PeriodS * 1.5) + 10);
            var complete = link.Listen(() => watch.Records.Count > options.Periods, limit, cancel, nowUs =>
            {
                mission.Poll(nowUs);
                foreach (var name in names.Where(name => LiveFleet.IsThere(session, name) && !mission.Rovers.Contains(name)))
                {
                    mission.Add(name);
                    joins++;
                }
            });
            if (!complete)
                throw TurnoutJson.CutShort(CoverageRunFigures.Who(options, watch.Records), watch.Records.Count, options.Periods + 1, limit);
        }
        finally
        {
            // Before the link goes: what it knows is gone with it.
            soFar = Summarise(session, mission, watch, joins);
            mission.Stop();
            link.Listen(() => false, TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        return soFar = Summarise(session, mission, watch, joins);
    }

    public CoverageRunSummary SoFar() => soFar;

    private CoverageRunSummary Summarise(FleetSession session, TeamMission mission, CoverageWatch watch, int joins)
    {
        var members = mission.Rovers.Where(session.Roster.ContainsKey).Select(name => session.Roster[name]).ToList();
        return CoverageRunFigures.Summarise(options, watch.Records, "mqtt", fleet.Broker.Address, LinkFactory.Choose(options.Client).Description) with
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
