using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;

namespace MultiAgentEdge.Host.Missions.Formation.Coordination;

/// <summary>
/// Drives a fleet through a formation mission: the phases of every mission (<see cref="PhasedMission{TMember}"/>), one rollout for all
/// rovers, and a negotiation that numbers the control periods. While running, a rover that comes back from a reboot or a lost link gets the
/// fleet's parameters again and rejoins at the present tick.
/// </summary>
public sealed class FormationMission : PhasedMission<MissionMember>
{
    /// <summary>Periods between the moment every rover has turned parameters and the tick at which all switch.</summary>
    private const uint RetuneTicks = 8;

    private readonly uint firstVersion;
    private bool isRetuning;

    public FormationMission(FleetSession session, FormationNegotiation negotiation, IReadOnlyList<string> rovers, ParameterRollout first)
        : base(session, rovers.Select(name => new MissionMember(session, name)))
    {
        Negotiation = negotiation;
        Rollout = first;
        firstVersion = first.Version;
        negotiation.PeriodBegan += BeginPeriod;
        OpenDesk(() => Rollout.Sets, () => (Retunes ?? Retune)());
    }

    public FormationNegotiation Negotiation { get; }

    /// <summary>The newest parameters on their way or active.</summary>
    public ParameterRollout Rollout { get; private set; }

    /// <summary>Whether a rover takes part now: else it is neither waited for nor brought back. Null: always.</summary>
    public Func<string, bool>? MayDrive { get; init; }

    /// <summary>Brings sets with turned parameters to the rovers and returns their version, where somebody else gives them theirs. Null:
    /// this mission does.</summary>
    public Func<uint>? Retunes { get; set; }

    /// <summary>First tick of the mission.</summary>
    public uint FirstTick => AdoptedAt ?? FirstPeriod;

    /// <summary>Tick at which a fleet of which nobody drives any more begins again; null: the next that neither host nor rover has
    /// counted.</summary>
    public Func<uint>? ResumesAt { get; init; }

    /// <summary>Everybody who takes part was stopped and waits for a person.</summary>
    public bool IsHeld => Phase == MissionPhase.Running && Members.Any(TakesPart) && Members.Where(TakesPart).All(member => member.IsHeld);

    /// <inheritdoc/>
    public override uint Version => Rollout.Version;

    /// <inheritdoc/>
    public override uint Tick => Negotiation.Tick;

    /// <inheritdoc/>
    public override IEnumerable<SetRefusal> Refusals => Rollout.Refusals;

    /// <summary>Stages another version while the fleet drives; <see cref="ParameterRollout.ActivateAt"/> on <see cref="Rollout"/> names the
    /// tick.</summary>
    public void Push(uint version, IReadOnlyDictionary<string, byte[]> sets, long nowUs)
    {
        Rollout.End();
        Rollout = new ParameterRollout(Session, version, sets, Rollout.Keys);
        Rollout.Begin(nowUs);
        Say($"parameters version {version} on their way");
    }

    /// <summary>Whether a rover is left to a person: <see cref="MissionMember.IsHeld"/>.</summary>
    public bool Holds(string rover) => Find(rover)?.IsHeld == true;

    // Rovers count on while they stand: what they say next is to be the newest.
    protected override uint ResumingTick => ResumesAt?.Invoke()
        ?? (Tick < FirstTick ? Tick : Math.Max(Tick, Members.Max(member => member.Rover?.Tick ?? 0))) + 1;

    /// <inheritdoc/>
    protected override bool TakesPart(MissionMember member) => MayDrive?.Invoke(member.Name) != false;

    /// <summary>Before it drives its report counts, which comes before its state.</summary>
    protected override bool HasSet(MissionMember member) =>
        Phase == MissionPhase.Arming || member.Rover!.ParameterVersion >= firstVersion;

    /// <inheritdoc/>
    protected override RolloutState? StateOf(MissionMember member) => Rollout.StateOf(member.Name);

    /// <inheritdoc/>
    protected override void Look(long nowUs)
    {
        Rollout.Poll(nowUs);
        Negotiation.Poll(nowUs);
        if (!isRetuning || !Rollout.AllStaged)
            return;
        isRetuning = false;
        Rollout.ActivateAt(Negotiation.Tick + RetuneTicks, nowUs);
    }

    /// <inheritdoc/>
    protected override void Stage(long nowUs) => Rollout.Begin(nowUs);

    /// <inheritdoc/>
    protected override void Activate(long nowUs) => Rollout.ActivateAt(0, nowUs);

    /// <inheritdoc/>
    protected override void Activated()
    {
        foreach (var member in Members)
            member.Place(firstVersion);
    }

    /// <summary>Prices begin from none, as after a host that was frozen.</summary>
    protected override void BeginAt(uint tick) => Negotiation.BeginAt(tick);

    /// <inheritdoc/>
    protected override void Started(MissionMember member, uint tick) => Negotiation.Expect(member.Name);

    /// <inheritdoc/>
    protected override void End()
    {
        Negotiation.PeriodBegan -= BeginPeriod;
        Rollout.End();
    }

    private uint Retune()
    {
        if (Phase != MissionPhase.Running || !Rollout.AllActive)
            throw TuningException.NotNow();
        var version = Rollout.Version + 1;
        Push(version, Rollout.Sets.ToDictionary(rover => rover.Key, rover => TunedSet.Renumbered(rover.Value, version)), Session.NowUs);
        isRetuning = true;
        return version;
    }
}
