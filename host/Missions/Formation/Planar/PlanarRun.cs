using System.Diagnostics;
using System.Globalization;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Drives a simulated formation through the plane in lock-step: the firmware's agents on wheels, a real broker (or the in-process
/// link), negotiation and conductor.</summary>
public sealed class PlanarRun(PlanarRunOptions options) : IFleetRun<PlanarRecord, PlanarSummary>, IDisposable
{
    /// <summary>For a rover that refuses its set.</summary>
    public const string Needs = "A formation in the plane needs two wheels.";

    private const double RoundShare = 0.2;

    /// <summary>Between a push and its blend: time stands until a push has arrived.</summary>
    private const uint LeadTicks = 3;

    /// <summary>Simulated time that is enough to get the sets.</summary>
    private const long GatherUs = 30_000_000;

    /// <summary>For a word to arrive, by a real clock.</summary>
    private static readonly TimeSpan LeastLook = TimeSpan.FromMilliseconds(2);

    /// <summary>For those who are armed, by a real clock, to begin with the others.</summary>
    private static readonly TimeSpan TogetherLimit = TimeSpan.FromSeconds(1);

    private readonly List<IDisposable> owned = [];
    private readonly SimulatedClock clock = new();
    private readonly List<PlanarRecord> records = [];
    private readonly PlanarTurnout turnout = new();
    private RunTransport? transport;
    private FleetSession? session;
    private FormationMission mission = null!;
    private FormationNegotiation? negotiation;
    private FormationConductor? conductor;
    private PlanarFleet? fleet;
    private TrackerFeed? feed;
    private OrderDesk desk = null!;
    private PlanarScene scene = null!;
    private bool isAligned;
    private uint nextTick = 1;
    private PaceMaker pace = null!;
    private LockStep lockStep = null!;
    private LockStepDrive loop = null!;
    private PlanarObserver observer = null!;

    /// <inheritdoc/>
    public event Action<PlanarRecord>? PeriodDone;

    /// <inheritdoc/>
    public event Action<string>? Said;

    public IReadOnlyList<PlanarRecord> Records => records;

    /// <summary>The simulated rovers, for whoever wants to disturb them while they drive.</summary>
    public PlanarFleet? Fleet => fleet;

    /// <summary>What stands on the floor, where somebody has carried it.</summary>
    public FloorEntry Floor => conductor?.Floor ?? options.Floor;

    /// <summary>Of the second version: one axis of a rover's local problem; null: none is pushed.</summary>
    public Func<int, MpcParameters>? Learned { get; init; }

    /// <summary>A key of the terminal that the run is watched from; 0: none. Asked between two periods.</summary>
    public Func<char>? NextKey { get; init; }

    /// <inheritdoc/>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="MaeException">MAE503 a phase before driving took too long, MAE543 a rover refused its set.</exception>
    public PlanarSummary Execute(CancellationToken cancel)
    {
        transport = RunTransport.Open(options.InProcess, options.BrokerHost, options.BrokerPort, options.Client, owned, Say);
        Say($"{transport.Client}, {(transport.Address is { } address ? $"broker {address}" : "no broker")}");
        fleet = new PlanarFleet(options, clock, transport.Create, transport.Options);
        owned.Add(fleet);
        session = transport.OpenSession(options.Fleet, options.Rovers, options.Keys);
        owned.Add(session);
        var coupling = PlanarScenario.Coupling(options.Rovers.Count, options.Horizon, options.IsCoupled);
        var scenario = PlanarScenario.OneAxis(options.Rovers, options.PeriodS, options.Horizon);
        var negotiator = new Negotiator(coupling, NegotiationMode.Admm, PlanarScenario.NegotiatorOptions);
        session.PlanCheck = new PlanCheck(scenario, options.Rovers);
        pace = new PaceMaker(options.Path, options.SpeedMS, options.PeriodS);
        conductor = new FormationConductor(options, session, pace, negotiator, scenario, LeadTicks, firstVersion: 1);
        conductor.Said += Say;
        desk = new OrderDesk(session, conductor);
        desk.Said += Say;
        desk.Open();
        scene = new PlanarScene(options, session, pace, conductor);
        session.Subscribe();
        negotiation = new FormationNegotiation(
            session, negotiator, coupling, options.Rovers, options.RoundsPerPeriod, (long)(options.PeriodS * 1e6 * RoundShare)) {
                Pace = pace };
        mission = new FormationMission(
            session, negotiation, options.Rovers, new ParameterRollout(session, 1, conductor.Sets(), options.Keys)) {
                MayDrive = conductor.MayDrive, ResumesAt = () => nextTick };
        mission.Said += Say;
        owned.Add(mission);
        conductor.Lead(mission);
        pace.BeginAt(mission.FirstTick);
        observer = new PlanarObserver(options, pace, conductor);
        feed = fleet.Track(session);
        if (feed is not null)
            feed.Sees = false;
        lockStep = new LockStep(
            clock, fleet.Rovers,
            nowUs =>
            {
                feed?.Poll(nowUs);
                if (isAligned || mission.Phase != MissionPhase.Arming)
                    mission.Poll(nowUs);
            })
        { NextUs = feed is null ? null : () => feed.NextUs, IsTalking = () => !fleet.Rovers.All(IsHeard) };
        loop = new LockStepDrive(clock, fleet.Rovers, lockStep, () => mission)
        {
            PeriodUs = (long)Math.Round(options.PeriodS * 1e6), Needs = Needs, StartTimeout = options.StartTimeout, Pace = options.Pace,
        };
        try
        {
            loop.Bring(
                AllDrive, phase => phase is not (MissionPhase.Arming or MissionPhase.Running), cancel, () => Align(cancel),
                () => TimeSpan.FromMilliseconds(isAligned ? 2 : 20));
            loop.Drive(1, options.Periods, period => Reach(period, cancel), cancel, stands: () => Stand(cancel));
            return SoFar();
        }
        finally
        {
            mission.Stop();
            loop.Goodbye(TimeSpan.FromMilliseconds(50));
        }
    }

