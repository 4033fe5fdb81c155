using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>
/// One iteration of paper S4's Algorithm 1 with rovers that are elsewhere: each is assigned its next node by (31) as soon as it is certain
/// when it will reach the present one, gets the safe set of that edge as a parameter set on the way, takes it up in the very period in
/// which it is there, and reports its capacities. One that falls silent or is taken out frees its node for the others, whose ways home stay
/// as they are; one that uses more than the worst case gets higher estimates at once.
/// </summary>
public sealed class DeliveryMission : PhasedMission<DeliveryMember>
{
    private const int MostStops = 10; // by itself; then a rover is left to a person

    private readonly TaskGraph graph;
    private readonly DepletionTable estimate;
    private readonly DeliveryMissionOptions options;
    private readonly VehicleDynamics dynamics;
    private readonly DeliveryLegs legs;
    private readonly DeliveryNews news;
    private readonly long silentUs;
    private readonly DeliveryPlanner planner;
    private readonly DepletionWatch watch;
    private readonly List<DeliveryMember> members;
    private readonly bool keepsClear;
    private bool isSure = true;
    private bool isOut;
    private uint startTick;

    /// <param name="estimate">(21), without any margin: the time that an edge was seen to take, the battery that the model draws for
    /// it.</param>
    /// <param name="stored">Routes of earlier iterations.</param>
    /// <param name="safeSet">(25) of an edge.</param>
    /// <param name="fromPose">A way from a state at rest to a node, for a rover that stopped between two; null, or null for a state: it
    /// takes up its edge again.</param>
    /// <param name="keys">Signs for each rover; null: unsigned.</param>
    /// <param name="homes">Parking places of rovers that do not stand at the depot itself.</param>
    public DeliveryMission(
        FleetSession session, TaskGraph graph, DepletionTable estimate, IReadOnlyList<int[][]> stored, Func<int, int, EdgeSafeSet> safeSet,
        IEnumerable<string> rovers, DeliveryMissionOptions options, Func<double[], (double XM, double YM), EdgeSafeSet?>? fromPose = null,
        FleetKeys? keys = null, IReadOnlyDictionary<string, DeliveryHome>? homes = null)
        : base(session, rovers.Select(name => new DeliveryMember(
            session, name, graph.Depot, options.CountWays, homes?.GetValueOrDefault(name))))
    {
        (this.graph, this.estimate, this.options) = (graph, estimate, options);
        dynamics = DeliveryDynamics.Of(graph.Vehicle);
        silentUs = (long)(options.SilentPeriods * dynamics.PeriodS * 1e6);
        news = new DeliveryNews(graph);
        legs = new DeliveryLegs(session, graph, safeSet, fromPose, keys, options.FirstVersion - 1);
        planner = new DeliveryPlanner(graph, estimate, stored, options);
        watch = new DepletionWatch(dynamics, options);
        members = [.. Members];
        keepsClear = homes is { Count: > 0 };
        session.HearMotion();
        session.MotionReceived += OnMotion;
        session.StateReceived += OnState;
        session.TelemetryReceived += OnTelemetry;
    }

    /// <summary>Every rover is home, out, or has nothing to do at the depot.</summary>
    public bool IsDone => Phase == MissionPhase.Running && members.All(member => member.IsDone(graph.Depot));

    /// <summary>Messages go to and fro that a rover's next period depends on; a simulation lets no time pass meanwhile.</summary>
    public bool IsHandingOver => Phase is MissionPhase.Arming or MissionPhase.Running
        && members.Any(member => member.IsHandingOver(Phase == MissionPhase.Running));

    /// <inheritdoc cref="DeliveryLegs.Version"/>
    public override uint Version => legs.Version;

    /// <summary>Of the rover that has counted most.</summary>
    public override uint Tick => members.Max(member => member.Rover?.Tick ?? 0);

    /// <inheritdoc cref="DeliveryPlanner.Replans"/>
    public int Replans => planner.Replans;

    /// <summary>Times no plan kept every capacity.</summary>
    public int InfeasiblePlans => planner.InfeasiblePlans;

    /// <inheritdoc/>
    public override IEnumerable<SetRefusal> Refusals => members.Select(member => member.Leg?.Refusal).OfType<SetRefusal>();

    public double ReplanMsMax => planner.ReplanMsMax;

    /// <summary>All rovers that have a task are armed and are about to start: their day begins.</summary>
    public event Action? Starting;

