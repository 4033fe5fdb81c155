using System.Diagnostics;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Learning;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>
/// Drives a simulated fleet in formation, in lock-step: the firmware's agents, a real broker (or the in-process link), the coordinator,
/// version 1 of the parameters and, at half time while they drive, version 2.
/// </summary>
public sealed class FormationRun : IFleetRun<PeriodRecord, FormationSummary>, IDisposable
{
    private static readonly TimeSpan TelemetryLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan InProcessLimit = TimeSpan.FromMilliseconds(20);

    // What is still on its way from rovers that drive is not waited for longer, once one of them is missing.
    private static readonly TimeSpan MissingRoverPatience = TimeSpan.FromMilliseconds(20);

    // Periods between two looks at whether something is to be pushed: of a batch of measured costs.
    private const int LearningStride = MeasuredCost.BatchPeriods;

    private readonly FormationRunOptions options;
    private readonly LiveLearner? learner;
    private readonly uint firstVersion;
    private readonly List<IDisposable> owned = [];
    private readonly SimulatedClock clock = new();
    private SimulatedFleet? fleet;
    private RunTransport? transport;
    private FormationDrive? drive;
    private FormationMission mission = null!;
    private LockStep lockStep = null!;
    private LockStepDrive loop = null!;
    private uint secondVersionTick = uint.MaxValue;

    /// <param name="learner">Learns while the rovers drive; null: nobody does.</param>
    /// <param name="firstVersion">Number of the version that the rovers get before they start, 1 or more.</param>
    public FormationRun(FormationRunOptions options, LiveLearner? learner = null, uint firstVersion = 1)
    {
        this.options = options;
        this.learner = learner;
        this.firstVersion = firstVersion;
    }

    /// <summary>One complete record a period, in order.</summary>
    public event Action<PeriodRecord>? PeriodDone;

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    public IReadOnlyList<PeriodRecord> Records => drive?.Records ?? [];

    /// <summary>Null where nobody learns, and before <see cref="Execute"/>.</summary>
    public FormationLearning? Learning => drive?.Learning;

    /// <summary>Learning began: what is done with it can be listened to.</summary>
    public event Action<FormationLearning>? LearningBegan;

    /// <summary>First tick that version 2 drives; null where it was not pushed.</summary>
    public uint? SecondVersionTick => secondVersionTick == uint.MaxValue ? null : secondVersionTick;

    /// <inheritdoc/>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="MaeException">MAE543: a rover refused its set.</exception>
    /// <exception cref="MaeException">MAE503: a phase before driving took too long; the message says what was waited for.</exception>
    public FormationSummary Execute(CancellationToken cancel)
    {
        transport = RunTransport.Open(
            options.InProcess, options.BrokerHost, options.BrokerPort, options.Client, owned, text => Said?.Invoke(text));
        Said?.Invoke($"{transport.Client}, {(transport.Address is { } address ? $"broker {address}" : "no broker")}");
        fleet = SimulatedFleet.Create(options, clock, transport.Create, transport.Options);
        owned.AddRange(fleet.Rovers);
        var session = transport.OpenSession(options.Fleet, options.Rovers, options.Keys);
        owned.Add(session);
        session.Subscribe();
        drive = new FormationDrive(options, session, record => PeriodDone?.Invoke(record), learner, firstVersion);
        owned.Add(drive);
        mission = drive.Mission;
        drive.Tell(text => Said?.Invoke(text));
        if (Learning is not null)
            LearningBegan?.Invoke(Learning);

        // In process every word has arrived once everybody was polled: nobody is waited for.
        lockStep = new LockStep(
            clock, fleet.Rovers, mission.Poll) { SettleLimit = transport.Address is null ? InProcessLimit : TimeSpan.FromSeconds(20) };
        loop = new LockStepDrive(clock, fleet.Rovers, lockStep, () => mission)
        {
            PeriodUs = (long)(options.PeriodS * 1e6), Needs = FormationSetup.Needs, StartTimeout = options.StartTimeout,
            Pace = options.Pace,
        };
        try
        {
            // Not by its tick: a rover counts periods before it has heard of the start too, and time must not move on without it.
            loop.Bring(
                () => mission.Phase == MissionPhase.Running && fleet!.Rovers.All(rover => rover.Agent.IsDriving),
                phase => phase is not (MissionPhase.Arming or MissionPhase.Running), cancel);
            loop.Drive(1, options.Periods, period => Reach(period, cancel), cancel, period => Push(period, cancel));
            ReadOn();
            return SoFar();
        }
        finally
        {
            mission.Stop();
            loop.Goodbye(TimeSpan.FromMilliseconds(50));
        }
    }

