using System.Diagnostics;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>
/// Delivers with simulated rovers over a real broker (or the in-process link), day after day, in lock-step: the firmware's agents drive
/// their edges by themselves, the mission assigns, and each evening what was driven becomes safe sets and estimates.
/// </summary>
public sealed class DeliveryRun : IFleetRun<DeliveryRecord, DeliveryRunSummary>, IDisposable
{
    /// <summary>What delivery needs of a rover.</summary>
    public const string Needs =
        "Delivery needs two wheels (body: rover in the fleet file of mae sim, model: unicycle in the graph) and firmware of this version.";

    private const int FlashBlockBytes = 4096;
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    // A rover that never answers must not make a day of hours: after so much waiting in vain, time goes on without waiting.
    private const int MostWaitsInVain = 10;

    private readonly DeliveryRunOptions options;
    private readonly TaskGraph graph;
    private readonly List<IDisposable> owned = [];
    private readonly List<RoverInstance> rovers = [];
    private readonly List<DeliveryVehicle> vehicles = [];
    private readonly List<(double AtS, string What)> notices = [];
    private readonly List<DeliveryDay> days = [];
    private readonly SimulatedClock clock = new();
    private readonly long periodUs;
    private readonly DeliveryHome depot;
    private readonly IReadOnlyList<(double XM, double YM)> places;
    private readonly Dictionary<string, DeliveryHome> homes;
    private readonly List<(double X, double Y)[]> tracks = [];
    private RunTransport? transport;
    private FleetSession? session;
    private LockStep lockStep = null!;
    private DeliveryMission? mission;
    private uint version;
    private double batteryFactor = 1;
    private long startUs;
    private long vainBefore;

    public DeliveryRun(DeliveryRunOptions options)
    {
        (this.options, graph) = (options, options.Graph);
        Memory = new DeliveryMemory(graph);
        depot = new DeliveryHome(Memory, graph.Nodes[graph.Depot].XM, graph.Nodes[graph.Depot].YM);
        places = DeliveryHome.Places(graph, options.Agents, options.KeepsClear ? options.BodyRadiusM : 0);
        homes = places.Select((at, i) => (Name: options.Names[i], Home: new DeliveryHome(Memory, at.XM, at.YM)))
            .Where(one => (one.Home.XM, one.Home.YM) != (depot.XM, depot.YM))
            .ToDictionary(one => one.Name, one => one.Home);
        periodUs = (long)Math.Round(graph.Vehicle.PeriodS * 1e6);
    }

    public event Action<DeliveryRecord>? PeriodDone;

    /// <summary>Something worth telling a person, with the second of the day.</summary>
    public event Action<string>? Said;

    public DeliveryMemory Memory { get; }

    public IReadOnlyList<DeliveryDay> Days => days;

    /// <summary>Times, over all days, that simulated time went on although a word was still on its way.</summary>
    public long WaitsInVain { get; private set; }

    /// <summary>Periods, of all rovers and days, in which one drove otherwise than it wanted, so as to run into nobody.</summary>
    public long Interventions => rovers.Sum(rover => (long)rover.Agent.Interventions);

    public long DeadlineMisses => rovers.Sum(rover => (long)rover.Agent.MissedDeadlines);

    /// <summary>mqtt or in-process.</summary>
    public string Transport => transport?.Name ?? (options.InProcess ? "in-process" : "mqtt");

    public string Client => transport?.Client ?? "none";

    public long MessagesTotal => session is null ? 0 : session.MessagesSent + session.MessagesReceived;

    public DeliveryRunSummary SoFar() => new(Transport, Client, days, DeadlineMisses, MessagesTotal) { Rovers = options.Names };

    /// <inheritdoc/>
    /// <exception cref="FirstRouteException">A first route that does not come home.</exception>
    /// <exception cref="MessagingException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="TimeoutException">Something took too long; the message says what was waited for.</exception>
    public DeliveryRunSummary Execute(CancellationToken cancel)
    {
        // Iteration 0, which also checks the first routes; it is known, not driven.
        var first = new DeliveryTraining(Memory, new DeliveryOptions { Agents = options.Agents });
        Debug.Assert(first.Iterations.Count == 1);
        transport = RunTransport.Open(options.InProcess, null, 0, options.Client, owned, Say);
        Say($"{transport.Client}, {(transport.Address is { } address ? $"broker {address}" : "no broker")}");
        for (var i = 0; i < options.Agents; i++)
            Build(i);
        session = transport.OpenSession(options.Fleet, options.Names);
        owned.Add(session);
        session.Subscribe();
        DeliveryScene.Show(session, graph);
        // Once before it counts: the first plan of a process is compiled while the rovers wait.
        HighLevelSearch.Search(graph, Memory.Estimate, Memory.Iterations, [DeliveryAgentState.AtDepot(graph.Depot)], new bool[graph.Count]);
        lockStep = new LockStep(clock, rovers, now => mission?.Poll(now));
        for (var day = 0; day < options.Iterations; day++)
            Drive(day, cancel);
        return SoFar();
    }