    /// <summary>An edge was driven.</summary>
    public event Action<DeliveryTraversal>? Driven;

    /// <summary>A person takes a rover out; it stops where it is, its node is free for the others.</summary>
    public void Remove(string rover)
    {
        if (Find(rover) is not { IsGone: false } leaving)
            return;
        Session.Command(rover, RoverCommand.Disarm);
        Leave(leaving, "leaves");
    }

    /// <summary>It was sent out and stands.</summary>
    protected override bool TakesPart(DeliveryMember member) => member.Phase == DeliveryRoverPhase.Starting;

    /// <inheritdoc/>
    protected override bool HasSet(DeliveryMember member) => member.Rover!.ParameterVersion == member.Leg!.Version;

    /// <inheritdoc/>
    protected override bool IsReady(DeliveryMember member) => member.Rover is { Mode: RoverMode.Armed } && HasSet(member);

    /// <summary>Each gets the set of its edge when it is sent out: nobody waits for all.</summary>
    protected override RolloutState? StateOf(DeliveryMember member) => null;

    /// <inheritdoc/>
    protected override void Look(long nowUs)
    {
        members.ForEach(member => member.Poll(nowUs));
        if (Phase is not (MissionPhase.Arming or MissionPhase.Running))
            return;
        foreach (var member in OnTheirWay().Where(member => member.HasRestarted))
            Leave(member, MissionMember.Lost);
        OnTheirWay().ToList().ForEach(member => member.MayBeArmed(Say));
        members.ForEach(member => Bring(member, nowUs));
    }

    /// <summary>Everybody is there: who has a task is sent out.</summary>
    protected override void Stage(long nowUs)
    {
        legs.Skip(members.Max(member => member.Rover!.ParameterVersion));
        isOut = true;
        Assign();
        foreach (var member in members.Where(member => keepsClear && member.Leg is null))
        {
            member.Standing = legs.Nowhere(member);
            member.Standing.Give(driving: false, Session.NowUs);
        }
    }

    /// <summary>Before anything is decided each was brought as far as it goes.</summary>
    protected override void BringUp(DeliveryMember member, long nowUs)
    {
    }

    /// <inheritdoc/>
    protected override void BeginAt(uint tick)
    {
        Starting?.Invoke();
        startTick = Session.Roster.Values.Max(rover => rover.Tick) + 1;
    }

    /// <inheritdoc/>
    protected override uint StartTick(DeliveryMember member) => options.CountWays ? member.Rover!.Tick + 1 : startTick;

    /// <inheritdoc/>
    protected override string Begun(int count) =>
        count == 0 ? "no rover has a node that it comes home from" : $"{count} rovers leave {news.Name(graph.Depot)}";

    /// <inheritdoc/>
    protected override void End()
    {
        Session.StateReceived -= OnState;
        Session.TelemetryReceived -= OnTelemetry;
        Session.MotionReceived -= OnMotion;
        members.ForEach(member => member.EndPushes());
    }

    /// <summary>Brings a rover that stands step by step onto its edge.</summary>
    private void Bring(DeliveryMember member, long nowUs)
    {
        if (member.Phase != DeliveryRoverPhase.Starting || member.Rover is not { } rover)
            return;
        var leg = member.Leg!;
        if (leg.Refusal is { Reason: var reason })
            Leave(member, $"refused the edge to {news.Name(member.Target)} ({reason}) and would again: it is left");
        else if (rover.ParameterVersion != leg.Version && rover.IsDriving && leg.IsLeftLying(nowUs, silentUs))
            // It holds at the node where another way begins than the one it came by ends: it takes it up at rest.
            member.Command(RoverCommand.Disarm, 0, nowUs);
        else if (rover.ParameterVersion != leg.Version)
            leg.Give(rover.IsDriving, nowUs);
        else if (rover.IsDriving)
            member.Phase = DeliveryRoverPhase.Driving;
        else if (rover.Mode is RoverMode.Disarmed or RoverMode.SafeStop && !member.IsHeld)
            member.Command(RoverCommand.Arm, 0, nowUs);
        else if (rover.Mode == RoverMode.Armed && Phase == MissionPhase.Running)
            member.Command(RoverCommand.Start, TickOf(member, rover), nowUs);
    }