    /// <inheritdoc/>
    public PlanarSummary SoFar() => new()
    {
        Transport = transport?.Name ?? (options.InProcess ? "in-process" : "mqtt"),
        Broker = transport?.Address,
        Client = transport?.Client ?? "none",
        Periods = records.Count,
        DeadlineMisses = fleet?.Rovers.Sum(rover => (long)rover.Agent.MissedDeadlines) ?? 0,
        RoundsIncomplete = negotiation?.RoundsIncomplete ?? 0,
        MessagesTotal = session is null ? 0 : session.MessagesSent + session.MessagesReceived,
        ShapeChanges = conductor?.ShapeChanges ?? 0,
        Floor = Floor,
        ParameterVersion = records.Count == 0 ? 0 : records[^1].Rovers.Max(rover => rover.ParameterVersion),
        Turnout = turnout.Total(options.Periods),
    };

    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--)
            owned[i].Dispose();
        owned.Clear();
    }

    private void Say(string text) => Said?.Invoke(text);

    private bool AllDrive() =>
        mission.Phase == MissionPhase.Running
            && fleet!.Rovers.Where((_, i) => conductor!.TakesPart(i)).All(rover => rover.Agent.IsDriving);

    /// <summary>How long rovers take to get their sets depends on the broker, and a camera's noise on the time: from a round time on
    /// everything is the same in every run. Until then the camera sees nobody, and then the rovers are put down.</summary>
    private void Align(CancellationToken cancel)
    {
        if (mission.Phase != MissionPhase.Arming || isAligned)
            return;
        var startUs = ((clock.NowUs / GatherUs) + 1) * GatherUs;
        new LockStep(clock, fleet!.Rovers, nowUs => feed?.Poll(nowUs)) { NextUs = feed is null ? null : () => feed.NextUs }.RunUntil(
            startUs, cancel);
        fleet.PutDown();
        if (feed is not null)
            feed.Sees = true;
        isAligned = true;
    }

    private void Reach(int period, CancellationToken cancel)
    {
        var tick = nextTick = mission.FirstTick + (uint)period;
        Happen(period, cancel);
        var record = observer.Observe(tick, period * options.PeriodS, fleet!);
        records.Add(record);
        turnout.Note(record, conductor!);

        PeriodDone?.Invoke(record);
        scene.Show(record);
        conductor!.Poll(tick, clock.NowUs);
        if (conductor.IsStaging)
            Stage(tick, cancel);
    }

    /// <summary>Path, blends and events stand while nobody drives because a person has stopped them all, as they do in a fleet that is out
    /// there: they go on from where they are.</summary>
    /// <returns>How long, us.</returns>
    private long Stand(CancellationToken cancel)
    {
        bool Drives() => fleet!.Rovers.Any(rover => rover.Agent.IsDriving);
        if (!mission.IsHeld || Drives())
            return 0;
        Say("everybody was stopped; the drive goes on when they are released and armed");
        var sinceUs = clock.NowUs;
        while (!Drives())
        {
            var (began, untilUs) = (Stopwatch.GetTimestamp(), clock.NowUs + (long)Math.Round(options.PeriodS * 1e6));
            while (clock.NowUs < untilUs && !Drives())
            {
                lockStep.Settle(cancel);
                if (!Drives())
                    lockStep.Advance(untilUs);
            }

            desk.Poll();
            // The instant of their start is where the drive goes on: time waits for their words.
            var left = options.Pace - Stopwatch.GetElapsedTime(began);
            lockStep.Until(Drives, left > LeastLook ? left : LeastLook, cancel);
        }

        lockStep.Until(
            () => fleet!.Rovers.All(rover => rover.Agent.Mode != RoverMode.Armed || !conductor!.MayDrive(rover.Name)),
            TogetherLimit, cancel);
        return clock.NowUs - sinceUs;
    }

    private void Happen(int period, CancellationToken cancel)
    {
        if (feed is not null)
            feed.Sees = !(period * options.PeriodS >= options.Truth.Blind.FromS && period * options.PeriodS < options.Truth.Blind.ToS);
        foreach (var happens in options.Events.Where(one => one.Period == period))
        {
            if (happens.Order is { } order)
                Take(order);
            if (happens.Stops is { } stops)
            {
                // Its motors stop at this very instant, whoever carries the word: when all have begun the period.
                lockStep.Settle(cancel);
                conductor!.Take(stops, isOut: true);
                var stopped = fleet!.Rovers.First(rover => rover.Name == stops);
                lockStep.Until(() => !stopped.Agent.IsDriving && IsHeard(stopped), options.StartTimeout, cancel);
            }

            if (happens.Returns is { } returns)
                conductor!.Take(returns, isOut: false);
            if (happens.Learned && Learned is { } learned)
                Push(learned);
        }

        if (NextKey?.Invoke() is { } key and not '\0' && PlanarKeys.Of(key, pace.SpeedMS, conductor!.IsPaused) is { } ordered)
            desk.Take(ordered);
        desk.Poll();
    }

    // Somebody who carries things about, or has dragged the path, may have made it impossible: they drive on as they are.
    private void Take(FormationOrder order)
    {
        try
        {
            conductor!.Take(order);
        }
        catch (MaeException impossible)
        {
            Say(impossible.Message);
        }
    }

    private void Push(Func<int, MpcParameters> learned)
    {
        var lagS = SpeedLag.Of(records, options.PeriodS);
        var isLate = SpeedLag.IsTooLate(lagS);
        if (isLate)
        {
            Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the wheels follow {lagS:0.00} s late: a learned A or B diverges there, so those stay as they were; what else was "
                    + $"learned is pushed"));
        }

        conductor!.Take(
            isLate ? SpeedLag.Frozen(learned, PlanarScenario.OneAxis(options.Rovers, options.PeriodS, options.Horizon)) : learned);
    }

    // Whatever a rover was told, said of itself or of its motion in this instant has arrived: who joins or drops out does so in the same
    // period in every run, however fast the broker is.
    private bool IsHeard(RoverInstance rover)
    {
        if (rover.IsPoweredOff || rover.Agent.Tick == 0)
            return true;
        var agent = rover.Agent;
        return session!.Roster.TryGetValue(rover.Name, out var known) && known.HasAnswered
            && (agent.IsNegotiating || (known.Mode == agent.Mode && known.Tick == agent.Tick
                && known.ParameterVersion == agent.ParameterVersion))
            && fleet!.Rovers.All(other => other == rover || other.IsPoweredOff || agent.HasHeardMotionOf(other.Agent));
    }

    // Time stands still meanwhile, so that a push is taken at the same tick however fast messages travel.
    private void Stage(uint tick, CancellationToken cancel)
    {
        var rollout = mission.Rollout;
        loop.Await(() => mission.Rollout.AllStaged, $"version {conductor!.Version} to be staged", cancel);
        conductor.Poll(tick, clock.NowUs);
        loop.Await(() => rollout.AllScheduled, $"every rover to confirm the tick of version {conductor.Version}", cancel);
    }
}
