using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// One iteration of paper S4's Algorithm 1 with rovers that are elsewhere: whoever reaches a node is assigned the next one by (31) and gets the safe set
/// of that edge as a parameter set; it drives there with its own low-level controller and reports its capacities. A rover that falls silent or is taken
/// out frees its node for the others, whose ways home stay as they are. A rover that uses more than the worst case gets higher estimates at once.
/// </summary>
public sealed class DeliveryMission : IDisposable
{
    private const long RepeatUs = 1_000_000;

    // A rise below this is rounding and phase, not a wrong estimate.
    private const double NoticeableRise = 0.02;
    private const double WorthTelling = 0.1;
    private const int MinPeriodsToJudge = 5;

    // After so many stops by itself a rover is left to a person.
    private const int MostStops = 10;

    private readonly FleetSession session;
    private readonly TaskGraph graph;
    private readonly DepletionTable estimate;
    private readonly IReadOnlyList<int[][]> stored;
    private readonly Func<int, int, EdgeSafeSet> safeSet;
    private readonly Func<double[], int, EdgeSafeSet?>? fromPose;
    private readonly DeliveryMissionOptions options;
    private readonly FleetKeys? keys;
    private readonly VehicleDynamics dynamics;
    private readonly List<DeliveryMember> members;
    private readonly DualFrame beat = new(0);
    private readonly bool[] visited;
    private uint version;
    private int[][]? plan;
    private bool isSure = true;

    /// <param name="estimate">(21), without any margin: the time that an edge was seen to take, the battery that the model draws for it.</param>
    /// <param name="stored">Routes of earlier iterations.</param>
    /// <param name="safeSet">(25) of an edge.</param>
    /// <param name="fromPose">A way from a state at rest to a node, for a rover that stopped between two; null, or null for a state: it takes up its edge again.</param>
    /// <param name="keys">Signs for each rover; null: unsigned.</param>
    public DeliveryMission(
        FleetSession session, TaskGraph graph, DepletionTable estimate, IReadOnlyList<int[][]> stored, Func<int, int, EdgeSafeSet> safeSet,
        IEnumerable<string> rovers, DeliveryMissionOptions options, Func<double[], int, EdgeSafeSet?>? fromPose = null, FleetKeys? keys = null)
    {
        (this.session, this.graph, this.estimate, this.stored) = (session, graph, estimate, stored);
        (this.safeSet, this.options, this.fromPose, this.keys) = (safeSet, options, fromPose, keys);
        dynamics = DeliveryDynamics.Of(graph.Vehicle);
        members = [.. rovers.Select(name => new DeliveryMember(name, graph.Depot))];
        visited = new bool[graph.Count];
        version = options.FirstVersion - 1;
        session.StateReceived += OnState;
        session.TelemetryReceived += OnTelemetry;
    }

    public MissionPhase Phase { get; private set; }

    public IReadOnlyList<DeliveryMember> Members => members;

    /// <summary>Every rover is home, out, or has nothing to do at the depot.</summary>
    public bool IsDone => Phase == MissionPhase.Running
        && members.All(member => member.Phase is DeliveryRoverPhase.Home or DeliveryRoverPhase.Out || (member.Phase == DeliveryRoverPhase.Waiting && member.Node == graph.Depot));

    /// <summary>A rover stands and waits for messages to and fro; a simulation lets no time pass meanwhile.</summary>
    public bool IsHandingOver => Phase == MissionPhase.Running && members.Any(member => member.Phase is DeliveryRoverPhase.Staging
        || (member.Phase == DeliveryRoverPhase.Activating && !member.Rollout!.AllScheduled)
        || (member.Phase == DeliveryRoverPhase.Starting && session.Roster[member.Name].Mode is not RoverMode.Armed));

    /// <summary>Last version given away.</summary>
    public uint Version => version;

    public int Replans { get; private set; }

    /// <summary>Times no plan kept every capacity.</summary>
    public int InfeasiblePlans { get; private set; }

    public double ReplanMsMax { get; private set; }

    /// <summary>What the mission waits for, for people; empty while running.</summary>
    public string Waiting { get; private set; } = "";

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    /// <summary>All rovers that have a task are armed and are about to start: their day begins.</summary>
    public event Action? Starting;

    /// <summary>An edge was driven.</summary>
    public event Action<DeliveryTraversal>? Driven;

