using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>
/// A team of rovers that are out there under a <see cref="TeamMission"/>, in real time. Every rover of the fleet file that is heard takes
/// part, from the start or from when it comes.
/// </summary>
internal sealed class LiveTeamDrive
{
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromMilliseconds(200);

    public required FleetFile Fleet { get; init; }

    /// <summary>auto, or a client by its name.</summary>
    public required string Client { get; init; }

    /// <summary>Rovers that have to be there before it begins.</summary>
    public required int Wanted { get; init; }

    /// <summary>For everything before the first period.</summary>
    public required TimeSpan StartTimeout { get; init; }

    /// <summary>A rover's set of a version.</summary>
    public required Func<string, uint, byte[]> SetOf { get; init; }

    /// <summary>What to do about a set that is too large for a rover.</summary>
    public required string Smaller { get; init; }

    /// <summary>What the mission needs of a rover, for one that refuses its set.</summary>
    public required string Needs { get; init; }

    /// <summary>Control periods to drive, and how long each takes.</summary>
    public required (int Count, double LengthS) Periods { get; init; }

    /// <summary>Rovers that came after it began.</summary>
    public int Joins { get; private set; }

    /// <param name="watch">Called before anything is heard of the mission.</param>
    /// <param name="driven">Control periods recorded so far.</param>
    /// <param name="who">Who drove in them.</param>
    /// <param name="leave">Called once, however it ends, while session and mission are still there: what they know is gone with
    /// them.</param>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="MaeException">A rover is in emergency stop or refused its set, or too few came up, armed, or drove in
    /// time.</exception>
    public void Run(
        Action<FleetSession, TeamMission> watch, Func<int> driven, Func<Turnout> who, Action<FleetSession, TeamMission> leave,
        CancellationToken cancel)
    {
        string[] names = [.. Fleet.Rovers.Select(rover => rover.Name)];
        using var link = FleetLink.Connect(Fleet, "run", StartTimeout, Client, commands: true);
        var session = link.Session;
        var there = LiveFleet.Gather(link, names, Wanted, StartTimeout, cancel);
        var version = FleetVersions.Next(session, names);
        var sets = names.ToDictionary(name => name, name => FloorSet.With(SetOf(name, version), Fleet.Floor), StringComparer.Ordinal);
        RefusedSets.CheckSize(session, there, name => sets[name].Length, Smaller);
        using var mission = new TeamMission(session, there, version, name => sets[name], Fleet.Keys());
        watch(session, mission);
        try
        {
            LiveFleet.Start(link, mission, Needs, StartTimeout, cancel);
            var limit = TimeSpan.FromSeconds((Periods.Count * Periods.LengthS * 1.5) + 10);
            var isComplete = link.Listen(() => driven() >= Periods.Count, limit, cancel, nowUs =>
            {
                mission.Poll(nowUs);
                foreach (var name in names.Where(name => LiveFleet.IsThere(session, name) && !mission.Rovers.Contains(name)))
                {
                    mission.Add(name);
                    Joins++;
                }
            });
            if (!isComplete)
                throw TurnoutJson.CutShort(who(), driven(), Periods.Count, limit);
        }
        finally
        {
            leave(session, mission);
            mission.Stop();
            link.Listen(() => false, GoodbyeLimit, CancellationToken.None);
        }
    }
}
