using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Formation.Coordination;

/// <summary>
/// Drives a fleet through a formation mission: gather, stage and activate parameters, arm, start, negotiate. While running, a rover that
/// comes back from a reboot or a lost link gets the fleet's parameters again and rejoins at the present tick.
/// </summary>
public sealed class FormationMission : IMissionCoordinator, IDisposable
{
    /// <summary>Periods between the moment every rover has turned parameters and the tick at which all switch.</summary>
    private const uint RetuneTicks = 8;

    private readonly FleetSession session;
    private readonly MissionMember[] members;
    private readonly TuningDesk desk;
    private uint firstVersion;
    private bool isRetuning;

    public FormationMission(FleetSession session, FormationNegotiation negotiation, IReadOnlyList<string> rovers, ParameterRollout first)
    {
        this.session = session;
        members = [.. rovers.Select(name => new MissionMember(session, name))];
        Negotiation = negotiation;
        Rollout = first;
        firstVersion = first.Version;
        negotiation.PeriodBegan += Rejoin;
        session.Doubted += Tell;
        desk = new TuningDesk(session, () => Rollout.Sets, () => (Retunes ?? Retune)());
        desk.Said += Tell;
    }

    public MissionPhase Phase { get; private set; }

    public FormationNegotiation Negotiation { get; }

    /// <summary>The newest parameters on their way or active.</summary>
    public ParameterRollout Rollout { get; private set; }

    /// <summary>Rovers that stopped themselves (link lost, reboot) are armed and started again. Off: a person does that.</summary>
    public bool Rearm { get; init; } = true;

    /// <summary>Whether a rover takes part now: else it is neither waited for nor brought back. Null: always.</summary>
    public Func<string, bool>? MayDrive { get; init; }

    /// <summary>Brings sets with turned parameters to the rovers and returns their version, where somebody else gives them theirs. Null:
    /// this mission does.</summary>
    public Func<uint>? Retunes { get; set; }

    /// <summary>A fleet that drives with these very parameters already is gone on with where it is: no rover is stopped, and its ticks
    /// count on. Off: the mission begins.</summary>
    public bool Adopts { get; init; }

    /// <summary>Tick at which a fleet that was driving was taken over; null where the mission began.</summary>
    public uint? AdoptedAt { get; private set; }