    public void Poll(long nowUs)
    {
        session.Poll(nowUs);
        foreach (var member in members)
            member.Rollout?.Poll(nowUs);
        if (Phase == MissionPhase.Gathering)
        {
            Gather();
            return;
        }

        if (Phase == MissionPhase.Stopped)
            return;
        foreach (var member in members)
            Bring(member, nowUs);
        if (Phase == MissionPhase.Arming)
            StartTogether(nowUs);
        else if (Phase == MissionPhase.Running)
            LookAfter(nowUs);
    }

    /// <summary>A person takes a rover out; it stops where it is, its node is free for the others.</summary>
    public void Remove(string rover)
    {
        if (members.Find(member => member.Name == rover && !member.IsGone) is not { } leaving)
            return;
        session.Command(rover, RoverCommand.Disarm);
        leaving.IsGone = true;
        TakeOut(leaving, "leaves");
    }

    /// <summary>A rover that stands charged at the depot joins and is sent where it helps.</summary>
    public void Add(string rover)
    {
        if (members.Any(member => member.Name == rover))
            return;
        members.Add(new DeliveryMember(rover, graph.Depot));
        Said?.Invoke($"{rover} joins at {Name(graph.Depot)}");
        if (Phase == MissionPhase.Running)
            Assign();
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
        session.StateReceived -= OnState;
        session.TelemetryReceived -= OnTelemetry;
        members.ForEach(member => member.Rollout?.End());
    }

    private void Gather()
    {
        var missing = members.Where(member => !IsThere(member)).Select(member => member.Name).ToList();
        Waiting = missing.Count == 0 ? "" : $"rovers: {string.Join(", ", missing)}";
        if (missing.Count > 0)
            return;
        session.BeginEpoch();
        version = Math.Max(version, members.Max(member => session.Roster[member.Name].ParameterVersion));
        Phase = MissionPhase.Arming;
        Assign();
    }

    /// <summary>Brings an assigned rover step by step onto its edge.</summary>
    private void Bring(DeliveryMember member, long nowUs)
    {
        var target = member.Rollout?.Targets.First();
        if (target?.State == RolloutState.Refused && member.Phase is DeliveryRoverPhase.Staging or DeliveryRoverPhase.Activating)
            TakeOut(member, $"refused the edge to {Name(member.Target)} ({target.Reason})");
        var rover = session.Roster.GetValueOrDefault(member.Name);
        if (rover is null)
            return;
        if (member.Phase == DeliveryRoverPhase.Staging && target!.State is RolloutState.Staged or RolloutState.Active)
        {
            member.Rollout!.ActivateAt(0, nowUs);
            member.Phase = DeliveryRoverPhase.Activating;
        }

        if (member.Phase == DeliveryRoverPhase.Activating && rover.ParameterVersion == member.Version)
            member.Phase = rover.IsDriving ? DeliveryRoverPhase.Driving : DeliveryRoverPhase.Starting;
        if (member.Phase != DeliveryRoverPhase.Starting)
            return;
        if (rover.IsDriving)
            member.Phase = DeliveryRoverPhase.Driving;
        else if (rover.Mode is RoverMode.Disarmed or RoverMode.SafeStop)
            Send(member, RoverCommand.Arm, 0, nowUs);
        else if (rover.Mode == RoverMode.Armed && Phase == MissionPhase.Running)
            Send(member, RoverCommand.Start, rover.Tick + 1, nowUs);
    }

    private void StartTogether(long nowUs)
    {
        var sent = members.Where(member => member.Phase is not (DeliveryRoverPhase.Waiting or DeliveryRoverPhase.Out)).ToList();
        var missing = sent.Where(member => member.Phase != DeliveryRoverPhase.Starting || session.Roster[member.Name].Mode != RoverMode.Armed).Select(member => member.Name).ToList();
        Waiting = missing.Count == 0 ? "" : $"parameters and arming: {string.Join(", ", missing)}";
        if (missing.Count > 0)
            return;
        Phase = MissionPhase.Running;
        Starting?.Invoke();
        var tick = session.Roster.Values.Max(rover => rover.Tick) + 1;
        foreach (var member in sent)
            Send(member, RoverCommand.Start, tick, nowUs);
        Said?.Invoke(sent.Count == 0 ? "no rover has a node that it comes home from" : $"{sent.Count} rovers leave {Name(graph.Depot)}");
    }