    public FormationSummary SoFar()
    {
        var misses = fleet?.Rovers.Sum(rover => (long)rover.Agent.MissedDeadlines) ?? 0;
        return drive is null || transport is null
            ? FormationDrive.Nothing(options, misses)
            : drive.Summarise(transport.Name, transport.Address, transport.Client, misses, SecondVersionTick);
    }

    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--)
            owned[i].Dispose();
        owned.Clear();
    }

    private void Push(int period, CancellationToken cancel)
    {
        var half = options.Periods / 2;
        if (options.PushSecondVersion && period == Math.Max(1, half - 20))
            PushSecond();
        if (!options.PushSecondVersion || period != half)
            return;
        loop.Await(() => mission.Rollout.AllStaged, "version 2 to be staged", cancel);
        secondVersionTick = (uint)half + mission.FirstTick;
        mission.Rollout.ActivateAt(secondVersionTick, clock.NowUs);
        loop.Await(() => mission.Rollout.AllScheduled, "every rover to confirm the tick of version 2", cancel);
    }

    private void Reach(int period, CancellationToken cancel)
    {
        options.AfterPeriod?.Invoke(period, fleet!.Rovers);
        if (period % LearningStride == 0 && period < options.Periods)
            Learn(cancel);
    }

    private void ReadOn()
    {
        // The rovers stand at the end of the last period: only the host still has something to read.
        var ended = Stopwatch.GetTimestamp();
        while (Records.Count < options.Periods && Stopwatch.GetElapsedTime(ended) < TelemetryLimit)
        {
            mission.Poll(clock.NowUs);
            Thread.Yield();
        }

        drive!.Recorder.Flush();
    }

    private void PushSecond()
    {
        var version = mission.Rollout.Version + 1;
        mission.Push(version, FormationSetup.SecondSets(options, version), clock.NowUs);
    }

    // Time stands still meanwhile, so that a push is made at the same period and taken at the same tick however fast messages travel.
    private void Learn(CancellationToken cancel)
    {
        if (Learning is not { } learning)
            return;
        var began = Stopwatch.GetTimestamp();
        while (learning.LastTick < mission.Negotiation.Tick && (AllDrive() || Stopwatch.GetElapsedTime(began) < MissingRoverPatience))
        {
            // The host alone: every rover has acted and said so, and one that was polled would begin the next period.
            mission.Poll(clock.NowUs);
            cancel.ThrowIfCancellationRequested();
            Thread.Yield();
            if (Stopwatch.GetElapsedTime(began) > options.StartTimeout)
            {
                throw new TimeoutException(
                    $"waited {options.StartTimeout.TotalSeconds:0} s for what the rovers did in period {mission.Negotiation.Tick}");
            }
        }

        learning.Consider(clock.NowUs);
        if (!learning.IsStaging)
            return;
        loop.Await(() => learning.IsStaged, $"version {learning.Version} to be staged", cancel);
        learning.ActivateAt(mission.Negotiation.Tick + 2, clock.NowUs);
        loop.Await(() => learning.IsScheduled, $"every rover to confirm the tick of version {learning.Version}", cancel);
    }

    private bool AllDrive() => fleet!.Rovers.All(rover => !rover.IsPoweredOff && rover.Agent.IsDriving);
}