    public void Dispose()
    {
        foreach (var rover in rovers)
            rover.Dispose();
        rovers.Clear();
        mission?.Dispose();
        for (var i = owned.Count - 1; i >= 0; i--)
            owned[i].Dispose();
        owned.Clear();
    }

    /// <summary>The most that an edge's set takes: none is driven slower than at first.</summary>
    /// <param name="homes">Parking places of rovers that do not stand at the depot itself.</param>
    public static int Bytes(DeliveryMemory memory, IEnumerable<DeliveryHome> homes)
    {
        var graph = memory.Graph;
        var longest = 0;
        DepletionTable[] tables = [memory.Estimate, .. homes.Select(home => home.Estimate())];
        for (var from = 0; from < graph.Count; from++)
        {
            for (var to = 0; to < graph.Count; to++)
            {
                longest = graph.HasEdge(from, to)
                    ? Math.Max(longest, (int)(tables.Max(table => table[from, to, 0]) / graph.Vehicle.PeriodS) + 1)
                    : longest;
            }
        }

        return DeliveryParameterSet.BytesFor(longest, memory.Dynamics.StateCount);
    }

    /// <summary>Most periods of a day; who is not home by then is fetched.</summary>
    public static int MostPeriods(TaskGraph graph) => 50 + (int)(3 * graph.Limits.TimeS / graph.Vehicle.PeriodS);

    private void Build(int index)
    {
        var vehicle = new DeliveryVehicle(Memory.Dynamics, options.Disturbance, options.Seed + (ulong)index);
        vehicle.Reset(places[index].XM, places[index].YM);
        vehicles.Add(vehicle);
        var bytes = Bytes(Memory, homes.Values);
        rovers.Add(new RoverInstance(
            new RoverOptions
            {
                Fleet = options.Fleet,
                Name = options.Names[index],
                PeriodUs = periodUs,
                Seed = (uint)options.Seed + (uint)index,
                ParameterBytes = bytes,
                // Seconds since the depot and metres from it are states too.
                StateLimit = 1e6,
                BodyRadiusM = options.KeepsClear ? options.BodyRadiusM : 0,
            },
            clock,
            new DeliveryBody(vehicle, Memory.Dynamics, clock),
            new SimulatedFlash(2 * ParameterStore.BlocksFor(bytes, FlashBlockBytes), FlashBlockBytes),
            transport!.Create,
            transport!.Options));
    }

    private void Drive(int day, CancellationToken cancel)
    {
        notices.Clear();
        tracks.Clear();
        vainBefore = WaitsInVain;
        startUs = clock.NowUs;
        Say($"day {day + 1}");
        foreach (var rover in rovers.Where(rover => rover.IsPoweredOff))
            rover.Reboot();
        for (var i = 0; i < vehicles.Count; i++)
            vehicles[i].Reset(places[i].XM, places[i].YM);
        var gaveWay = Interventions;
        var driven = new List<DeliveryTraversal>();
        mission?.Dispose();
        mission = new DeliveryMission(
            session!, graph, Memory.Estimate, Memory.Iterations, Memory.SafeSet, options.Names,
            new DeliveryMissionOptions { Margin = options.Margin, BatteryFactor = batteryFactor, HandoverPeriods = 0,
                FirstVersion = version + 1, PassingS = options.PassingS },
            (state, to) => RecoveryTrajectory.Create(Memory.Dynamics, graph, state, to), homes: homes);
        mission.Said += Say;
        mission.Driven += driven.Add;
        mission.Starting += () =>
        {
            startUs = clock.NowUs;
            vehicles.ForEach(vehicle => vehicle.Recharge());
        };
        try
        {
            Bring(cancel);
            DriveOn(day, cancel);
            version = mission.Version;
        }
        finally
        {
            // Also of a day that did not come to its evening.
            if (tracks.Count > 0)
            {
                days.Add(DeliveryDay.Of(graph, mission, tracks, notices) with
                {
                    Contacts = DeliveryContacts.Count(tracks, options.BodyRadiusM),
                    Interventions = Interventions - gaveWay,
                });
            }

            mission.Stop();
            lockStep.Until(() => rovers.All(rover => rover.IsPoweredOff || !rover.Agent.IsDriving), GoodbyeLimit, CancellationToken.None);
        }

        foreach (var traversal in driven)
            Learn(traversal);
        Memory.Iterations.Add(
            [.. mission.Members
                .Take(options.Agents)
                .Select(member => member.Phase == DeliveryRoverPhase.Home ? member.Route.ToArray() : [graph.Depot, graph.Depot])]);
    }