    /// <summary>Takes out who is lost or silent; takes back who is there again and goes on with the edge it was on.</summary>
    private void LookAfter(long nowUs)
    {
        var silentUs = (long)(options.SilentPeriods * dynamics.PeriodS * 1e6);
        foreach (var member in members.Where(member => !member.IsGone && member.Phase != DeliveryRoverPhase.Home))
        {
            if (!session.Roster.TryGetValue(member.Name, out var rover))
                continue;
            var silent = nowUs - rover.LastHeardUs > silentUs;
            if (member.Phase == DeliveryRoverPhase.Out)
            {
                if (!silent && rover.Mode is RoverMode.SafeStop or RoverMode.Armed or RoverMode.Running or RoverMode.Degraded or RoverMode.Disarmed)
                    TakeBack(member, rover);
            }
            else if (rover.Mode is RoverMode.Lost or RoverMode.EmergencyStop || silent)
            {
                TakeOut(member, rover.Mode == RoverMode.EmergencyStop ? "is in emergency stop" : silent ? "is silent" : "is lost");
            }
            else if (member.Phase == DeliveryRoverPhase.Driving && rover.Mode is RoverMode.SafeStop or RoverMode.Disarmed or RoverMode.Armed)
            {
                Restart(member, rover);
            }
        }
    }

    private void TakeOut(DeliveryMember member, string why)
    {
        var freed = member.Target != member.Node && member.Target != graph.Depot && !members.Any(other => other != member && other.Route.Contains(member.Target));
        if (freed)
            visited[member.Target] = false;
        Said?.Invoke(member.Target == member.Node
            ? $"{member.Name} {why} at {Name(member.Node)}"
            : $"{member.Name} {why} between {Name(member.Node)} and {Name(member.Target)}{(freed ? $"; {Name(member.Target)} is free for the others" : "")}");
        member.Phase = DeliveryRoverPhase.Out;
        member.IsRecovering = false;
        member.Rollout?.End();
        member.Rollout = null;
        Assign();
    }

    private void TakeBack(DeliveryMember member, RoverPresence rover)
    {
        if (member.Target == member.Node)
        {
            member.Phase = DeliveryRoverPhase.Waiting;
            Said?.Invoke($"{member.Name} is back at {Name(member.Node)}");
            Assign();
            return;
        }

        Said?.Invoke($"{member.Name} is back between {Name(member.Node)} and {Name(member.Target)} and goes on");
        visited[member.Target] = true;
        GoOn(member, rover);
    }

    private void Restart(DeliveryMember member, RoverPresence rover)
    {
        if (++member.Stops > MostStops)
        {
            member.IsGone = true;
            TakeOut(member, $"stopped by itself {member.Stops} times and is left");
            return;
        }

        Said?.Invoke($"{member.Name} stopped by itself ({rover.ModeName}) between {Name(member.Node)} and {Name(member.Target)}; starting it again");
        GoOn(member, rover);
    }

    /// <summary>From where it stands, by a way of its own: an edge's safe set is a road from node to node, not a field.</summary>
    private void GoOn(DeliveryMember member, RoverPresence rover)
    {
        if (rover.State.Length == dynamics.StateCount + CapacityLimits.Count)
            member.Used = [rover.State[dynamics.StateCount + 1], rover.State[dynamics.StateCount]];
        if (rover.State.Length >= dynamics.StateCount && fromPose?.Invoke(rover.State, member.Target) is { } way)
        {
            member.IsRecovering = true;
            Hand(member, way);
        }
        else if (rover.ParameterVersion == member.Version)
        {
            member.Phase = DeliveryRoverPhase.Starting;
        }
        else
        {
            Hand(member, safeSet(member.Node, member.Target));
        }
    }

    private void OnState(RoverPresence rover)
    {
        if (Phase != MissionPhase.Running || !rover.IsDriving || members.Find(member => member.Name == rover.Name) is not { } member || rover.Tick == member.BeatTick)
            return;
        member.BeatTick = beat.Tick = rover.Tick;
        beat.Flags = DualFrame.LastOfPeriod;
        session.Send(rover.Name, Topics.Dual, FrameKind.Dual, beat.Write);
    }

