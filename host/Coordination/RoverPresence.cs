using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Security;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>What the host knows of one rover, all of it from that rover's own topics.</summary>
public sealed class RoverPresence(string name)
{
    private const int LivesKept = 8;

    private readonly List<RoverLife> lives = [];
    private bool cameBack;
    private bool hasJustConnected;
    private int states;
    private long answered;
    private SessionTag? tag;
    private RoverLife? tagged;

    public string Name { get; } = name;

    /// <summary>Null until its first state frame.</summary>
    public RoverMode? Mode { get; internal set; }

    public SafetyAction Action { get; internal set; }

    public uint Tick { get; internal set; }

    public uint CoordinatorEpoch { get; internal set; }

    internal AddressedEpoch Address { get; } = new();

    public uint ParameterVersion { get; internal set; }

    /// <summary>Bits of FaultFlags.</summary>
    public uint Faults { get; internal set; }

    public uint MissedDeadlines { get; internal set; }

    public uint RoundsMissed { get; internal set; }

    public double BatteryV { get; internal set; }

    /// <summary>Periods since it was switched on in which it drove otherwise than its mission wanted, so as to run into nobody; null where
    /// it has not said so, or nobody listens (<see cref="FleetSession.HearMotion"/>).</summary>
    public long? Interventions { get; internal set; }

    public double[] State { get; internal set; } = [];

    /// <summary>Host time of the last frame that was not retained, microseconds; -1 before the first.</summary>
    public long LastHeardUs { get; internal set; } = -1;

    /// <summary>Host time of its last state that was neither retained nor its last will, microseconds; -1 before the first.</summary>
    public long StateUs { get; private set; } = -1;

    /// <summary>Whether what it says now tells of another of its name: it finds out within a period of having connected, and says so in the
    /// state after that.</summary>
    public bool IsSettled => states >= (hasJustConnected ? 2 : 1);

    /// <summary>The rover's info JSON as it came; null until then.</summary>
    public string? Info
    {
        get;
        internal set
        {
            field = value;
            var info = Object(value);
            (BootCount, ParameterCapacityBytes) = (Number(info, "boot_count"), Number(info, "parameter_capacity_bytes"));
            Firmware = info?["firmware"] is JsonValue said && said.TryGetValue(out string? version) && version.Length <= 32
                ? version
                : null;
            SignalDbm = Number(info, "signal_dbm") is { } signal and > -200 and < 0 ? (int)signal : null;
            CountsWay = info?["counts_way"] is JsonValue counts && counts.TryGetValue(out bool way) ? way : null;
            IsTracked = info?["tracked"] is JsonValue tracked && tracked.TryGetValue(out bool seen) && seen;
            Begin(new RoverLife(BootCount, Number(info, "instance")));
        }
    }

    /// <summary>Times it was switched on; null where it has not said.</summary>
    public long? BootCount { get; private set; }

    /// <summary>Which life it is in, as its info says.</summary>
    public RoverLife Life { get; private set; }

    /// <summary>Two rovers use this name: this one says so, or a life came back after another had begun.</summary>
    public bool IsDouble => cameBack || (Faults & FaultFlags.NameTaken) != 0;

    /// <summary>Largest parameter set that it takes, bytes; null where it has not said.</summary>
    public long? ParameterCapacityBytes { get; private set; }

    /// <summary>As it says; null where it has not.</summary>
    public string? Firmware { get; private set; }

    /// <summary>Whether it knows where it stands only by the way it has counted since it was switched on; null where it has not
    /// said.</summary>
    public bool? CountsWay { get; private set; }

    /// <summary>What its radio heard of the network when it connected, dBm; null where it has not said.</summary>
    public int? SignalDbm { get; private set; }

    /// <summary>What a host or a broker wrote down when it was last lost; null where nobody was there.</summary>
    public LastWord? LastWord { get; internal set; }

    /// <summary>Whether it says that a tracker has placed or confirmed it in this life.</summary>
    public bool IsTracked { get; private set; }

    public ReportedParameters? Reported { get; internal set; }

    /// <summary>What it says of its program; null where that never changes.</summary>
    public ReportedProgram? Program { get; internal set; }

    /// <summary>Whether it has answered the command that it was sent last.</summary>
    public bool HasAnswered => answered >= CommandSequence;

    /// <summary>Of the frame with the last command; 0: none.</summary>
    internal long CommandSequence { get; set; }

    internal RoverFrames Frames { get; } = new();

    /// <summary>For the life that the rover is in; null where it has not said which.</summary>
    internal SessionTag? TagFor(FleetKeys keys, string fleet)
    {
        if (Life is not { Boot: >= 0 and <= uint.MaxValue and var boot, Instance: > 0 and <= uint.MaxValue and var instance })
            return null;
        if (tagged == Life)
            return tag;
        tag ??= new SessionTag(keys.KeyOf(Name), fleet, Name);
        tag.Begin((uint)boot, (uint)instance);
        tagged = Life;
        return tag;
    }

    /// <summary>An acknowledgement came, JSON; one that is none is no answer.</summary>
    internal void Answer(string json) => answered = Math.Max(answered, Number(Object(json), "sequence") ?? 0);

    /// <summary>Its info came, and not because the broker had kept it.</summary>
    internal void Connected() => (hasJustConnected, states) = (true, 0);

    /// <summary>Its state came.</summary>
    /// <param name="epoch">Of the frame.</param>
    /// <param name="nowUs">Null: the broker had kept it.</param>
    /// <returns>False: its last will.</returns>
    internal bool Take(StateFrame state, uint epoch, long? nowUs)
    {
        Mode = state.Mode;
        if (state.Mode == RoverMode.Lost)
        {
            Frames.End(epoch);
            return false;
        }

        if (nowUs is { } now)
            (StateUs, states) = (now, Math.Min(states + 1, 2));
        (Action, Tick, CoordinatorEpoch) = (state.Action, state.Tick, state.CoordinatorEpoch);
        (ParameterVersion, Faults) = (state.ParameterVersion, state.Faults);
        (MissedDeadlines, RoundsMissed, BatteryV) = (state.MissedDeadlines, state.RoundsMissed, state.BatteryV);
        if (State.Length != state.StateCount)
            State = new double[state.StateCount];
        Array.Copy(state.State, State, state.StateCount);
        return true;
    }

    private void Begin(RoverLife life)
    {
        Frames.Begin(life);
        if (life == Life)
            return;
        cameBack |= lives.Contains(life);
        // Two that take turns are told by the last few; a rover that restarts for years needs no longer list.
        if (lives.Count == LivesKept)
            lives.RemoveAt(0);
        lives.Add(life);
        Life = life;
    }

    public bool IsDriving => Mode is RoverMode.Running or RoverMode.Degraded;

    /// <summary>The mode as people read it: running, safe-stop, ...</summary>
    public string ModeName => Mode is { } mode ? NameOf(mode) : "unknown";

    public static string NameOf(RoverMode mode) => Words(mode);

    /// <summary>The supervisor's action as people read it: continue, hold-multipliers, ...</summary>
    public static string NameOf(SafetyAction action) => Words(action);

    private static JsonObject? Object(string? text)
    {
        try
        {
            return JsonNode.Parse(text ?? "null") as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? Number(JsonObject? info, string name) =>
        info?[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;

    private static string Words(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
