using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>One rover of a <see cref="DeliveryMission"/>, as the host knows it.</summary>
public sealed class DeliveryMember
{
    private readonly List<double> states = [];
    private readonly List<double> inputs = [];
    private readonly List<double> battery = [];
    private double drawBefore;

    internal DeliveryMember(string name, int depot)
    {
        Name = name;
        Node = Target = depot;
        Route.Add(depot);
    }

    public string Name { get; }

    public DeliveryRoverPhase Phase { get; internal set; }

    /// <summary>Last node it reached.</summary>
    public int Node { get; internal set; }

    /// <summary>Node it was sent to; <see cref="Node"/> when it was sent nowhere.</summary>
    public int Target { get; internal set; }

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

    internal uint Version { get; set; }

    internal ParameterRollout? Rollout { get; set; }

    internal bool IsScheduled { get; set; }

    /// <summary>Used when it was sent out from <see cref="Node"/>.</summary>
    internal double[] UsedAtNode { get; set; } = new double[CapacityLimits.Count];

    /// <summary>Used at the first period on the edge; null before.</summary>
    internal double[]? UsedAtStart { get; set; }

    internal Dictionary<Wire.RoverCommand, long> CommandedUs { get; } = [];

    internal EdgeSafeSet? Edge { get; set; }

    internal uint BeatTick { get; set; }

    /// <summary>It stopped between two nodes and drives a way made for it alone.</summary>
    internal bool IsRecovering { get; set; }

    /// <summary>Times it stopped by itself.</summary>
    internal int Stops { get; set; }

    /// <summary>Tick of the last telemetry taken.</summary>
    public uint HeardTick { get; internal set; }

    /// <summary>Battery that the model draws for what was recorded.</summary>
    internal double ModelBattery { get; private set; }

    /// <summary>Factors as last told to a person, so that a slow rise is not told period by period.</summary>
    internal double[] ToldFactors { get; } = [1, 1];

    internal bool IsRecordWhole { get; private set; }

    /// <summary>Periods on the present edge.</summary>
    internal int Recorded => battery.Count;

    internal void BeginRecord()
    {
        states.Clear();
        inputs.Clear();
        battery.Clear();
        UsedAtStart = null;
        ModelBattery = 0;
        IsRecordWhole = true;
    }

    /// <param name="draw">What the model draws in the period that begins with this state.</param>
    internal void Record(uint tick, ReadOnlySpan<double> state, ReadOnlySpan<double> input, double batteryUsed, double draw)
    {
        ModelBattery += states.Count == 0 ? 0 : drawBefore;
        drawBefore = draw;
        IsRecordWhole &= states.Count == 0 || tick == HeardTick + 1;
        states.AddRange(state);
        inputs.AddRange(input);
        battery.Add(batteryUsed);
    }

    /// <summary>The traversal that was just recorded, its last state that of the node; null where a period is missing.</summary>
    internal EdgeSafeSet? Traversal()
    {
        if (!IsRecordWhole || battery.Count < 2 || Edge is not { } edge)
            return null;
        var steps = battery.Count - 1;
        var driven = new EdgeSafeSet(edge.StateCount, steps) { Steps = steps };
        states.CopyTo(driven.States);
        inputs.Take(steps * VehicleDynamics.InputCount).ToArray().CopyTo(driven.Inputs, 0);
        battery.CopyTo(driven.Battery);
        Array.Copy(edge.States, edge.Steps * edge.StateCount, driven.States, steps * edge.StateCount, edge.StateCount);
        return driven;
    }
}