    private void OnTelemetry(string name, TelemetryFrame frame)
    {
        var nx = dynamics.StateCount;
        if (Phase != MissionPhase.Running || frame.StateCount != nx + CapacityLimits.Count || members.Find(member => member.Name == name) is not { } member)
            return;
        member.Position = (frame.State[0], frame.State[1]);
        if (member.Phase is DeliveryRoverPhase.Home or DeliveryRoverPhase.Out)
            return;
        double[] used = [frame.State[nx + 1], frame.State[nx]];
        var onEdge = member.Phase is DeliveryRoverPhase.Driving or DeliveryRoverPhase.Activating or DeliveryRoverPhase.Starting
            && session.Roster[name].IsDriving && session.Roster[name].ParameterVersion == member.Version;
        member.Used = used;
        if (onEdge)
        {
            member.Phase = DeliveryRoverPhase.Driving;
            member.UsedAtStart ??= used;
            member.Record(frame.Tick, frame.State.AsSpan(0, nx), frame.Input.AsSpan(0, VehicleDynamics.InputCount), used[1] - member.UsedAtStart[1], dynamics.Depletion(frame.State[VehicleDynamics.Speed]));
        }

        member.HeardTick = frame.Tick;
        if (!onEdge)
            return;
        var toGo = (int)frame.Objective;
        if (toGo == 0)
            Arrive(member);
        else
            Watch(member, toGo);
    }

    /// <summary>On the way: the battery used so far against what the model draws for the same drive, the time against the stored traversal's.</summary>
    private void Watch(DeliveryMember member, int toGo)
    {
        var edge = member.Edge!;
        if (member.Recorded < Math.Max(MinPeriodsToJudge, edge.Steps / 4) || !Rise(member, Math.Max(0, edge.Steps - toGo) * dynamics.PeriodS))
            return;
        Tell(member, $"on its way to {Name(member.Target)}");
        Assign();
    }

    private void Arrive(DeliveryMember member)
    {
        var (from, to) = (member.Node, member.Target);
        var measured = member.Used.Zip(member.UsedAtStart!, (end, start) => end - start).ToArray();
        if (Rise(member, member.IsRecovering ? member.Edge!.Steps * dynamics.PeriodS : estimate[from, to, 0]))
            Tell(member, $"from {Name(from)} to {Name(to)}");
        if (!member.IsRecovering)
            Driven?.Invoke(new DeliveryTraversal(member.Name, from, to, measured[0], measured[1], member.ModelBattery, member.Traversal()));
        member.IsRecovering = false;
        member.Node = to;
        member.UsedAtNode = member.Used;
        member.Route.Add(to);
        member.Phase = to == graph.Depot ? DeliveryRoverPhase.Home : DeliveryRoverPhase.Waiting;
        if (member.Phase == DeliveryRoverPhase.Home)
        {
            session.Command(member.Name, RoverCommand.Disarm);
            var over = member.Used[0] > graph.Limits.TimeS + 1e-9 || member.Used[1] > graph.Limits.Battery + 1e-9;
            Said?.Invoke(FormattableString.Invariant($"{member.Name} is home after {member.Used[0]:0.0} s of {graph.Limits.TimeS:0.#} and a battery of {member.Used[1]:0.000} of {graph.Limits.Battery:0.###}{(over ? ": TOO MUCH" : "")}"));
        }

        Assign();
    }

    /// <summary>Raises the rover's own estimates where it used more than they allow. True where it did.</summary>
    private bool Rise(DeliveryMember member, double expectedS)
    {
        var rose = false;
        double[] used = [member.Used[0] - member.UsedAtStart![0], member.Used[1] - member.UsedAtStart[1]];
        double[] expected = [expectedS, member.ModelBattery];
        for (var c = 0; c < CapacityLimits.Count; c++)
        {
            var allowed = expected[c] * (1 + options.Margin) * (c == 1 ? options.BatteryFactor : 1);
            var factor = used[c] / Math.Max(1e-12, allowed);
            if (used[c] - allowed < (c == 0 ? dynamics.PeriodS : 1e-9) || factor < member.Factors[c] * (1 + NoticeableRise))
                continue;
            member.Factors[c] = factor;
            rose = true;
        }

        return rose;
    }

    private void Tell(DeliveryMember member, string where)
    {
        var names = new[] { "time", "battery" };
        for (var c = 0; c < CapacityLimits.Count; c++)
        {
            if (member.Factors[c] < member.ToldFactors[c] + WorthTelling)
                continue;
            member.ToldFactors[c] = member.Factors[c];
            Said?.Invoke(FormattableString.Invariant($"{member.Name} uses {(member.Factors[c] - 1) * 100:0} % more {names[c]} than the worst case {where}: its plan is tightened"));
        }
    }