    /// <summary>First tick of the mission.</summary>
    public uint FirstTick { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<SetRefusal> Refusals => Rollout.Refusals;

    /// <inheritdoc/>
    public string Waiting { get; private set; } = "";

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    public void Poll(long nowUs)
    {
        session.Poll(nowUs);
        Rollout.Poll(nowUs);
        Negotiation.Poll(nowUs);
        foreach (var member in members)
            member.NotePlace();
        if (isRetuning && Rollout.AllStaged)
        {
            isRetuning = false;
            Rollout.ActivateAt(Negotiation.Tick + RetuneTicks, nowUs);
        }

        switch (Phase)
        {
            case MissionPhase.Gathering:
                if (Adopts && members.Any(IsOnItsWay))
                    Adopt(nowUs);
                else if (Await("rovers", Missing(member => member.IsThere)))
                {
                    session.BeginEpoch();
                    Rollout.Begin(nowUs);
                    Phase = MissionPhase.Staging;
                }

                break;
            case MissionPhase.Staging:
                if (Await(
                    "parameters",
                    [.. Rollout.Targets.Where(t => t.State is not (RolloutState.Staged or RolloutState.Active)).Select(t => t.Rover)]))
                {
                    Rollout.ActivateAt(0, nowUs);
                    Phase = MissionPhase.Activating;
                }

                break;
            case MissionPhase.Activating:
                if (Await("activation", [.. Rollout.Targets.Where(t => t.State != RolloutState.Active).Select(t => t.Rover)]))
                {
                    // From here on their way counts.
                    foreach (var member in members)
                        member.Place(firstVersion);
                    Phase = MissionPhase.Arming;
                }

                break;
            case MissionPhase.Arming:
                if (Await(
                    "arming",
                    Missing(
                        member => !TakesPart(member)
                            || (!member.HasRestarted && (member.Rover!.Mode == RoverMode.Armed || member.IsDriving)))))
                    Start();
                else
                    Arm(nowUs);
                break;
            case MissionPhase.Running when Rearm:
                BringBack(nowUs);
                break;
            default:
                break;
        }
    }

    /// <summary>Stages another version while the fleet drives; <see cref="ParameterRollout.ActivateAt"/> on <see cref="Rollout"/> names the
    /// tick.</summary>
    public void Push(uint version, IReadOnlyDictionary<string, byte[]> sets, long nowUs)
    {
        Rollout.End();
        Rollout = new ParameterRollout(session, version, sets, Rollout.Keys);
        Rollout.Begin(nowUs);
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
        Negotiation.PeriodBegan -= Rejoin;
        session.Doubted -= Tell;
        desk.Close();
        Rollout.End();
    }

    private uint Retune()
    {
        if (Phase != MissionPhase.Running || !Rollout.AllActive)
            throw TuningException.NotNow();
        var version = Rollout.Version + 1;
        Push(version, Rollout.Sets.ToDictionary(rover => rover.Key, rover => TunedSet.Renumbered(rover.Value, version)), session.NowUs);
        isRetuning = true;
        return version;
    }

    private bool IsOnItsWay(MissionMember member) => member.IsDriving && member.Rover!.ParameterVersion == firstVersion;

    // Whoever is not driving with the others is brought back like one that was lost. Prices begin from none, as after a host that was
    // frozen.
    private void Adopt(long nowUs)
    {
        var tick = members.Where(IsOnItsWay).Max(member => member.Rover!.Tick);
        session.BeginEpoch();
        Rollout.Begin(nowUs);
        Rollout.ActivateAt(0, nowUs);
        foreach (var member in members.Where(IsOnItsWay))
            member.Place(firstVersion);
        AdoptedAt = tick + 1;
        Negotiation.BeginAt(tick + 1);
        Phase = MissionPhase.Running;
        Waiting = "";
        Said?.Invoke(
            $"{members.Count(IsOnItsWay)} rovers that drive were taken over at tick {tick + 1} with parameters version {firstVersion}");
    }

    private bool TakesPart(MissionMember member) => MayDrive?.Invoke(member.Name) != false;

    private void Tell(string what) => Said?.Invoke(what);

    private void Start()
    {
        Negotiation.BeginAt(FirstTick);
        foreach (var member in members.Where(TakesPart))
            session.Command(member.Name, RoverCommand.Start, FirstTick);
        Phase = MissionPhase.Running;
        Said?.Invoke($"{members.Count(TakesPart)} rovers started at tick {FirstTick} with parameters version {firstVersion}");
    }

    private void Arm(long nowUs)
    {
        foreach (var member in members)
        {
            if (TakesPart(member) && member.MayBeArmed(Tell) && member.Rover!.Mode != RoverMode.Armed && !member.IsDriving)
                member.Command(RoverCommand.Arm, 0, nowUs);
        }
    }

    private void BringBack(long nowUs)
    {
        foreach (var member in members)
        {
            if (member.Rover is not { } rover)
                continue;
            var mayBeArmed = member.MayBeArmed(Tell);
            if (member.HasRestarted || session.PlanCheck?.IsLeftOut(member.Name) == true)
            {
                if (rover.IsDriving)
                    member.Command(RoverCommand.Disarm, 0, nowUs);
                continue;
            }

            if (!mayBeArmed || !TakesPart(member))
                continue;
            if (rover.Mode is RoverMode.SafeStop or RoverMode.Disarmed && rover.ParameterVersion >= firstVersion)
            {
                if (member.Command(RoverCommand.Arm, 0, nowUs))
                    Said?.Invoke($"{member.Name} is back ({rover.ModeName}); arming it again");
            }
            else if (rover.Mode == RoverMode.Armed && !members.Any(other => other.IsDriving))
                member.Command(RoverCommand.Start, Negotiation.Tick + 1, nowUs);
        }
    }

    /// <summary>An armed rover joins a driving fleet at the very moment its period begins: in step, and nobody waits or hurries.</summary>
    private void Rejoin(uint tick)
    {
        if (Phase != MissionPhase.Running || !Rearm)
            return;
        foreach (var member in members)
        {
            if (member.Rover?.Mode == RoverMode.Armed && !member.HasRestarted && session.PlanCheck?.IsLeftOut(member.Name) != true
                && TakesPart(member) && member.Command(RoverCommand.Start, tick, session.NowUs))
                Negotiation.Expect(member.Name);
        }
    }

    private string[] Missing(Func<MissionMember, bool> isThere) =>
        [.. members.Where(member => !isThere(member)).Select(member => member.Name)];

    private bool Await(string what, string[] missing)
    {
        Waiting = missing.Length == 0 ? "" : $"{what}: {string.Join(", ", missing)}";
        return missing.Length == 0;
    }
}