    /// <summary>
    /// (21), (25): the time that was measured counts, more or less than before, and the battery that the model draws for the new drive;
    /// what the batteries really gave is one factor for all edges, driven or not. A traversal is repeated if it was no slower.
    /// </summary>
    private void Learn(DeliveryTraversal traversal)
    {
        batteryFactor = Math.Max(batteryFactor, traversal.Battery / Math.Max(1e-12, traversal.ModelBattery));
        if (!traversal.GaveWay)
        {
            homes.GetValueOrDefault(traversal.Rover, depot)
                .Learn(traversal.From, traversal.To, [traversal.TimeS, traversal.ModelBattery], traversal.Driven);
        }
    }

    /// <summary>Until all that have a task are armed: messages need wall-clock time to travel, rovers need simulated time to switch
    /// parameters.</summary>
    private void Bring(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        TimeSpan Left() => options.StartTimeout - Stopwatch.GetElapsedTime(began);
        while (mission!.Phase != MissionPhase.Running)
        {
            RefusedSets.Check(mission.Refusals, Needs);
            if (Left() <= TimeSpan.Zero)
                throw LiveFleet.NotReady(mission, options.StartTimeout);
            // Nobody drives yet, and everybody will answer: a period that passes for want of patience draws noise.
            var limit = Left() < lockStep.SettleLimit ? Left() : lockStep.SettleLimit;
            lockStep.Until(
                () => mission.Phase == MissionPhase.Running || (mission.Phase == MissionPhase.Arming && IsHeard()), limit, cancel);
            if (mission.Phase != MissionPhase.Running)
                lockStep.Advance(clock.NowUs + periodUs);
        }

        RefusedSets.Check(mission.Refusals, Needs);
    }

    private void DriveOn(int day, CancellationToken cancel)
    {
        var mostPeriods = MostPeriods(graph);
        Settle(cancel);
        for (var period = 1; !mission!.IsDone; period++)
        {
            var began = Stopwatch.GetTimestamp();
            var untilUs = startUs + (period * periodUs);
            while (clock.NowUs < untilUs)
            {
                lockStep.Advance(untilUs);
                if (clock.NowUs == untilUs)
                    Happen(day, period);
                Settle(cancel);
            }

            tracks.Add([.. vehicles.Select(vehicle => (vehicle.State[0], vehicle.State[1]))]);
            DeliveryScene.Progress(session!, graph, mission, day + 1, options.Iterations, period * graph.Vehicle.PeriodS);
            PeriodDone?.Invoke(
                DeliveryRecords.Of(day + 1, period * graph.Vehicle.PeriodS, graph, mission, session!, i => vehicles[i].State));
            if (options.Pace - Stopwatch.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
                cancel.WaitHandle.WaitOne(left);
            if (period > mostPeriods)
            {
                Say("the day is over; who is not home is fetched");
                break;
            }
        }
    }

    /// <summary>Nothing is negotiated, so lock-step waits for nobody: here the host hears every rover, and every rover the host, before
    /// time goes on.</summary>
    private void Settle(CancellationToken cancel)
    {
        lockStep.Settle(cancel);
        if (WaitsInVain - vainBefore < MostWaitsInVain && !lockStep.Until(IsHeard, lockStep.Patience, cancel))
            WaitsInVain++;
    }

    private bool IsHeard() => !mission!.IsHandingOver && rovers.All(IsHeard);

    private bool IsHeard(RoverInstance rover)
    {
        if (!session!.Roster.TryGetValue(rover.Name, out var known)
            || mission!.Members.FirstOrDefault(member => member.Name == rover.Name) is not { } member)
            return false;
        if (rover.IsPoweredOff)
            return known.Mode == RoverMode.Lost;
        if (!rovers.TrueForAll(other => other == rover || other.IsPoweredOff || rover.Agent.HasHeardMotionOf(other.Agent)))
            return false;
        if (known.Mode != rover.Agent.Mode || known.Tick != rover.Agent.Tick)
            return false;
        // Who is home or out has been told to stop.
        return !rover.Agent.IsDriving
            || (member.Phase is not (DeliveryRoverPhase.Home or DeliveryRoverPhase.Out) && member.HeardTick == rover.Agent.Tick
                && rover.Agent.HostTick == rover.Agent.Tick);
    }

    private void Happen(int day, int period)
    {
        var nowS = period * graph.Vehicle.PeriodS;
        bool IsDue(double atS) => atS <= nowS + 1e-9 && atS > nowS - graph.Vehicle.PeriodS + 1e-9;
        foreach (var item in day == 0 ? options.Events : [])
        {
            var rover = rovers.Single(one => one.Name == item.Rover);
            if (IsDue(item.AtS) && item.Leaves)
                mission!.Remove(item.Rover);
            else if (IsDue(item.AtS))
                rover.PowerOff();
            else if (item.UntilS is { } until && IsDue(until))
                rover.Reboot();
        }
    }

    private void Say(string text)
    {
        var atS = (clock.NowUs - startUs) / 1e6;
        notices.Add((atS, text));
        Said?.Invoke(FormattableString.Invariant($"{atS,6:0.0} s {text}"));
    }
}