    /// <summary>(31) for the fleet as it is; whoever waits at a node gets the next one.</summary>
    private void Assign()
    {
        if (Phase is not (MissionPhase.Arming or MissionPhase.Running))
            return;
        var states = members.Select(State).ToArray();
        var before = System.Diagnostics.Stopwatch.GetTimestamp();
        IReadOnlyList<int[][]> known = plan is null ? stored : [.. stored, plan];
        var found = HighLevelSearch.Search(graph, Bound([1, 1]), known, states, visited);
        ReplanMsMax = Math.Max(ReplanMsMax, System.Diagnostics.Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        Replans++;
        if (!found.Feasible)
        {
            InfeasiblePlans++;
            if (isSure)
                Said?.Invoke("no plan is sure to bring every rover home any more; each takes the way home that misses by least");
        }

        isSure = found.Feasible;

        plan = [.. members.Select((member, i) => member.Route.Concat(Rest(member, found.Routes[i])).ToArray())];
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].Phase == DeliveryRoverPhase.Waiting && found.Next(i) != members[i].Node && IsThere(members[i]))
                SendOut(members[i], found.Next(i));
        }
    }

    private static IEnumerable<int> Rest(DeliveryMember member, int[] route) => member.Target == member.Node ? route.Skip(1) : route;

    private DeliveryAgentState State(DeliveryMember member)
    {
        var own = Bound(member.Factors);
        if (member.Phase is DeliveryRoverPhase.Home or DeliveryRoverPhase.Out)
            return new DeliveryAgentState(member.Node, member.Used, Finished: true);
        if (member.Target == member.Node)
            return new DeliveryAgentState(member.Node, member.Used, Estimate: Raised(member) ? own : null);
        ReadOnlySpan<double> edge = member.IsRecovering ? RecoveryCost(member) : own.Edge(member.Node, member.Target);
        double[] there = [.. member.UsedAtNode];
        for (var c = 0; c < there.Length; c++)
            there[c] = Math.Max(there[c] + edge[c], member.Used[c]);
        return new DeliveryAgentState(member.Target, there, Estimate: Raised(member) ? own : null);
    }

    private double[] RecoveryCost(DeliveryMember member)
    {
        var way = member.Edge!;
        return
        [
            ((way.Steps + options.HandoverPeriods) * dynamics.PeriodS) * (1 + options.Margin) * member.Factors[0],
            way.Battery[way.Steps] * (1 + options.Margin) * options.BatteryFactor * member.Factors[1],
        ];
    }

    private static bool Raised(DeliveryMember member) => member.Factors.Any(factor => factor > 1);

    /// <summary>The worst case that is planned with.</summary>
    private DepletionTable Bound(double[] factors)
    {
        var standS = options.HandoverPeriods * dynamics.PeriodS;
        return estimate.Scaled(
            [factors[0] * (1 + options.Margin), factors[1] * (1 + options.Margin) * options.BatteryFactor],
            [standS, standS * graph.Vehicle.IdleDrawPerS * factors[1] * options.BatteryFactor]);
    }

    private void SendOut(DeliveryMember member, int to)
    {
        member.Target = to;
        visited[to] = true;
        Hand(member, safeSet(member.Node, to));
    }

    private void Hand(DeliveryMember member, EdgeSafeSet edge)
    {
        member.UsedAtNode = member.Used;
        member.Edge = edge;
        member.Version = ++version;
        member.BeginRecord();
        member.Rollout?.End();
        member.CommandedUs.Clear();
        var set = DeliveryParameterSet.Build(dynamics, edge, graph.LowLevelHorizon, member.Version);
        member.Rollout = new ParameterRollout(session, member.Version, new Dictionary<string, byte[]> { [member.Name] = set }, keys);
        member.Rollout.Begin(session.NowUs);
        member.Phase = DeliveryRoverPhase.Staging;
    }

    private void Send(DeliveryMember member, RoverCommand command, uint tick, long nowUs)
    {
        if (member.CommandedUs.TryGetValue(command, out var last) && nowUs - last < RepeatUs)
            return;
        member.CommandedUs[command] = nowUs;
        session.Command(member.Name, command, tick);
    }

    private bool IsThere(DeliveryMember member) =>
        session.Roster.TryGetValue(member.Name, out var rover) && rover.Mode is not null and not RoverMode.Lost && rover.Info is not null;

    private string Name(int node) => graph.Nodes[node].Name;
}
