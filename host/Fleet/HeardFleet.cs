using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>What a fleet's words mean, for a record of a fleet that others run: a table of signals for each rover, where it is, and what
/// happens to it. One thread.</summary>
public sealed class HeardFleet(string fleet, RunRecord record)
{
    private const double RadiusM = 0.1;

    private static readonly string[] Common =
        ["time_s", "mode", "action", "tick", "parameter_version", "faults", "deadline_misses", "rounds_missed", "battery_v"];

    private readonly SortedDictionary<string, Rover> rovers = new(StringComparer.Ordinal);
    private readonly ulong firstNs = record.NowNs;
    private readonly FrameHeader header = new();
    private readonly StateFrame state = new(255);

    public long Messages { get; private set; }

    public IReadOnlyCollection<string> Rovers => rovers.Keys;

    /// <summary>A message of a rover, or of a host; others than states and infos only count.</summary>
    public void Hear(string leaf, string rover, byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        Messages++;
        if (rover == Topics.HostName)
        {
            if (leaf == Topics.Scene && HeardScene.Shapes(payload) is { Count: > 0 } shapes)
                record.Foxglove("/scene", FoxgloveSchema.SceneUpdate, message => message.Scene(shapes));
            return;
        }

        if (!rovers.TryGetValue(rover, out var known))
            rovers.Add(rover, known = new Rover());
        if (leaf == Topics.Info && CountsWay(payload) is { } counts)
            known.CountsWay = counts;
        if (leaf == Topics.State && FrameCodec.TryOpen(payload, payload.Length, header) == FrameStatus.Ok
            && header.Kind == FrameKind.State && state.TryRead(payload, FrameCodec.HeaderBytes, header.PayloadLength))
            Take(rover, known);
        else if (leaf == Topics.State)
            Lose(rover, known);
    }

    public JsonObject ToJson(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new JsonObject
        {
            ["fleet"] = fleet,
            ["messages"] = Messages,
            ["rovers"] = JsonText.Array(rovers.Keys),
            ["states"] = rovers.Values.Sum(rover => rover.States),
            ["run_dir"] = folder.Path,
            ["record"] = folder.PathOf(RunRecord.FileName),
        };
    }

    private void Take(string name, Rover rover)
    {
        if (state.Mode == RoverMode.Lost)
        {
            Lose(name, rover);
            return;
        }

        rover.States++;
        Say(name, rover, RoverPresence.NameOf(state.Mode));
        // A rover that does not trust its state says none: its columns stay empty.
        if (rover.Columns.Count == 0 && state.StateCount > 0)
        {
            rover.Signals = StateSignals.Of(state.StateCount, rover.CountsWay);
            rover.Columns = [.. Common.Concat(rover.Signals.Select(signal => signal.Column)).Select(column => $"{name}.{column}")];
        }

        if (rover.Columns.Count == 0)
            return;
        var isWhole = state.StateCount == rover.Signals.Count;
        record.Row(name, rover.Columns,
        [
            (record.NowNs - firstNs) * 1e-9, RoverPresence.NameOf(state.Mode), RoverPresence.NameOf(state.Action), state.Tick,
            state.ParameterVersion, state.Faults, state.MissedDeadlines, state.RoundsMissed, state.BatteryV,
            .. Enumerable.Range(0, rover.Signals.Count).Select(i => (object)(isWhole ? state.State[i] : double.NaN)),
        ]);
        if (isWhole && At(rover, "x_m") is { } x && At(rover, "y_m") is { } y)
            Place(name, rover, new RecordedPose(name, x, y, At(rover, "heading_rad") ?? 0));
    }

    private double? At(Rover rover, string column)
    {
        for (var i = 0; i < rover.Signals.Count; i++)
        {
            if (rover.Signals[i].Column == column)
                return state.State[i];
        }

        return null;
    }

    private void Place(string name, Rover rover, RecordedPose pose)
    {
        rover.Pose = pose;
        record.Foxglove("/tf", FoxgloveSchema.FrameTransforms, message => message.Transforms([pose]));
        record.Foxglove("/poses", FoxgloveSchema.PosesInFrame, message => message.Poses(rovers.Values
            .Where(one => one.Pose is not null).Select(one => one.Pose!)));
        if (rover.Drawn == rover.Mode)
            return;
        rover.Drawn = rover.Mode;
        record.Foxglove("/scene", FoxgloveSchema.SceneUpdate, message => message.Scene(
        [
            new SceneShape(name, "rover") { Frame = name, RadiusM = RadiusM, HasFront = true, Label = name,
                Color = rover.Mode is "running" ? SceneShape.Blue : SceneShape.Grey },
        ]));
    }

    private void Lose(string name, Rover rover) => Say(name, rover, RoverPresence.NameOf(RoverMode.Lost));

    private void Say(string name, Rover rover, string mode)
    {
        if (rover.Mode == mode)
            return;
        record.Log(name, rover.Mode is null ? $"{name} is {mode}" : $"{name} is {mode}, and was {rover.Mode}", isWarning: mode == "lost");
        rover.Mode = mode;
    }

    private static bool? CountsWay(byte[] info)
    {
        try
        {
            return JsonNode.Parse(Encoding.UTF8.GetString(info)) is JsonObject json && json["counts_way"] is JsonValue value
                && value.TryGetValue(out bool counts) ? counts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Rover
    {
        public long States { get; set; }

        public bool? CountsWay { get; set; }

        public string? Mode { get; set; }

        public string? Drawn { get; set; }

        public RecordedPose? Pose { get; set; }

        public IReadOnlyList<Signal> Signals { get; set; } = [];

        public IReadOnlyList<string> Columns { get; set; } = [];
    }
}