    /// <summary>Who starts anew counts the periods of those that drive, which date their words; rovers out there count their own.</summary>
    private uint TickOf(DeliveryMember member, RoverPresence rover) => options.CountWays ? rover.Tick + 1
        : members.Where(other => other != member && other.Rover is { IsDriving: true }).Select(other => other.Rover!.Tick)
            .DefaultIfEmpty(rover.Tick).Max();

    /// <summary>Takes out who is lost or silent; takes back who is there again and goes on with the edge it was on.</summary>
    protected override void Drive(long nowUs)
    {
        foreach (var member in OnTheirWay().Where(member => member.Rover is not null))
        {
            var rover = member.Rover!;
            // Only from a place that it can tell of does it go on: while a reading is in doubt, it says none.
            var knowsWhere = rover.State.Length > 0;
            var silent = nowUs - rover.LastHeardUs > silentUs;
            if (member.Phase == DeliveryRoverPhase.Out)
            {
                // Whoever armed it.
                if (!silent && knowsWhere
                    && (rover.Mode is RoverMode.Armed or RoverMode.Running or RoverMode.Degraded
                        || (rover.Mode is RoverMode.SafeStop or RoverMode.Disarmed && !member.IsHeld)))
                    TakeBack(member, rover);
            }
            else if (rover.Mode is RoverMode.Lost or RoverMode.EmergencyStop || silent)
            {
                TakeOut(member, rover.Mode == RoverMode.EmergencyStop ? "is in emergency stop" : silent ? "is silent" : "is lost");
            }
            else if (knowsWhere && member.Phase == DeliveryRoverPhase.Driving
                && rover.Mode is RoverMode.SafeStop or RoverMode.Disarmed or RoverMode.Armed)
            {
                Restart(member, rover);
            }
        }
    }

    private IEnumerable<DeliveryMember> OnTheirWay() => members.Where(member => !member.IsGone && member.Phase != DeliveryRoverPhase.Home);

    /// <summary>For good.</summary>
    private void Leave(DeliveryMember member, string why)
    {
        member.IsGone = true;
        TakeOut(member, why);
    }

    private void TakeOut(DeliveryMember member, string why)
    {
        member.Phase = DeliveryRoverPhase.Out;
        member.EndPushes();
        Say(news.Out(member, why, isFree: member.Target != graph.Depot && !DeliveryPlanner.IsTaken(members, member.Target)));
        Assign();
    }

    private void TakeBack(DeliveryMember member, RoverPresence rover)
    {
        if (member.Leg is null)
        {
            member.Phase = DeliveryRoverPhase.Waiting;
            Say($"{member.Name} is back at {news.Name(member.Node)}");
            Assign();
            return;
        }

        Say($"{member.Name} is back {news.Where(member)} and goes on");
        GoOn(member, rover);
    }

    private void Restart(DeliveryMember member, RoverPresence rover)
    {
        if (++member.Stops > MostStops)
        {
            Leave(member, $"stopped by itself {member.Stops} times and is left");
            return;
        }

        Say(news.Restart(member, rover));
        GoOn(member, rover);
    }

    private void GoOn(DeliveryMember member, RoverPresence rover)
    {
        if (rover.State.Length == dynamics.StateCount + CapacityLimits.Count)
            member.Use(rover.State, dynamics.StateCount, rover.IsDriving);
        if (member.Taken(leg => leg.Version == rover.ParameterVersion) is { } taken)
            member.Reach(taken);
        if (rover.IsDriving && rover.ParameterVersion == member.Leg!.Version)
        {
            // It never stopped; what it was told last may not have reached it.
            (member.Phase, member.Leg.IsArriving) = (DeliveryRoverPhase.Driving, false);
            return;
        }

        if (rover.IsDriving)
            Session.Command(member.Name, RoverCommand.Disarm);
        member.Begin(legs.Onward(member, rover.State));
    }

    private void OnState(RoverPresence rover)
    {
        if (Phase != MissionPhase.Running || !rover.IsDriving || Find(rover.Name) is not { } member || rover.Tick == member.BeatTick)
            return;
        member.BeatTick = rover.Tick;
        member.Beat(rover.Tick);
    }

    private void OnMotion(string name, MotionFrame frame) => Find(name)?.GiveWay(frame.Interventions);

