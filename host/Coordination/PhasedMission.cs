using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// The phases of every mission: gather, stage and activate sets, arm, start, drive, bring back, stop. A mission says who takes part, which
/// sets its rovers get, and what a control period does. A rover that stopped itself, rebooted or came late is armed again where that is
/// allowed (<see cref="MissionMember.MayBeArmed"/>) and starts at the very moment that the fleet's next period begins: in step, and nobody
/// waits or hurries.
/// </summary>
/// <typeparam name="TMember">What the mission knows of a rover.</typeparam>
public abstract class PhasedMission<TMember> : IServedMission
    where TMember : MissionMember
{
    /// <summary>Of a mission that begins; one that was taken over counts on.</summary>
    protected const uint FirstPeriod = 1;

    private readonly List<TMember> members;
    private TuningDesk? desk;

    protected PhasedMission(FleetSession session, IEnumerable<TMember> members)
    {
        Session = session;
        this.members = [.. members];
        session.Doubted += Say;
    }

    /// <inheritdoc/>
    public MissionPhase Phase { get; private set; }

    /// <inheritdoc/>
    public abstract uint Version { get; }

    /// <inheritdoc/>
    public abstract uint Tick { get; }

    /// <summary>A fleet that drives with these very parameters already is gone on with where it is: no rover is stopped, and its ticks
    /// count on. Off: the mission begins.</summary>
    public bool Adopts { get; init; }

    /// <inheritdoc/>
    public uint? AdoptedAt { get; private set; }

    /// <inheritdoc/>
    public string Waiting { get; private set; } = "";

    /// <inheritdoc/>
    public abstract IEnumerable<SetRefusal> Refusals { get; }

    /// <inheritdoc/>
    public event Action<string>? Said;

    /// <summary>In the team's order.</summary>
    public IReadOnlyList<TMember> Members => members;

    protected FleetSession Session { get; }

    /// <inheritdoc/>
    public void Poll(long nowUs)
    {
        Session.Poll(nowUs);
        Look(nowUs);
        foreach (var member in members)
            member.NotePlace();
        switch (Phase)
        {
            case MissionPhase.Gathering:
                if (Adopts && members.Any(IsOnItsWay))
                    Adopt(nowUs);
                else if (Await("rovers", member => member.IsThere))
                {
                    Session.BeginEpoch();
                    Stage(nowUs);
                    Phase = MissionPhase.Staging;
                }

                break;
            case MissionPhase.Staging:
                if (Await("parameters", member => StateOf(member) is null or RolloutState.Staged or RolloutState.Active))
                {
                    Activate(nowUs);
                    Phase = MissionPhase.Activating;
                }

                break;
            case MissionPhase.Activating:
                if (Await("activation", member => StateOf(member) is null or RolloutState.Active))
                {
                    Activated();
                    Phase = MissionPhase.Arming;
                }

                break;
            case MissionPhase.Arming:
                foreach (var member in members)
                    BringUp(member, nowUs);
                if (Await("arming", member => !TakesPart(member) || (!member.HasRestarted && IsReady(member))))
                    Start(nowUs);
                break;
            case MissionPhase.Running:
                Drive(nowUs);
                foreach (var member in members)
                {
                    BringUp(member, nowUs);
                    member.NoteDriving();
                }

                // Nobody is left whose periods could be joined.
                if (!members.Any(member => member.IsDriving))
                    StartArmed(ResumingTick, nowUs);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        foreach (var member in members)
            Session.Command(member.Name, RoverCommand.Disarm);
        Phase = MissionPhase.Stopped;
    }

    public void Dispose()
    {
        Session.Doubted -= Say;
        desk?.Close();
        End();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes what people turn while the mission drives.</summary>
    /// <param name="sets">Rover to its set as it was given.</param>
    /// <param name="retune">Brings sets with turned parameters to the rovers and returns their version.</param>
    protected void OpenDesk(Func<IReadOnlyDictionary<string, byte[]>> sets, Func<uint> retune)
    {
        desk = new TuningDesk(Session, sets, retune);
        desk.Said += Say;
    }

    protected void Say(string what) => Said?.Invoke(what);

    /// <summary>A control period has begun: who is armed joins.</summary>
    protected void BeginPeriod(uint tick)
    {
        if (Phase == MissionPhase.Running)
            StartArmed(tick, Session.NowUs);
    }

    protected void Join(TMember member) => members.Add(member);

    protected void Leave(TMember member) => members.Remove(member);

    protected TMember? Find(string rover) => members.Find(member => member.Name == rover);

    /// <summary>The period with which a fleet of which nobody drives begins again.</summary>
    protected virtual uint ResumingTick => Tick + 1;

    /// <summary>Whether a rover takes part now: else it is neither waited for nor brought back.</summary>
    protected virtual bool TakesPart(TMember member) => true;

    /// <summary>Whether a rover has the set that it is to drive with.</summary>
    protected abstract bool HasSet(TMember member);

    /// <summary>Whether a rover that knows where it is may be started, or drives already.</summary>
    protected virtual bool IsReady(TMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return member.Rover?.Mode == RoverMode.Armed || member.IsDriving;
    }

    /// <summary>Brings a rover that stands nearer to driving: arms it, where the mission may by itself; one that drives and must not is
    /// stopped.</summary>
    protected virtual void BringUp(TMember member, long nowUs)
    {
        ArgumentNullException.ThrowIfNull(member);
        var before = member.Rover?.ModeName;
        if (Arm(member, nowUs) && member.HasDriven)
            Say($"{member.Name} is back ({before}); arming it again");
        else if (Phase == MissionPhase.Running && member.IsDriving && (member.HasRestarted || IsLeftOut(member)))
            member.Command(RoverCommand.Disarm, 0, nowUs);
    }

    /// <summary>The rover's tick from which it drives when all begin.</summary>
    protected virtual uint StartTick(TMember member) => FirstPeriod;

    /// <summary>What is told of the start.</summary>
    /// <param name="count">Of rovers that were told to.</param>
    protected virtual string Begun(int count) => $"{count} rovers started with parameters version {Version}";

    /// <summary>How far the newest set has come to a rover; null: it gets none now.</summary>
    protected abstract RolloutState? StateOf(TMember member);

    /// <summary>Every poll, in every phase, before anything is decided.</summary>
    protected abstract void Look(long nowUs);

    /// <summary>All are there: sets go out to them.</summary>
    protected abstract void Stage(long nowUs);

    /// <summary>All have the set: it is to become active.</summary>
    protected virtual void Activate(long nowUs)
    {
    }

    /// <summary>It is active everywhere: from here on their way counts.</summary>
    protected virtual void Activated()
    {
    }

    /// <summary>Control periods are numbered from this one on.</summary>
    protected virtual void BeginAt(uint tick)
    {
    }

    /// <summary>While the fleet drives, every poll.</summary>
    protected virtual void Drive(long nowUs)
    {
    }

    /// <summary>A rover was told to start with this period, of a fleet that drives.</summary>
    protected virtual void Started(TMember member, uint tick)
    {
    }

    /// <summary>The mission is over: nothing more is said or heard.</summary>
    protected abstract void End();

    private bool IsOnItsWay(TMember member) => member.IsDriving && member.Rover!.ParameterVersion == Version;

    // Whoever is not driving with the others is brought back like one that was lost.
    private void Adopt(long nowUs)
    {
        var there = members.Where(IsOnItsWay).ToList();
        var tick = there.Max(member => member.Rover!.Tick) + 1;
        Session.BeginEpoch();
        Stage(nowUs);
        Activate(nowUs);
        there.ForEach(member => member.Place(Version));
        AdoptedAt = tick;
        BeginAt(tick);
        Phase = MissionPhase.Running;
        Waiting = "";
        Say($"{there.Count} rovers that drive were taken over at tick {tick} with parameters version {Version}");
    }

    private void Start(long nowUs)
    {
        BeginAt(FirstPeriod);
        foreach (var member in members.Where(TakesPart))
            member.Command(RoverCommand.Start, StartTick(member), nowUs);
        Phase = MissionPhase.Running;
        Say(Begun(members.Count(TakesPart)));
    }

    // True where it was told to.
    private bool Arm(TMember member, long nowUs) =>
        member.MayBeArmed(Say) && TakesPart(member) && !IsLeftOut(member)
            && member.Rover is { Mode: RoverMode.SafeStop or RoverMode.Disarmed } && HasSet(member)
            && member.Command(RoverCommand.Arm, 0, nowUs);

    // Whoever armed it.
    private void StartArmed(uint tick, long nowUs)
    {
        foreach (var member in members)
        {
            if (member.Rover?.Mode == RoverMode.Armed && !member.HasRestarted && !IsLeftOut(member) && TakesPart(member) && IsReady(member)
                && member.Command(RoverCommand.Start, tick, nowUs))
                Started(member, tick);
        }
    }

    private bool IsLeftOut(TMember member) => Session.PlanCheck?.IsLeftOut(member.Name) == true;

    private bool Await(string what, Func<TMember, bool> isDone)
    {
        var missing = members.Where(member => !isDone(member)).Select(member => member.Name).ToList();
        Waiting = missing.Count == 0 ? "" : $"{what}: {string.Join(", ", missing)}";
        return missing.Count == 0;
    }
}
