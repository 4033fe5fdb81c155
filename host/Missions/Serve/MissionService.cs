using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Serve;

/// <summary>
/// A service of any mission whose sets follow from its options and a version. It keeps no records, so that its memory stays the same
/// however long it runs. A fleet that drives with its sets already is taken over where it is, and left driving where another is to take it
/// over.
/// </summary>
/// <param name="fleet">With a broker.</param>
/// <param name="verb">For the fleet's lease and the client's name.</param>
public abstract class MissionService(FleetFile fleet, string verb) : IMissionService
{
    /// <summary>For everything before the first period.</summary>
    protected static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Goodbye = TimeSpan.FromMilliseconds(200);

    // Of a fleet that drives: its retained words are here within this time, its next period too.
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StatusEvery = TimeSpan.FromMilliseconds(200);

    private readonly string[] names = [.. fleet.Rovers.Select(rover => rover.Name)];
    private volatile ServiceStatus status = ServiceStatus.Nothing with { Rovers = fleet.Rovers.Count };

    /// <inheritdoc/>
    public ServiceStatus Status => status;

    /// <inheritdoc/>
    public event Action<string>? Said;

    protected FleetFile Fleet => fleet;

    /// <summary>Of the fleet file.</summary>
    protected IReadOnlyList<string> Names => names;

    /// <summary>Rovers that have to be there before it begins.</summary>
    protected virtual int Wanted => names.Length;

    /// <summary>What the mission needs of a rover, for one that refuses its set.</summary>
    protected abstract string Needs { get; }

    /// <summary>What to do about a set that is too large for a rover.</summary>
    protected abstract string Smaller { get; }

    /// <inheritdoc/>
    public void Run(CancellationToken stop, CancellationToken leave)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, leave);
        try
        {
            Coordinate(end.Token, stop);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        finally
        {
            status = status with { Phase = "ended", Waiting = "" };
        }
    }

    /// <summary>A rover's set of a version: the same bytes whenever it is asked for.</summary>
    protected abstract IReadOnlyDictionary<string, byte[]> Sets(uint version);

    /// <summary>Begins the mission.</summary>
    /// <param name="there">Who was heard.</param>
    /// <param name="sets">Of <see cref="Sets"/>.</param>
    /// <param name="adopts">As <see cref="PhasedMission{TMember}.Adopts"/>.</param>
    protected abstract IServedMission Begin(
        FleetSession session, IReadOnlyList<string> there, uint version, IReadOnlyDictionary<string, byte[]> sets, bool adopts);

    /// <summary>After every look into the inbox.</summary>
    protected virtual void Poll(FleetSession session, IServedMission mission, long nowUs)
    {
        ArgumentNullException.ThrowIfNull(mission);
        mission.Poll(nowUs);
    }

    /// <summary>What the mission has to say of itself beyond what all have.</summary>
    protected virtual ServiceStatus Describe(ServiceStatus common) => common;

    private void Coordinate(CancellationToken end, CancellationToken stop)
    {
        using var link = FleetLink.Connect(fleet, verb, StartLimit, commands: true);
        var session = link.Session;
        link.Listen(() => names.All(name => LiveFleet.IsThere(session, name) && session.Roster[name].IsSettled), LookLimit, end);
        var driven = Driven(session);
        var there = driven is null
            ? LiveFleet.Gather(link, names, Wanted, StartLimit, end)
            : [.. names.Where(name => LiveFleet.IsThere(session, name))];
        var version = driven ?? FleetVersions.Next(session, names);
        var sets = Sets(version);
        using var mission = Begin(session, there, version, sets, driven is not null);
        mission.Said += text => Said?.Invoke(text);
        try
        {
            RefusedSets.CheckSize(session, there, name => sets[name].Length, Smaller);
            LiveFleet.Start(link, mission, Needs, StartLimit, end);
            var noted = TimeSpan.Zero;
            link.Listen(() => false, Timeout.InfiniteTimeSpan, end, nowUs =>
            {
                Poll(session, mission, nowUs);
                var now = TimeSpan.FromMicroseconds(nowUs);
                if (now - noted < StatusEvery)
                    return;
                noted = now;
                Note(session, mission);
            });
        }
        finally
        {
            if (stop.IsCancellationRequested)
            {
                mission.Stop();
                link.Listen(() => false, Goodbye, CancellationToken.None);
            }
        }
    }

    /// <summary>The version that the fleet drives with, of this very mission; null where it does not drive, or with something
    /// else.</summary>
    private uint? Driven(FleetSession session)
    {
        var driving = names.Where(name => session.Roster.GetValueOrDefault(name)?.IsDriving == true).ToList();
        if (driving.Count == 0)
            return null;
        var version = driving.Select(name => session.Roster[name].ParameterVersion).GroupBy(one => one).MaxBy(group => group.Count())!.Key;
        if (version == 0)
            return null;
        var sets = Sets(version);
        return driving.Any(name => session.Roster[name].Reported is { } reported && reported.ActiveVersion == version
            && reported.ActiveCrc == Crc(sets[name]))
            ? version
            : null;
    }

    private static uint Crc(byte[] set)
    {
        var parsed = new ParameterSet();
        parsed.TryParse(set, set.Length);
        return parsed.Crc;
    }

    private void Note(FleetSession session, IServedMission mission)
    {
        var driving = 0;
        var misses = 0L;
        foreach (var name in names)
        {
            if (session.Roster.GetValueOrDefault(name) is not { } rover)
                continue;
            driving += rover.IsDriving ? 1 : 0;
            misses += rover.MissedDeadlines;
        }

        status = Describe(new ServiceStatus(
            mission.Phase.ToString().ToLowerInvariant(), mission.Waiting, mission.Tick, mission.Version, names.Length, driving, misses, 0,
            0, session.MessagesSent + session.MessagesReceived, mission.AdoptedAt));
    }
}
