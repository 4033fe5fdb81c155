using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary>
/// Learning beside a mission that drives: hands the learner's probes to the negotiation and the recorded periods to the learner, and brings
/// what it orders to all rovers at one tick. Rovers that are away catch up from the retained set when they come back.
/// </summary>
public sealed class FormationLearning : IDisposable
{
    private readonly FormationRunOptions options;
    private readonly FleetSession session;
    private readonly FormationMission mission;
    private readonly FormationRecorder recorder;
    private readonly List<LivePush> pushes = [];
    private PushOrder? order;
    private uint activationTick;
    private int consideredTick;

    /// <param name="firstVersion">Version that the rovers drive with first.</param>
    /// <param name="learner">Fresh, or restored from a run that was interrupted.</param>
    public FormationLearning(
        FormationRunOptions options, FleetSession session, FormationMission mission, FormationRecorder recorder, LiveLearner learner,
        uint firstVersion)
    {
        this.options = options;
        this.session = session;
        this.mission = mission;
        this.recorder = recorder;
        Learner = learner;
        Version = firstVersion;
        mission.Negotiation.PeriodBegan += DrawProbe;
        recorder.Recorded += Observe;
    }

    public LiveLearner Learner { get; }

    /// <summary>The newest version on its way or driven.</summary>
    public uint Version { get; private set; }

    /// <summary>Every push of this run, rollbacks included.</summary>
    public IReadOnlyList<LivePush> Pushes => pushes;

    /// <summary>Tick of the last period that was learned from or skipped.</summary>
    public int LastTick { get; private set; }

    /// <summary>Whether a push is on its way and has no tick yet.</summary>
    public bool IsStaging => order is not null && activationTick == 0;

    /// <summary>Whether every rover that drives has what is on its way.</summary>
    public bool IsStaged =>
        mission.Rollout.Targets.All(target => target.State is RolloutState.Staged or RolloutState.Active || !IsDriving(target.Rover));

    /// <summary>Whether every rover that drives has confirmed the tick.</summary>
    public bool IsScheduled =>
        mission.Rollout.Targets.All(
            target => target.State == RolloutState.Active || target.ConfirmedTick == activationTick || !IsDriving(target.Rover));

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    /// <summary>A push became active; what was learned before it is worth keeping.</summary>
    public event Action? Pushed;

    /// <summary>Asks the learner whether something is to be pushed, and sends it on its way.</summary>
    public void Consider(long nowUs)
    {
        if (order is not null || Learner.Next() is not { } next)
            return;
        order = next;
        activationTick = 0;
        Version++;
        pushes.Add(new LivePush(Version, LastTick, next.IsRollback, next.Why));
        var theta = options.SpoilPush?.Invoke(Version, next.Theta) ?? next.Theta;
        order = next with { Theta = theta };
        mission.Push(Version, FormationSetup.ParameterSets(options, agent => Learner.ParametersOf(agent, theta), Version), nowUs);
        Said?.Invoke(next.IsRollback ? $"rolled back as version {Version}: {next.Why}" : $"version {Version} pushed {next.Why}");
    }

    /// <summary>In real time: whatever is due, without waiting for anybody.</summary>
    /// <param name="leadTicks">Periods from a set that is everywhere to the tick it is taken at.</param>
    public void Poll(long nowUs, uint leadTicks)
    {
        if (order is null && LastTick > consideredTick)
        {
            consideredTick = LastTick;
            Consider(nowUs);
        }
        else if (IsStaging && IsStaged)
            ActivateAt(mission.Negotiation.Tick + leadTicks, nowUs);
    }

    /// <summary>All rovers switch at this tick.</summary>
    public void ActivateAt(uint tick, long nowUs)
    {
        activationTick = tick;
        mission.Rollout.ActivateAt(tick, nowUs);
    }

    public void Dispose()
    {
        mission.Negotiation.PeriodBegan -= DrawProbe;
        recorder.Recorded -= Observe;
    }

    private bool IsDriving(string rover) => session.Roster.TryGetValue(rover, out var presence) && presence.IsDriving;

    private void DrawProbe(uint tick)
    {
        Learner.DrawProbe(tick);
        mission.Negotiation.Probe = Learner.Probe;
    }

    private void Observe(PeriodRecord record)
    {
        LastTick = record.Tick;
        if (order is { } now && activationTick != 0 && record.Tick >= activationTick)
        {
            Learner.Activated(now);
            order = null;
            Learner.Observe(record);
            Pushed?.Invoke();
            return;
        }

        Learner.Observe(record);
    }
}
