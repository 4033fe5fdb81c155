using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>What somebody who looks on knows of one rover beyond its presence: where it is, how well it is heard, what changed.</summary>
/// <param name="index">Its number in everything that is sent to a page.</param>
/// <param name="isStranger">The fleet file does not name it.</param>
public sealed class WatchedRover(string name, int index, bool isStranger)
{
    /// <summary>Periods over which loss is counted.</summary>
    private const int LossWindow = 200;

    /// <summary>A motion frame counts for so long before the state does again.</summary>
    private const long MotionUs = 2_000_000;

    private readonly Queue<uint> ticks = new();
    private RoverMode? mode;
    private uint? version;
    private uint faults;
    private uint lastTick;
    private long lastTickUs = -1;
    private uint commandSequence;
    private long commandUs = -1;
    private long motionUs = -MotionUs;

    public string Name { get; } = name;

    public int Index { get; } = index;

    public bool IsStranger { get; } = isStranger;

    /// <summary>Of the axle's middle, m; NaN: not known. On a lane y is NaN.</summary>
    public double XM { get; private set; } = double.NaN;

    public double YM { get; private set; } = double.NaN;

    /// <summary>NaN: it has none, or nobody knows.</summary>
    public double HeadingRad { get; private set; } = double.NaN;

    /// <summary>Its last motion frame; null: it sent none.</summary>
    public MotionFrame? Motion { get; private set; }

    /// <summary>Its last telemetry; null: it sent none.</summary>
    public TelemetryFrame? Telemetry { get; private set; }

    /// <summary>Something of what <see cref="XM"/> and its like say has changed since this was last set to false.</summary>
    public bool HasMoved { get; set; }

    /// <summary>Time between two control periods as heard, s; NaN before the second.</summary>
    public double PeriodS { get; private set; } = double.NaN;

    /// <summary>From the last command that anybody sent it to its answer, ms; null: none was heard.</summary>
    public double? RoundTripMs { get; private set; }

    /// <summary>Share of its states of the last periods that did not arrive; null before there were enough.</summary>
    public double? Loss => ticks.Count < 5 || unchecked(ticks.Last() - ticks.Peek()) is 0 or > 100_000
        ? null
        : Math.Max(0, 1 - ((ticks.Count - 1.0) / unchecked(ticks.Last() - ticks.Peek())));

    /// <summary>A state came.</summary>
    /// <param name="presence">Its roster entry.</param>
    /// <param name="isPlane">Its first two states are x and y; null: its state says.</param>
    /// <returns>What is worth a mark: kind and words.</returns>
    public IEnumerable<(string Kind, string Text)> Hear(RoverPresence presence, bool? isPlane, long nowUs)
    {
        ArgumentNullException.ThrowIfNull(presence);
        Count(presence.Tick, nowUs);
        if (nowUs - motionUs > MotionUs)
            Place(presence, isPlane);
        return Changes(presence);
    }

    public void Hear(MotionFrame frame, long nowUs)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Motion ??= new MotionFrame();
        (Motion.IsDriving, Motion.Reserves, Motion.Tick) = (frame.IsDriving, frame.Reserves, frame.Tick);
        (Motion.SpeedMS, Motion.YawRateRadS, Motion.SigmaM) = (frame.SpeedMS, frame.YawRateRadS, frame.SigmaM);
        (Motion.RadiusM, Motion.CapMS, Motion.AimXM, Motion.AimYM) = (frame.RadiusM, frame.CapMS, frame.AimXM, frame.AimYM);
        Motion.Interventions = frame.Interventions;
        motionUs = nowUs;
        Move(frame.XM, frame.YM, frame.HeadingRad);
    }

    public void Hear(TelemetryFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Telemetry ??= new TelemetryFrame(frame.State.Length, frame.Input.Length, 0);
        (Telemetry.SolveUs, Telemetry.LatenessUs, Telemetry.Figure) = (frame.SolveUs, frame.LatenessUs, frame.Figure);
        (Telemetry.Rounds, Telemetry.Count, Telemetry.InputCount) = (frame.Rounds, frame.Count, frame.InputCount);
        Array.Copy(frame.Input, Telemetry.Input, frame.InputCount);
    }

    /// <summary>The mission drives in the plane: who was taken to be on a lane is somewhere, and nobody knows where.</summary>
    public void LeaveLane()
    {
        if (double.IsNaN(YM))
            XM = double.NaN;
    }

    /// <summary>A host sent it a command.</summary>
    public void Commanded(uint sequence, long nowUs) => (commandSequence, commandUs) = (sequence, nowUs);

    /// <summary>It answered one.</summary>
    public void Answered(uint sequence, long nowUs)
    {
        if (commandUs >= 0 && sequence == commandSequence)
            (RoundTripMs, commandUs) = ((nowUs - commandUs) * 1e-3, -1);
    }

    /// <summary>Where it is, as it said last before it was lost.</summary>
    public void Recall(double[] state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (double.IsNaN(XM) && state.Length is 5 or 6)
            Move(state[0], state[1], state[^(state.Length == 5 ? 1 : 4)]);
    }

    private void Place(RoverPresence presence, bool? isPlane)
    {
        var state = presence.State;
        if (state.Length == 0)
            return;
        if (presence.CountsWay == true && state.Length is 5 or 6)
            Move(state[0], state[1], state.Length == 5 ? state[4] : state[2]);
        else if (isPlane == true && presence.CountsWay != true && state.Length >= 2)
            Move(state[0], state[1], double.NaN);
        // On wheels without a mission in the plane: it knows how far it went, and of this floor nothing.
        else if (isPlane != true)
            Move(state[0], double.NaN, double.NaN);
    }

    private void Move(double x, double y, double heading)
    {
        HasMoved |= !x.Equals(XM) || !y.Equals(YM) || !heading.Equals(HeadingRad);
        (XM, YM, HeadingRad) = (x, y, heading);
    }

    private void Count(uint tick, long nowUs)
    {
        var step = unchecked(tick - lastTick);
        if (step > 1000)
            ticks.Clear();
        if (step == 0)
            return;
        if (lastTickUs >= 0 && step <= 1000)
        {
            var periodS = (nowUs - lastTickUs) * 1e-6 / step;
            PeriodS = double.IsNaN(PeriodS) ? periodS : PeriodS + (0.1 * (periodS - PeriodS));
        }

        (lastTick, lastTickUs) = (tick, nowUs);
        ticks.Enqueue(tick);
        while (ticks.Count > LossWindow)
            ticks.Dequeue();
    }

    private IEnumerable<(string Kind, string Text)> Changes(RoverPresence presence)
    {
        var (modeBefore, versionBefore, faultsBefore) = (mode, version, faults);
        (mode, version, faults) = (presence.Mode, presence.ParameterVersion, presence.Faults);
        if (modeBefore is { } old && old != presence.Mode)
            yield return (presence.Mode == RoverMode.EmergencyStop ? "stop" : "mode", presence.ModeName);
        if (versionBefore is { } set && set != presence.ParameterVersion)
            yield return ("push", $"set v{presence.ParameterVersion}");
        foreach (var fault in Fleet.RoverJson.Faults(presence.Faults & ~faultsBefore))
        {
            if (versionBefore is not null)
                yield return ("fault", fault);
        }
    }

    /// <summary>Its last will came: what it says next is a change.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Lose()
    {
        var isNew = mode is not null and not RoverMode.Lost;
        mode = RoverMode.Lost;
        ticks.Clear();
        return isNew;
    }
}
