using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging.Faults;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Missions.Formation.Faults;

/// <summary>
/// The formation example with its coordinator on a simulated clock and an in-process broker, while faults happen to it: time moves in
/// tenths of a control period, and at each of them everybody who is not frozen does what is due. Same options and schedule, same bits.
/// </summary>
public sealed class FaultedFleet : IDisposable
{
    private const string Fleet = "faults";
    private const int StepsPerPeriod = 10;
    private const int Rounds = 2;
    private const int FlashBlocks = 16;
    private const double RoundShare = 0.2;
    private const double OracleTighteningM = 0.05;

    private readonly FaultTrialOptions options;
    private readonly FleetFaultSchedule schedule;
    private readonly SimulatedClock clock = new();
    private readonly InProcessBroker broker = new();
    private readonly SimulatedBody[] bodies;
    private readonly MeteredBody[] meters;
    private readonly DelayedLink?[] links;
    private readonly RoverInstance[] rovers;
    private readonly DelayedLink hostLink;
    private readonly FleetSession session;
    private readonly FormationMission mission;
    private readonly long periodUs;
    private long startUs = long.MaxValue;
    private bool isBrokerFrozen;

    public FaultedFleet(FaultTrialOptions options, FleetFaultSchedule schedule)
    {
        this.options = options;
        this.schedule = schedule;
        Scenario = options.Bodies == SimulatedBodies.Rover ? FormationScenario.PaperS1().OnWheels() : FormationScenario.PaperS1();
        periodUs = (long)Math.Round(Scenario.PeriodS * 1e6);
        var names = Scenario.Agents.Select(agent => agent.Name).ToArray();
        bodies = [.. names.Select((_, i) => SimulatedBodies.Create(Scenario, options.Bodies, i, Scenario.PeriodS, options.Seed, clock))];
        meters = [.. bodies.Select(body => new MeteredBody(body.Body))];
        links = new DelayedLink?[names.Length];
        rovers = [.. names.Select((name, i) => new RoverInstance(
            new RoverOptions { Fleet = Fleet, Name = name, PeriodUs = periodUs, Seed = (uint)(options.Seed + (ulong)i),
                InputRatePerPeriod = options.InputRatePerPeriod },
            clock,
            meters[i],
            new SimulatedFlash(FlashBlocks),
            () => links[i] = NewLink(i),
            new LinkOptions { ClientId = "rover" },
            otherBody: bodies[i].Planar,
            forget: bodies[i].Forget))];
        hostLink = new DelayedLink(new InProcessLink(broker), () => clock.NowUs, options.Seed, string.Empty);
        var host = new LinkOptions { ClientId = "mae-host" };
        hostLink.Connect(host);
        session = new FleetSession(hostLink, Fleet) { Reconnect = host };
        session.Subscribe();
        var coupling = Scenario.LimitedCoupling();
        var negotiator = new Negotiator(coupling, NegotiationMode.Admm, new NegotiatorOptions());
        var negotiation = new FormationNegotiation(session, negotiator, coupling, names, Rounds, (long)(periodUs * RoundShare));
        mission = new FormationMission(session, negotiation, names, new ParameterRollout(session, 1, Sets(negotiator, names)));
    }

    public FormationScenario Scenario { get; }

    /// <summary>Seconds since the rovers were started; negative before that.</summary>
    public double NowS => startUs == long.MaxValue ? -1.0 : (clock.NowUs - startUs) * 1e-6;

    /// <summary>Largest change of an input from one command to the next, stops not counted.</summary>
    public double InputRateMax => meters.Max(meter => meter.LargestChange);

    public IReadOnlyList<RoverInstance> Rovers => rovers;

    /// <summary>Frames that the coordinator has sent and received.</summary>
    public long MessagesTotal => session.MessagesSent + session.MessagesReceived;

    public FormationNegotiation Negotiation => mission.Negotiation;

    /// <summary>Everybody drives by what is negotiated, in step.</summary>
    public bool IsInStep =>
        rovers.All(rover => rover.Agent.Mode == RoverMode.Running && rover.Agent.Tick == rovers[0].Agent.Tick && !rover.Agent.HasOldPrice);

