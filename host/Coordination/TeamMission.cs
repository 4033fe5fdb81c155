using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// Drives a team through a mission that negotiates nothing: gather, stage and activate sets, arm, start. Rovers look at each other's states
/// by themselves, if at all; the host numbers the control periods and beats once in each, which is what rovers stop for when it stays away.
/// Rovers may join and leave while it runs, and one that went silent or rebooted is brought back.
/// </summary>
public sealed class TeamMission : IMissionCoordinator, IDisposable
{
    /// <summary>A rover counts for the others from its second state on (firmware/Rover/NeighbourTable); one period more for what is on its
    /// way.</summary>
    public const uint WarmUpTicks = 3;

    /// <summary>Periods between the moment every driving rover has a pushed set and the tick at which all switch.</summary>
    public const uint LeadTicks = 5;

    /// <summary>A rover's tick further ahead than this is a mistake, not the fleet's time.</summary>
    private const uint FurthestAhead = 100;

    private readonly FleetSession session;
    private readonly FleetKeys? keys;
    private readonly List<TeamMember> members;
    private readonly TuningDesk desk;
    private Func<string, byte[]> setOf;
    private uint activationTick;
    private bool isPushing;

    /// <param name="rovers">Who is there at the start.</param>
    /// <param name="version">Of the sets.</param>
    /// <param name="setOf">A rover's name to the set that it is to drive with.</param>
    /// <param name="keys">Signs for each rover; null: unsigned.</param>
    public TeamMission(FleetSession session, IEnumerable<string> rovers, uint version, Func<string, byte[]> setOf, FleetKeys? keys = null)
    {
        this.session = session;
        this.keys = keys;
        this.setOf = setOf;
        Version = version;
        members = [.. rovers.Select(name => new TeamMember(session, name))];
        session.StateReceived += OnState;
        session.Doubted += Tell;
        desk = new TuningDesk(session, () => members.ToDictionary(member => member.Name, member => this.setOf(member.Name)), Retune);
        desk.Said += Tell;
    }

    public MissionPhase Phase { get; private set; }

    /// <summary>Version that the fleet has or is about to have.</summary>
    public uint Version { get; private set; }

    /// <summary>The fleet's control period, as far as the host has heard; the first is 1.</summary>
    public uint Tick { get; private set; }

    /// <summary>Tick at which the last pushed set was to become active; null where none was pushed, or not every driving rover has it
    /// yet.</summary>
    public uint? PushedTick { get; private set; }

    public IEnumerable<string> Rovers => members.Select(member => member.Name);

    /// <inheritdoc/>
    public string Waiting { get; private set; } = "";

    /// <inheritdoc/>
    public IEnumerable<SetRefusal> Refusals => members.SelectMany(member => member.Rollout?.Refusals ?? []);

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    /// <summary>The first driving rover has begun this control period.</summary>
    public event Action<uint>? PeriodBegan;

    public void Poll(long nowUs)
    {
        session.Poll(nowUs);
        foreach (var member in members)
        {
            member.Rollout?.Poll(nowUs);
            member.NotePlace();
            if (member.IsActive && member.ActiveTick is null)
            {
                member.ActiveTick = member.Rover!.Tick;
                member.Place(Version);
            }

            if (member.Target?.State == RolloutState.Refused && !member.IsRefusalSaid)
            {
                member.IsRefusalSaid = true;
                Said?.Invoke($"{member.Name} refused parameters version {Version}: {member.Target.Reason}");
            }
        }

        switch (Phase)
        {
            case MissionPhase.Gathering:
                if (Await("rovers", member => member.IsThere))
                {
                    session.BeginEpoch();
                    members.ForEach(member => Offer(member, nowUs));
                    Phase = MissionPhase.Staging;
                }

                break;
            case MissionPhase.Staging:
                if (Await("parameters", member => member.Target!.State is RolloutState.Staged or RolloutState.Active))
                {
                    members.ForEach(member => Schedule(member, nowUs));
                    Phase = MissionPhase.Activating;
                }

                break;
            case MissionPhase.Activating:
                if (Await("activation", member => member.IsActive))
                    Phase = MissionPhase.Arming;
                break;
            case MissionPhase.Arming:
                members.ForEach(member => Arm(member, nowUs));
                if (Await("arming", member => member.Rover!.Mode == RoverMode.Armed && IsReady(member)))
                    Start(nowUs);
                break;
            case MissionPhase.Running:
                Run(nowUs);
                break;
            default:
                break;
        }
    }

    /// <summary>A rover joins: it gets its set, is armed, and starts with the fleet's next period.</summary>
    public void Add(string rover)
    {
        if (members.Any(member => member.Name == rover))
            return;
        members.Add(new TeamMember(session, rover));
        Said?.Invoke($"{rover} joins");
    }

