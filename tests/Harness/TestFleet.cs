using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>
/// Three rovers of paper S1's example with their coordinator, in lock-step on a simulated clock and an in-process broker: time moves in
/// tenths of a control period, and at each of them everybody does what is due. Real links and real time are for the owner to bring.
/// </summary>
public sealed class TestFleet : IDisposable
{
    public const string Name = "f";
    private const int StepsPerPeriod = 10;
    private const double RoundShare = 0.2;

    private readonly FleetSetup setup;
    private readonly LinearBody[] plants;

    public TestFleet(FleetSetup? setup = null)
    {
        this.setup = setup ??= new FleetSetup();
        Clock = new SimulatedClock();
        Names = [.. Scenario.Agents.Select((_, i) => $"rover-{i + 1}")];
        Clocks = [.. Names.Select(_ => new TestClock(setup.RealClock ?? Clock))];
        Buttons = [.. Names.Select(_ => new TestButton())];
        Flash = [.. Names.Select(_ => new SimulatedFlash(16))];
        plants = [.. Names.Select((_, i) => Plant(i))];
        Bodies = [.. plants.Select(plant => new RecordingBody(new ClockedBody(plant, plant, setup.RealClock ?? Clock)))];
        Rovers = [.. Names.Select((_, i) => Rover(i))];
        Tap = new WireTap(Broker);
        OpenHost();
    }

    public FormationScenario Scenario { get; } = FormationScenario.PaperS1();

    public InProcessBroker Broker { get; } = new();

    public SimulatedClock Clock { get; }

    public long PeriodUs => setup.PeriodUs;

    public string[] Names { get; }

    public TestClock[] Clocks { get; }

    public TestButton[] Buttons { get; }

    public SimulatedFlash[] Flash { get; }

    public RecordingBody[] Bodies { get; }

    public RoverInstance[] Rovers { get; }

    public WireTap Tap { get; }

    public FleetSession Session { get; private set; } = null!;

    /// <summary>Null while the host is dead.</summary>
    public FormationMission? Mission { get; private set; }

    public RoverAgent Agent(int rover) => Rovers[rover].Agent;

    /// <summary>A new coordinator process: it knows nothing but what it reads.</summary>
    public void OpenHost(uint version = 1, int model = 1)
    {
        var options = (setup.HostLinkOptions ?? setup.Link) with { ClientId = "mae-host" };
        var link = setup.HostLink(NewLink());
        link.Connect(options);
        Session = new FleetSession(link, Name) { Reconnect = options, Keys = setup.Keys };
        Session.Subscribe();
        var negotiation = new FormationNegotiation(
            Session, TestSet.Negotiator(Scenario), Scenario.LimitedCoupling(), Names, TestSet.Rounds, (long)(PeriodUs * RoundShare));
        var set = new TestSet { Version = version, Model = model, PeriodS = PeriodUs / 1e6 };
        Mission = new FormationMission(Session, negotiation, Names, new ParameterRollout(Session, version, Sets(set), setup.Keys));
    }

    public void KillHost()
    {
        Mission!.Dispose();
        Mission = null;
        Session.Dispose();
    }

    public Dictionary<string, byte[]> Sets(TestSet set) =>
        Names.Select((name, i) => (name, Set: set.Build(Scenario, i))).ToDictionary(x => x.name, x => x.Set, StringComparer.Ordinal);

    /// <summary>Gathers, pushes, arms and starts; ends with every rover driving.</summary>
    public TestFleet Start()
    {
        Assert.True(
            RunUntil(() => Rovers.All(r => r.Agent.IsDriving), limitPeriods: 60), $"not driving: {Mission?.Phase} {Mission?.Waiting}");
        return this;
    }

    public void Run(double periods) => RunUntil(() => false, periods);

    /// <summary>Runs until a condition holds; false where it does not within the limit.</summary>
    public bool RunUntil(Func<bool> done, double limitPeriods)
    {
        for (var step = 0; step < (int)Math.Round(limitPeriods * StepsPerPeriod); step++)
        {
            if (done())
                return true;
            Step();
        }

        return done();
    }

