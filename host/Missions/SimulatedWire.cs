using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Telemetry.Records;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions;

/// <summary>
/// What simulated rovers say, in a record: one state and one telemetry frame a control period, info and reported parameters where they
/// change. Made from what the run knows of them and not tapped from its links: numbers of frames, and who spoke first, depend on how fast
/// a broker was, and a record of the same run is to have the same bytes.
/// </summary>
/// <param name="onWheels">Whether the rovers count their way.</param>
internal sealed class SimulatedWire(RunRecord record, string fleet, MissionKind kind, bool onWheels)
{
    private const uint Boot = 1;

    private readonly Dictionary<string, (uint Version, int States)> said = [];
    private readonly Dictionary<string, uint> sequences = [];
    private readonly StateFrame state = new(255);
    private readonly TelemetryFrame telemetry = new(255, 255, 0);
    private readonly byte[] buffer = new byte[1 << 14];

    /// <param name="tick">Of the period.</param>
    public void Say(uint tick, IEnumerable<RecordedRover> rovers)
    {
        foreach (var rover in rovers)
        {
            if (ModeOf(rover.Mode) is { } mode)
                Say(tick, rover, mode);
        }
    }

    /// <summary>As the wire has it; null: this rover says nothing.</summary>
    private static RoverMode? ModeOf(string mode) => mode switch
    {
        "off" => RoverMode.Lost,
        _ => Enum.GetValues<RoverMode>().Cast<RoverMode?>().FirstOrDefault(one => RoverPresence.NameOf(one!.Value) == mode),
    };

    private void Say(uint tick, RecordedRover rover, RoverMode mode)
    {
        var count = rover.State.All(double.IsFinite) ? rover.State.Count : 0;
        var isNew = !said.TryGetValue(rover.Name, out var before);
        if (isNew && mode != RoverMode.Lost)
            Info(rover, count);
        if (mode != RoverMode.Lost && (isNew || before.Version != rover.ParameterVersion))
        {
            Json(rover.Name, Topics.Reported, new ReportedParameters
            {
                Status = "active",
                Version = rover.ParameterVersion,
                ActiveVersion = rover.ParameterVersion,
            });
            said[rover.Name] = (rover.ParameterVersion, count);
        }

        state.Mode = mode;
        state.Action = mode == RoverMode.SafeStop ? SafetyAction.SafeStop : SafetyAction.Continue;
        state.MissionKind = kind;
        state.Tick = tick;
        state.CoordinatorEpoch = 1;
        state.ParameterVersion = rover.ParameterVersion;
        state.Faults = rover.IsLost ? FaultFlags.PoseLost : 0;
        state.StateCount = mode == RoverMode.Lost ? 0 : count;
        Copy(rover.State, state.State, state.StateCount);
        Frame(rover.Name, Topics.State, FrameKind.State, state.Write(buffer, FrameCodec.HeaderBytes));
        if (mode == RoverMode.Lost || !rover.Input.All(double.IsFinite))
            return;
        telemetry.Tick = tick;
        telemetry.Mode = mode;
        telemetry.Action = state.Action;
        telemetry.Count = Math.Clamp(rover.Count, 0, 65535);
        telemetry.ParameterVersion = (int)(rover.ParameterVersion & 0xFFFF);
        telemetry.Figure = double.IsFinite(rover.Figure) ? rover.Figure : 0;
        telemetry.StateCount = count;
        telemetry.InputCount = rover.Input.Count;
        Copy(rover.State, telemetry.State, count);
        Copy(rover.Input, telemetry.Input, telemetry.InputCount);
        Frame(rover.Name, Topics.Telemetry, FrameKind.Telemetry, telemetry.Write(buffer, FrameCodec.HeaderBytes));
    }

    // The keys that a rover's own info has, as far as a record knows them.
    private void Info(RecordedRover rover, int states) => Json(rover.Name, Topics.Info, new JsonObject
    {
        ["name"] = rover.Name,
        ["firmware"] = new RoverOptions().FirmwareVersion,
        ["boot_count"] = Boot,
        ["instance"] = 1,
        ["frame_schema"] = FrameCodec.Schema,
        ["parameter_schema"] = ParameterSet.Schema,
        ["state_count"] = states,
        ["input_count"] = rover.Input.Count,
        ["counts_way"] = onWheels,
        ["tracked"] = false,
        ["parameter_version"] = rover.ParameterVersion,
    });

    private void Json<T>(string rover, string leaf, T json) =>
        record.Wire(Topics.Of(fleet, rover, leaf), Encoding.UTF8.GetBytes(JsonSerializer.Serialize(json)));

    private void Frame(string rover, string leaf, FrameKind frame, int payload)
    {
        var sequence = sequences.GetValueOrDefault(rover) + 1;
        sequences[rover] = sequence;
        var length = FrameCodec.Seal(buffer, frame, Boot, sequence, (long)(record.NowNs / 1000), payload);
        record.Wire(Topics.Of(fleet, rover, leaf), buffer.AsSpan(0, length));
    }

    private static void Copy(IReadOnlyList<double> from, double[] to, int count)
    {
        for (var i = 0; i < count; i++)
            to[i] = from[i];
    }
}
