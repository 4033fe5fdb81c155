using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Serve;

/// <summary>
/// A service of any mission whose sets follow from its options and a version. It keeps no records, so that its memory stays the same
/// however long it runs. A fleet that drives with its sets already is taken over where it is, and left driving where another is to take it
/// over; what that one must know is left with the broker (<see cref="MissionMemory"/>).
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

    /// <summary>What people may turn.</summary>
    public FleetTuning Tuning { get; init; } = new();

    /// <summary>What it listens to besides, under <see cref="Topics.HostName"/>.</summary>
    protected virtual string[] Hears => [];

    /// <summary>Makes a beginning of the mission, with sets of this version.</summary>
    /// <param name="left">What a host left that is gone, its newest version first; empty where the mission came to its end.</param>
    protected virtual void Prepare(FleetSession session, uint version, MissionMemory left)
    {
    }

    /// <summary>Takes up what a host has left that is gone, of the version that rovers drive with.</summary>
    /// <param name="state">Of <see cref="Remember"/>; null: nothing.</param>
    /// <returns>False: the mission cannot go on from there.</returns>
    protected virtual bool TryRecall(FleetSession session, uint version, JsonObject? state) => true;

    /// <summary>What another host must know to go on, beyond the version and what was turned; null: nothing.</summary>
    protected virtual JsonObject? Remember() => null;

    /// <summary>A rover's set of a version, without what was turned: the same bytes whenever it is asked for.</summary>
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

    /// <summary>Tells people, but for what the mission says.</summary>
    protected void Say(string text) => Said?.Invoke(text);

    /// <summary>What the mission has to say of itself beyond what all have.</summary>
    protected virtual ServiceStatus Describe(ServiceStatus common) => common;

    private void Coordinate(CancellationToken end, CancellationToken stop)
    {
        using var link = FleetLink.Connect(fleet, verb, StartLimit, commands: true, hears: [Topics.Mission, .. Hears]);
        var session = link.Session;
        session.Tuning = Tuning;
        link.Listen(() => names.All(name => LiveFleet.IsThere(session, name) && session.Roster[name].IsSettled), LookLimit, end);
        var memory = MissionMemory.Of(session.Kept.Heard(Topics.Mission), fleet.Serve ?? ServedFleet.Default);
        var driven = Driven(session, memory);
        var there = driven is null
            ? LiveFleet.Gather(link, names, Wanted, StartLimit, end)
            : [.. names.Where(name => LiveFleet.IsThere(session, name))];
        var version = driven ?? FleetVersions.Next(session, names);
        if (driven is null)
        {
            session.Tuning.Restore(memory.Entries.Count > 0 ? memory.Entries[0].Turned : []);
            Prepare(session, version, memory);
        }

        var sets = Sets(version);
        using var mission = Begin(session, there, version, sets, driven is not null);
        mission.Said += Say;
        try
        {
            RefusedSets.CheckSize(session, there, name => sets.GetValueOrDefault(name)?.Length ?? 0, Smaller);
            LiveFleet.Start(link, mission, Needs, StartLimit, end);
            var (noted, left) = (TimeSpan.Zero, 0u);
            link.Listen(() => false, Timeout.InfiniteTimeSpan, end, nowUs =>
            {
                Poll(session, mission, nowUs);
                var now = TimeSpan.FromMicroseconds(nowUs);
                if (now - noted < StatusEvery && mission.Version == left)
                    return;
                (noted, left) = (now, mission.Version);
                session.Kept.Keep(
                    Topics.Mission, memory.Note(new MissionMemory.Entry(mission.Version, [.. session.Tuning.Changes], Remember())));
                Note(session, mission);
            });
        }
        finally
        {
            if (stop.IsCancellationRequested)
            {
                mission.Stop();
                session.Kept.TakeAway(Topics.Mission);
                foreach (var leaf in Hears.Where(KeptWords.Holds))
                    session.Kept.TakeAway(leaf);
                link.Listen(() => false, Goodbye, CancellationToken.None);
            }
        }
    }

    /// <summary>The newest version that rovers drive with, of this very mission; null where they do not drive, or with something else. What
    /// was left for it has been taken up.</summary>
    private uint? Driven(FleetSession session, MissionMemory memory)
    {
        var driving = names.Select(name => session.Roster.GetValueOrDefault(name)).OfType<RoverPresence>()
            .Where(rover => rover.IsDriving && rover.ParameterVersion > 0).ToList();
        foreach (var version in driving.Select(rover => rover.ParameterVersion).Distinct().OrderDescending())
        {
            var left = memory.Entries.FirstOrDefault(entry => entry.Version == version);
            session.Tuning.Restore(left?.Turned ?? []);
            if (!TryRecall(session, version, left?.State))
                continue;
            var sets = Sets(version);
            if (driving.Any(rover => rover.Reported is { } reported && reported.ActiveVersion == version
                && sets.GetValueOrDefault(rover.Name) is { } set && reported.ActiveCrc == Crc(Turned(session, rover.Name, set))))
                return version;
        }

        return null;
    }

    private static byte[] Turned(FleetSession session, string rover, byte[] set)
    {
        try
        {
            return session.Tuning.Apply(rover, set);
        }
        catch (TuningException)
        {
            return set;
        }
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