    /// <summary>A rover leaves: it is disarmed and no longer brought back.</summary>
    public void Remove(string rover)
    {
        if (members.Find(member => member.Name == rover) is not { } leaving)
            return;
        session.Command(rover, RoverCommand.Disarm);
        leaving.Rollout?.End();
        members.Remove(leaving);
        Said?.Invoke($"{rover} leaves");
    }

    /// <summary>Other sets while the fleet drives: all switch at one tick.</summary>
    public void Push(uint version, Func<string, byte[]> pushed)
    {
        var nowUs = session.NowUs;
        Version = version;
        setOf = pushed;
        isPushing = true;
        PushedTick = null;
        foreach (var member in members.Where(member => member.IsThere))
            Offer(member, nowUs);
        Said?.Invoke($"parameters version {version} on their way");
    }

    /// <summary>Disarms every rover.</summary>
    public void Stop()
    {
        foreach (var member in members)
            session.Command(member.Name, RoverCommand.Disarm);
        Phase = MissionPhase.Stopped;
    }

    public void Dispose()
    {
        session.StateReceived -= OnState;
        session.Doubted -= Tell;
        desk.Close();
        members.ForEach(member => member.Rollout?.End());
    }

    private uint Retune()
    {
        if (isPushing || Phase != MissionPhase.Running)
            throw TuningException.NotNow();
        var (version, before) = (Version + 1, setOf);
        Push(version, rover => TunedSet.Renumbered(before(rover), version));
        return version;
    }

    private void Tell(string what) => Said?.Invoke(what);

    private void Start(long nowUs)
    {
        foreach (var member in members)
            member.Command(RoverCommand.Start, 1, nowUs);
        Phase = MissionPhase.Running;
        Said?.Invoke($"{members.Count} rovers started with parameters version {Version}");
    }

    private void Run(long nowUs)
    {
        foreach (var member in members.Where(member => member.IsThere))
        {
            if (member.Rollout?.Version != Version)
                Offer(member, nowUs);
            else if (!isPushing && !member.IsScheduled && member.Target!.State == RolloutState.Staged)
                Schedule(member, nowUs);
            Arm(member, nowUs);
        }

        if (isPushing && members.All(member => !member.IsDriving
            || member.Target?.State is RolloutState.Staged or RolloutState.Active or RolloutState.Refused))
        {
            isPushing = false;
            PushedTick = activationTick = Tick + LeadTicks;
            foreach (var member in members.Where(member => member.Target?.State == RolloutState.Staged))
                Schedule(member, nowUs);
            Said?.Invoke($"parameters version {Version} become active at tick {activationTick}");
        }

        // Nobody is left whose periods could be joined.
        if (!members.Any(member => member.IsDriving))
            StartArmed(Tick + 1, nowUs);
    }

    private void Offer(TeamMember member, long nowUs)
    {
        member.Rollout?.End();
        member.Rollout = new ParameterRollout(
            session, Version, new Dictionary<string, byte[]> { [member.Name] = setOf(member.Name) }, keys);
        member.IsScheduled = false;
        member.IsRefusalSaid = false;
        member.Rollout.Begin(nowUs);
    }

    private void Schedule(TeamMember member, long nowUs)
    {
        member.IsScheduled = true;
        member.Rollout!.ActivateAt(activationTick, nowUs);
    }

    private void Arm(TeamMember member, long nowUs)
    {
        if (member.Rover is { } rover && member.MayBeArmed(Tell)
            && rover.ParameterVersion > 0 && member.ActiveTick is not null && rover.Mode is RoverMode.SafeStop or RoverMode.Disarmed)
            member.Command(RoverCommand.Arm, 0, nowUs);
    }

    private void OnState(RoverPresence rover)
    {
        if (Phase != MissionPhase.Running || !rover.IsDriving || rover.Tick <= Tick || rover.Tick - Tick > FurthestAhead
            || members.All(member => member.Name != rover.Name))
            return;
        Tick = rover.Tick;
        members.ForEach(member => member.Beat(Tick));
        StartArmed(Tick, session.NowUs);
        PeriodBegan?.Invoke(Tick);
    }

    /// <summary>An armed rover joins at the very moment that the fleet's period begins: in step, and nobody waits or hurries.</summary>
    private void StartArmed(uint tick, long nowUs)
    {
        foreach (var member in members)
        {
            if (member.IsActive && IsReady(member) && member.Rover?.Mode == RoverMode.Armed
                && member.Command(RoverCommand.Start, tick, nowUs) && tick > 1)
                Said?.Invoke($"{member.Name} drives from period {tick} on");
        }
    }

    // Seen by the others, and knows where it is; whoever armed it.
    private static bool IsReady(TeamMember member) =>
        !member.HasRestarted && member.ActiveTick is { } since && member.Rover!.Tick - since >= WarmUpTicks;

    private bool Await(string what, Func<TeamMember, bool> isDone)
    {
        var missing = members.Where(member => !isDone(member)).Select(member => member.Name).ToList();
        Waiting = missing.Count == 0 ? "" : $"{what}: {string.Join(", ", missing)}";
        return missing.Count == 0;
    }
}