    /// <summary>Mean absolute coupling error over periods to come, metres, of what the plants really do.</summary>
    public double CouplingErrorM(int periods)
    {
        var sum = 0.0;
        for (var period = 0; period < periods; period++)
        {
            Run(1);
            sum += Scenario.CouplingError(TrueStates()).Average(Math.Abs);
        }

        return sum / periods;
    }

    public double[][] TrueStates()
    {
        double[][] states = [.. plants.Select(plant => new double[plant.StateCount])];
        for (var i = 0; i < plants.Length; i++)
            Assert.True(plants[i].TrySense(states[i]));
        return states;
    }

    /// <summary>Announces a set by hand and sends its chunks, whatever is in it.</summary>
    public void PushRaw(int rover, uint version, byte[] set, uint crc, uint activateAtTick = 0)
    {
        const int chunkBytes = 1024;
        var desired = new DesiredFrame { Version = version, ByteCount = set.Length, Crc32 = crc, ChunkBytes = chunkBytes,
            ActivateAtTick = activateAtTick };
        Session.Send(Names[rover], Topics.Desired, FrameKind.Desired, desired.Write, retain: true, atLeastOnce: true);
        var chunk = new ChunkFrame(chunkBytes);
        for (var at = 0; at < set.Length; at += chunkBytes)
        {
            chunk.Version = version;
            chunk.Crc32 = crc;
            chunk.Index = at / chunkBytes;
            chunk.Length = Math.Min(chunkBytes, set.Length - at);
            Array.Copy(set, at, chunk.Data, 0, chunk.Length);
            Session.Send(Names[rover], Topics.Chunk, FrameKind.Chunk, chunk.Write, atLeastOnce: true);
        }
    }

    public void Dispose()
    {
        Mission?.Dispose();
        Session.Dispose();
        Tap.Dispose();
        foreach (var rover in Rovers)
            rover.Dispose();
    }

    /// <summary>Everything due now, by the real clock.</summary>
    public void PollAll()
    {
        foreach (var rover in Rovers)
            rover.Poll();
        Mission?.Poll((setup.RealClock ?? Clock).NowUs);
    }

    /// <summary>Everything due now, then a tenth of a period.</summary>
    public void Step()
    {
        new LockStep(Clock, Rovers, now => Mission?.Poll(now)) { SettleLimit = TimeSpan.Zero }.Settle(CancellationToken.None);
        Tap.Poll();
        Clock.AdvanceTo(Clock.NowUs + (PeriodUs / StepsPerPeriod));
        foreach (var plant in plants)
            plant.AdvanceTo(Clock.NowUs);
    }

    private IMessageLink NewLink() => setup.Connect?.Invoke() ?? new InProcessLink(Broker);

    private RoverInstance Rover(int i)
    {
        var options =
            new RoverOptions { Fleet = Name, Name = Names[i], PeriodUs = PeriodUs, Seed = (uint)(setup.Seed + (ulong)i),
                ParameterKey = setup.Keys?.KeyOf(Names[i]) };
        setup.Tune(i, options);
        return new RoverInstance(
            options, Clocks[i], setup.Body(i, Bodies[i], Clock), Flash[i], () => setup.RoverLink(i, NewLink()), setup.Link, Buttons[i]);
    }

    private LinearBody Plant(int i)
    {
        var a = Scenario.Agents[i];
        var random = new Xoshiro256(setup.Seed + (1000 * (ulong)(i + 1)));
        return new LinearBody(new LinearBodyOptions
        {
            A = a.PlantA,
            B = a.PlantB,
            DisturbanceLower = setup.IsDisturbed ? a.DisturbanceLower : null,
            DisturbanceUpper = setup.IsDisturbed ? a.DisturbanceUpper : null,
            InitialState = [.. a.InitialLower.Select((lower, k) => random.NextUniform(lower, a.InitialUpper[k]))],
            SpeedStates = [1],
            PeriodUs = PeriodUs,
            Seed = random.NextUInt64(),
        });
    }
}