    private void OnTelemetry(string name, TelemetryFrame frame)
    {
        var nx = dynamics.StateCount;
        if (Phase != MissionPhase.Running || Find(name) is not { } member)
            return;
        member.HeardTick = frame.Tick;
        if (frame.StateCount != nx + CapacityLimits.Count)
            return;
        member.Position = (frame.State[0], frame.State[1]);
        if (member.Phase is DeliveryRoverPhase.Home or DeliveryRoverPhase.Out)
            return;
        var drives = frame.Mode is RoverMode.Running or RoverMode.Degraded;
        member.Use(frame.State, nx, drives);
        if (!drives)
            return;
        var draw = dynamics.Depletion(frame.State[VehicleDynamics.Speed]);
        if (member.Taken(leg => leg.IsDrivenIn(frame)) is { } taken)
        {
            // The state at the node ends one edge and begins the next.
            member.Leg!.Record(frame, member.Used, draw);
            Arrive(member, taken);
        }

        if (member.Leg is not { } leg || !leg.IsDrivenIn(frame))
            return;
        member.Phase = DeliveryRoverPhase.Driving;
        leg.Record(frame, member.Used, draw);
        if (options.CountWays && leg.Recorded == 1)
            leg.UsedBefore = member.Used;
        leg.Come(DeliveryTelemetry.PeriodsToGo(frame));
        if (leg.Blocked == (int)(options.BlockedS / dynamics.PeriodS))
            Say(news.Blocked(member, members));
        if (leg.ToGo == 0)
            Arrive(member, null);
        else
            Approach(member, leg);
    }

    private void Approach(DeliveryMember member, DeliveryLeg leg)
    {
        var rose = !leg.GaveWay && watch.OnTheWay(member, leg);
        if (rose)
            Tell(member, $"on its way to {news.Name(member.Target)}");
        var arriving = !leg.IsArriving && leg.ToGo <= graph.LowLevelHorizon;
        leg.IsArriving |= arriving;
        if (rose || arriving)
            Assign();
    }

    /// <param name="taken">What the rover drives on with; null where it holds at the node.</param>
    private void Arrive(DeliveryMember member, DeliveryLeg? taken)
    {
        var leg = member.Leg!;
        var expectedS = leg.IsRecovery ? leg.Edge.Steps * dynamics.PeriodS : (member.Estimate ?? estimate)[leg.From, leg.To, 0];
        if (!leg.GaveWay && watch.AtTheEnd(member, leg, expectedS))
            Tell(member, $"from {news.Name(leg.From)} to {news.Name(leg.To)}");
        if (!leg.IsRecovery)
        {
            Driven?.Invoke(
                new DeliveryTraversal(
                    member.Name, leg.From, leg.To, member.Used[0] - leg.UsedAtStart![0], member.Used[1] - leg.UsedAtStart[1],
                    leg.ModelBattery, leg.Traversal()) { GaveWay = leg.GaveWay });
        }

        member.Reach(taken);
        member.Phase = taken is not null ? DeliveryRoverPhase.Driving
            : member.Node == graph.Depot ? DeliveryRoverPhase.Home
            : member.Leg is null ? DeliveryRoverPhase.Waiting : DeliveryRoverPhase.Starting;
        if (member.Phase == DeliveryRoverPhase.Home)
        {
            Session.Command(member.Name, RoverCommand.Disarm);
            Say(news.Home(member));
        }

        Assign();
    }

    private void Tell(DeliveryMember member, string where) => DepletionWatch.News(member, where).ToList().ForEach(Say);

    /// <summary>(31) for the fleet as it is: whoever waits at a node is sent to the next one, whoever is about to reach one hears where it
    /// goes from there.</summary>
    private void Assign()
    {
        if (!isOut || Phase == MissionPhase.Stopped)
            return;
        var found = planner.Plan(members);
        if (!found.Feasible && isSure)
            Say("no plan is sure to bring every rover home any more; each takes the way home that misses by least");
        isSure = found.Feasible;
        for (var i = 0; i < members.Count; i++)
        {
            var (member, to) = (members[i], found.Next(i));
            if (to == member.Target)
                continue;
            if (member.Phase == DeliveryRoverPhase.Waiting && member.IsThere)
                member.Begin(legs.Along(member, member.Node, to));
            else if (member.Phase == DeliveryRoverPhase.Driving && member.Leg!.IsArriving
                && (graph.MayPass || member.Target != graph.Depot) && (member.Next is not { IsWithdrawn: false } next || next.To != to))
            {
                member.Offer(legs.Along(member, member.Target, to));
                member.Next!.Give(driving: true, Session.NowUs);
            }
        }
    }
}
