using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>One rover of a <see cref="DeliveryMission"/>, as the host knows it.</summary>
public sealed class DeliveryMember : MissionMember
{
    private readonly List<DeliveryLeg> offers = [];
    private readonly bool countsWay;
    private double? startedS;

    /// <param name="countsWay">See <see cref="DeliveryMissionOptions.CountWays"/>.</param>
    /// <param name="home">Its parking place; null: the depot itself.</param>
    internal DeliveryMember(FleetSession session, string name, int depot, bool countsWay, DeliveryHome? home = null)
        : base(session, name)
    {
        this.countsWay = countsWay;
        (Home, Estimate) = (home, home?.Estimate());
        Node = depot;
        Route.Add(depot);
    }

    public DeliveryRoverPhase Phase { get; internal set; }

    /// <summary>Its parking place, with its ways out and in; null: the depot itself.</summary>
    public DeliveryHome? Home { get; }

    /// <summary>Estimates of this day where its parking place makes them its own; null: the fleet's.</summary>
    internal DepletionTable? Estimate { get; }

    /// <summary>Periods since it was switched on in which it gave way to others, as it last said.</summary>
    public long Interventions { get; private set; }

    /// <summary>Last node it reached.</summary>
    public int Node { get; private set; }

    /// <summary>Node it was sent to; <see cref="Node"/> when it was sent nowhere.</summary>
    public int Target => Leg?.To ?? Node;

    /// <summary>Nodes reached, the depot first.</summary>
    public List<int> Route { get; } = [];

    /// <summary>Time and battery used since the depot, as the rover last reported.</summary>
    public double[] Used { get; internal set; } = new double[CapacityLimits.Count];

    /// <summary>Where it is, as it last reported; null before.</summary>
    public (double XM, double YM)? Position { get; internal set; }

    /// <summary>Measured over worst-case estimate, at least 1: by so much its own estimates were raised.</summary>
    public double[] Factors { get; } = [1, 1];

    /// <summary>Taken out by a person: not brought back.</summary>
    public bool IsGone { get; internal set; }

    /// <summary>Tick of the last telemetry taken.</summary>
    public uint HeardTick { get; internal set; }

    /// <summary>Factors as last told to a person, so that a slow rise is not told period by period.</summary>
    internal double[] ToldFactors { get; } = [1, 1];

    /// <summary>What it drives, or is to drive as soon as it can; null when it was sent nowhere.</summary>
    internal DeliveryLeg? Leg { get; private set; }

    /// <summary>What it is to drive from <see cref="Target"/> on; null while that is open.</summary>
    internal DeliveryLeg? Next => offers.LastOrDefault();

    internal uint BeatTick { get; set; }

    /// <summary>What makes it say where it stands, as nothing is to do; null where it was not needed.</summary>
    internal DeliveryLeg? Standing { get; set; }

    /// <summary>Times it stopped by itself since the last node.</summary>
    internal int Stops { get; set; }

    /// <summary>Home, out, or with nothing to do at the depot.</summary>
    internal bool IsDone(int depot) =>
        Phase is DeliveryRoverPhase.Home or DeliveryRoverPhase.Out || (Phase == DeliveryRoverPhase.Waiting && Node == depot);

    /// <summary>What it is told now decides its next period.</summary>
    /// <param name="isRunning">Its day has begun.</param>
    internal bool IsHandingOver(bool isRunning) => Phase switch
    {
        DeliveryRoverPhase.Waiting when Standing is not null && Leg is null => !Standing.IsAnswered,
        DeliveryRoverPhase.Starting when Rover?.ParameterVersion != Leg!.Version => !Leg.IsAnswered,
        DeliveryRoverPhase.Starting => isRunning ? !IsDriving : Rover!.Mode != RoverMode.Armed,
        DeliveryRoverPhase.Driving => Next is { IsAnswered: false },
        _ => false,
    };

    /// <summary>It says how often it gave way: a traversal that others made slower teaches nothing of the edge.</summary>
    internal void GiveWay(long interventions)
    {
        if (Leg is { } leg && interventions > Interventions)
            leg.GaveWay = true;
        Interventions = interventions;
    }

    /// <summary>Where the set of this version is to tell it that it stands: at the beginning of its first edge. Null: it knows.</summary>
    internal (double XM, double YM, double HeadingRad)? Place(uint version, EdgeSafeSet edge)
    {
        if (!countsWay || IsPlaced)
            return null;
        Place(version);
        return (edge.States[0], edge.States[1], edge.States[VehicleDynamics.Heading]);
    }

    /// <summary>Takes from a state what it has used. A rover that was put down waits for the others before its day begins.</summary>
    /// <param name="battery">Where in the state the battery stands; the time comes next.</param>
    internal void Use(double[] state, int battery, bool drives)
    {
        var timeS = state[battery + 1];
        if (countsWay && drives)
            startedS ??= timeS;
        Used = [countsWay ? timeS - (startedS ?? timeS) : timeS, state[battery]];
    }

    internal void Poll(long nowUs)
    {
        NotePlace();
        Standing?.Poll(nowUs);
        Leg?.Poll(nowUs);
        Next?.Poll(nowUs);
    }

    /// <summary>Sends it out from where it is, and forgets what was to come after.</summary>
    internal void Begin(DeliveryLeg leg)
    {
        EndPushes();
        offers.Clear();
        Leg = leg;
        leg.UsedBefore = Used;
        Phase = DeliveryRoverPhase.Starting;
        ForgetCommands();
    }

    /// <summary>Where to go from the target. An offer made before is withdrawn, but known: the rover may be there before it hears of the
    /// new one.</summary>
    internal void Offer(DeliveryLeg leg)
    {
        Next?.End();
        offers.Add(leg);
    }

    /// <summary>The offer with which the rover drives on, having reached its target; null while it does not.</summary>
    internal DeliveryLeg? Taken(Func<DeliveryLeg, bool> isDriven) => offers.Find(leg => isDriven(leg));

    /// <summary>It is at its target, and goes on with what it took up there or else with what it was offered last.</summary>
    internal void Reach(DeliveryLeg? taken)
    {
        var next = taken ?? Next;
        Leg!.End();
        offers.Where(leg => leg != next).ToList().ForEach(leg => leg.End());
        offers.Clear();
        Stops = 0;
        Route.Add(Node = Leg.To);
        Leg = next;
        if (next is not null)
            next.UsedBefore = Used;
    }

    /// <summary>Nothing more is said to it.</summary>
    internal void EndPushes()
    {
        Standing?.End();
        Leg?.End();
        Next?.End();
    }
}
