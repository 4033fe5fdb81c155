using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>One edge as one rover was given it: on its way as a parameter set, then driven, then, from the rover's reports, the next stored
/// traversal.</summary>
internal sealed class DeliveryLeg(int from, int to, EdgeSafeSet edge, ParameterRollout rollout)
{
    private readonly List<double> states = [];
    private readonly List<double> inputs = [];
    private readonly List<double> battery = [];
    private bool isWhole = true;
    private double drawBefore;
    private uint lastTick;
    private uint? activateAt;
    private long givenUs;

    public int From => from;

    public int To => to;

    public EdgeSafeSet Edge => edge;

    public uint Version => rollout.Version;

    /// <summary>Not an edge of the graph: a way from where the rover stopped, made for it alone.</summary>
    public bool IsRecovery { get; init; }

    /// <summary>Why the rover does not take it; null where it does.</summary>
    public SetRefusal? Refusal => rollout.Refusals.FirstOrDefault();

    /// <summary>The rover has it and has said from when on it counts, or does not take it.</summary>
    public bool IsAnswered => activateAt is not null && (rollout.AllScheduled || rollout.AnyRefused);

    /// <summary>Used when it was given, or when it began if that was later.</summary>
    public double[] UsedBefore { get; set; } = new double[CapacityLimits.Count];

    /// <summary>Used at the first period on it; null before.</summary>
    public double[]? UsedAtStart { get; private set; }

    /// <summary>Battery that the model draws for what was recorded.</summary>
    public double ModelBattery { get; private set; }

    /// <summary>Periods to the node, as the rover last said.</summary>
    public int ToGo { get; set; } = edge.Steps;

    /// <summary>The rover's plan ends at the node: it is carried out now (34), so when it will be there is known.</summary>
    public bool IsArriving { get; set; }

    /// <summary>Others were in the way.</summary>
    public bool GaveWay { get; set; }

    /// <summary>Periods in a row in which it came no nearer.</summary>
    public int Blocked { get; private set; }

    private int nearest = int.MaxValue;

    /// <summary>Periods to the node, as the rover says.</summary>
    public void Come(int toGo)
    {
        ToGo = toGo;
        Blocked = toGo < nearest ? 0 : Blocked + 1;
        nearest = Math.Min(nearest, toGo);
    }

    /// <summary>Periods heard of.</summary>
    public int Recorded => battery.Count;

    /// <summary>Sends it to the rover. One that drives takes it up when it reaches the node before, one that stands at its next
    /// period.</summary>
    public void Give(bool driving, long nowUs)
    {
        var tick = driving ? DesiredFrame.WhenDone : 0;
        if (activateAt == tick)
            return;
        activateAt = tick;
        givenUs = nowUs;
        rollout.ActivateAt(tick, nowUs);
    }

    /// <summary>The rover has had it for so long and does not take it up.</summary>
    public bool IsLeftLying(long nowUs, long patienceUs) => rollout.AllScheduled && nowUs - givenUs > patienceUs;

    /// <summary>Nothing more is said of it; the rover may have it all the same.</summary>
    public bool IsWithdrawn { get; private set; }

    public void Poll(long nowUs)
    {
        if (!IsWithdrawn)
            rollout.Poll(nowUs);
    }

    public void End()
    {
        IsWithdrawn = true;
        rollout.End();
    }

    public bool IsDrivenIn(TelemetryFrame frame) => (ushort)Version == frame.ParameterVersion;

    /// <param name="draw">What the model draws in the period that begins with this state.</param>
    public void Record(TelemetryFrame frame, double[] used, double draw)
    {
        UsedAtStart ??= used;
        ModelBattery += Recorded == 0 ? 0 : drawBefore;
        drawBefore = draw;
        isWhole &= Recorded == 0 || frame.Tick == lastTick + 1;
        lastTick = frame.Tick;
        states.AddRange(frame.State.AsSpan(0, edge.StateCount));
        inputs.AddRange(frame.Input.AsSpan(0, VehicleDynamics.InputCount));
        battery.Add(used[1] - UsedAtStart[1]);
    }

    /// <summary>What was recorded, its last state that of the node; null where a period is missing.</summary>
    public EdgeSafeSet? Traversal()
    {
        if (!isWhole || Recorded < 2)
            return null;
        var steps = Recorded - 1;
        var driven = new EdgeSafeSet(edge.StateCount, steps) { Steps = steps };
        states.CopyTo(driven.States);
        inputs.Take(steps * VehicleDynamics.InputCount).ToArray().CopyTo(driven.Inputs, 0);
        battery.CopyTo(driven.Battery);
        Array.Copy(edge.States, edge.Steps * edge.StateCount, driven.States, steps * edge.StateCount, edge.StateCount);
        return driven;
    }
}
