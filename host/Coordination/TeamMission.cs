using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// Drives a team through a mission that negotiates nothing: the phases of every mission, a rollout for each rover, and one beat of the host
/// in each control period, which is what rovers stop for when it stays away. Rovers look at each other's states by themselves, if at all;
/// they may join and leave while it runs.
/// </summary>
public sealed class TeamMission : PhasedMission<TeamMember>
{
    /// <summary>A rover counts for the others from its second state on (firmware/Rover/NeighbourTable); one period more for what is on its
    /// way.</summary>
    public const uint WarmUpTicks = 3;

    /// <summary>Periods between the moment every driving rover has a pushed set and the tick at which all switch.</summary>
    public const uint LeadTicks = 5;

    /// <summary>A rover's tick further ahead than this is a mistake, not the fleet's time.</summary>
    private const uint FurthestAhead = 100;

    private readonly FleetKeys? keys;
    private Func<string, byte[]> setOf;
    private uint version;
    private uint tick;
    private uint activationTick;
    private bool isPushing;

    /// <param name="rovers">Who is there at the start.</param>
    /// <param name="version">Of the sets.</param>
    /// <param name="setOf">A rover's name to the set that it is to drive with.</param>
    /// <param name="keys">Signs for each rover; null: unsigned.</param>
    public TeamMission(FleetSession session, IEnumerable<string> rovers, uint version, Func<string, byte[]> setOf, FleetKeys? keys = null)
        : base(session, rovers.Select(name => new TeamMember(session, name)))
    {
        (this.keys, this.setOf, this.version) = (keys, setOf, version);
        session.StateReceived += OnState;
        OpenDesk(() => Members.ToDictionary(member => member.Name, member => this.setOf(member.Name)), Retune);
    }

    /// <inheritdoc/>
    public override uint Version => version;

    /// <inheritdoc/>
    public override uint Tick => tick;

    /// <summary>Tick at which the last pushed set was to become active; null where none was pushed, or not every driving rover has it
    /// yet.</summary>
    public uint? PushedTick { get; private set; }

    /// <summary>Other sets are on their way, and not every driving rover has them.</summary>
    public bool IsPushing => isPushing;

    public IEnumerable<string> Rovers => Members.Select(member => member.Name);

    /// <inheritdoc/>
    public override IEnumerable<SetRefusal> Refusals => Members.SelectMany(member => member.Rollout?.Refusals ?? []);

    /// <summary>The first driving rover has begun this control period.</summary>
    public event Action<uint>? PeriodBegan;

    /// <summary>A rover joins: it gets its set, is armed, and starts with the fleet's next period.</summary>
    public void Add(string rover)
    {
        if (Find(rover) is not null)
            return;
        Join(new TeamMember(Session, rover));
        Say($"{rover} joins");
    }

    /// <summary>A rover leaves: it is disarmed and no longer brought back.</summary>
    public void Remove(string rover)
    {
        if (Find(rover) is not { } leaving)
            return;
        Session.Command(rover, RoverCommand.Disarm);
        leaving.Rollout?.End();
        Leave(leaving);
        Say($"{rover} leaves");
    }

    /// <summary>Other sets while the fleet drives: all switch at one tick.</summary>
    public void Push(uint version, Func<string, byte[]> pushed)
    {
        (this.version, setOf) = (version, pushed);
        isPushing = true;
        PushedTick = null;
        foreach (var member in Members.Where(member => member.IsThere))
            Offer(member, Session.NowUs);
        Say($"parameters version {version} on their way");
    }

    /// <inheritdoc/>
    protected override bool HasSet(TeamMember member) => member.Rover!.ParameterVersion > 0 && member.ActiveTick is not null;

    /// <summary>It has the set and is seen by the others.</summary>
    protected override bool IsReady(TeamMember member) =>
        base.IsReady(member) && !member.IsDriving && member.IsActive && member.ActiveTick is { } since
            && member.Rover!.Tick - since >= WarmUpTicks;

    /// <inheritdoc/>
    protected override RolloutState? StateOf(TeamMember member) => member.Target?.State ?? RolloutState.Waiting;

    /// <inheritdoc/>
    protected override void Look(long nowUs)
    {
        foreach (var member in Members)
        {
            member.Rollout?.Poll(nowUs);
            if (member.IsActive && member.ActiveTick is null)
            {
                member.ActiveTick = member.Rover!.Tick;
                member.Place(Version);
            }

            if (member.Target?.State == RolloutState.Refused && !member.IsRefusalSaid)
            {
                member.IsRefusalSaid = true;
                Say($"{member.Name} refused parameters version {Version}: {member.Target.Reason}");
            }
        }
    }

    /// <inheritdoc/>
    protected override void Stage(long nowUs)
    {
        foreach (var member in Members)
            Offer(member, nowUs);
    }

    /// <inheritdoc/>
    protected override void Activate(long nowUs)
    {
        foreach (var member in Members)
            Schedule(member, nowUs);
    }

    /// <inheritdoc/>
    protected override void BeginAt(uint tick) => this.tick = tick - 1;

    /// <inheritdoc/>
    protected override void Drive(long nowUs)
    {
        foreach (var member in Members.Where(member => member.IsThere))
        {
            if (member.Rollout?.Version != Version)
                Offer(member, nowUs);
            else if (!isPushing && !member.IsScheduled && member.Target!.State == RolloutState.Staged)
                Schedule(member, nowUs);
        }

        if (!isPushing || !Members.All(member => !member.IsDriving
            || member.Target?.State is RolloutState.Staged or RolloutState.Active or RolloutState.Refused))
            return;
        isPushing = false;
        PushedTick = activationTick = Tick + LeadTicks;
        foreach (var member in Members.Where(member => member.Target?.State == RolloutState.Staged))
            Schedule(member, nowUs);
        Say($"parameters version {Version} become active at tick {activationTick}");
    }

    /// <inheritdoc/>
    protected override void Started(TeamMember member, uint tick)
    {
        if (tick > FirstPeriod)
            Say($"{member.Name} drives from period {tick} on");
    }

    /// <inheritdoc/>
    protected override void End()
    {
        Session.StateReceived -= OnState;
        foreach (var member in Members)
            member.Rollout?.End();
    }

    private uint Retune()
    {
        if (isPushing || Phase != MissionPhase.Running)
            throw TuningException.NotNow();
        var (next, before) = (Version + 1, setOf);
        Push(next, rover => TunedSet.Renumbered(before(rover), next));
        return next;
    }

    private void Offer(TeamMember member, long nowUs)
    {
        member.Rollout?.End();
        member.Rollout = new ParameterRollout(
            Session, Version, new Dictionary<string, byte[]> { [member.Name] = setOf(member.Name) }, keys);
        member.IsScheduled = false;
        member.IsRefusalSaid = false;
        member.Rollout.Begin(nowUs);
    }

    private void Schedule(TeamMember member, long nowUs)
    {
        member.IsScheduled = true;
        member.Rollout!.ActivateAt(activationTick, nowUs);
    }

    private void OnState(RoverPresence rover)
    {
        if (Phase != MissionPhase.Running || !rover.IsDriving || rover.Tick <= Tick || rover.Tick - Tick > FurthestAhead
            || Find(rover.Name) is null)
            return;
        tick = rover.Tick;
        foreach (var member in Members)
            member.Beat(Tick);
        BeginPeriod(Tick);
        PeriodBegan?.Invoke(Tick);
    }
}