    /// <summary>Messages that wait somewhere, for whoever looks at memory.</summary>
    public int MessagesWaiting => hostLink.Count + links.Sum(link => link?.Count ?? 0);

    /// <summary>Where a rover really is.</summary>
    public double PositionM(int rover) => bodies[rover].ReadPositionM();

    /// <summary>How far outside of its bounds a rover really is, metres; 0 inside.</summary>
    public double BoundExceededM(int rover)
    {
        var (agent, positionM) = (Scenario.Agents[rover], PositionM(rover));
        return Math.Max(0.0, Math.Max(agent.StateLower[0] - positionM, positionM - agent.StateUpper[0]));
    }

    /// <summary>Mean absolute error of the distances between the rovers, as they really are, metres.</summary>
    public double CouplingErrorM() =>
        Scenario.CouplingError([.. bodies.Select((_, i) => new[] { PositionM(i), 0.0 })]).Average(Math.Abs);

    /// <summary>Gathers, pushes, arms and starts.</summary>
    /// <exception cref="InvalidOperationException">They do not drive after 60 periods: the example itself is wrong.</exception>
    public void Start(CancellationToken cancel)
    {
        for (var step = 0; !rovers.All(rover => rover.Agent.IsDriving); step++)
        {
            if (step > 60 * StepsPerPeriod)
                throw new InvalidOperationException($"The fleet does not start: {mission.Phase}, {mission.Waiting}.");
            Step(cancel);
        }

        startUs = clock.NowUs;
    }

    /// <summary>Everything due now, then a tenth of a period.</summary>
    public void Step(CancellationToken cancel)
    {
        // Settling asks only while it waits, and here it waits for nothing.
        cancel.ThrowIfCancellationRequested();
        var nowS = NowS;
        var frozen = schedule.IsActive(FleetFaultKind.BrokerFrozen, -1, nowS);
        if (frozen && !isBrokerFrozen)
            broker.Freeze();
        else if (!frozen && isBrokerFrozen)
            broker.Thaw();
        isBrokerFrozen = frozen;
        for (var i = 0; i < links.Length; i++)
        {
            var link = links[i]!;
            link.DelayUs = (long)((schedule.Magnitude(FleetFaultKind.Delay, i, nowS) ?? 0.0) * 1e6);
            link.LossProbability = schedule.Magnitude(FleetFaultKind.Loss, i, nowS) ?? 0.0;
            link.Pump();
        }

        hostLink.Pump();
        var awake = rovers.Where((_, i) => !schedule.IsActive(FleetFaultKind.RoverFrozen, i, nowS)).ToArray();
        Action<long>? host = schedule.IsActive(FleetFaultKind.HostFrozen, -1, nowS) ? null : mission.Poll;
        new LockStep(clock, awake, host) { SettleLimit = TimeSpan.Zero }.Settle(cancel);
        clock.AdvanceTo(clock.NowUs + (periodUs / StepsPerPeriod));
    }

    public void Dispose()
    {
        mission.Dispose();
        session.Dispose();
        foreach (var rover in rovers)
            rover.Dispose();
    }

    private DelayedLink NewLink(int rover) =>
        new(new InProcessLink(broker), () => clock.NowUs, (options.Seed * 31) + (ulong)rover, $"{Topics.Root}/{Fleet}/+/{Topics.Dual}");

    private Dictionary<string, byte[]> Sets(Negotiator negotiator, string[] names)
    {
        var sets = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var parameters = Scenario.ParametersFor(
                i, options.Model, options.Model == FormationScenario.TrueModel ? OracleTighteningM : 0.0);
            negotiator.CopyCouplingWeight(i, parameters.CouplingWeight);
            sets.Add(names[i], FormationParameterSet.Build(
                parameters, 1, NegotiationMode.Admm, Rounds, Scenario.PeriodS,
                prices: PriceLimits.Of(negotiator, i, parameters.OutputCount)));
        }

        return sets;
    }
}
