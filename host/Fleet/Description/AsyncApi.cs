using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Fleet.Description;

/// <summary>Every topic of a fleet for programs of others, as an AsyncAPI 3.0 document: made from the writers of the frames and from what a
/// rover says, so that it cannot differ from them.</summary>
public static class AsyncApi
{
    private const int Room = 300;
    private const string Binary = "application/octet-stream";
    private const string Json = "application/json";

    /// <param name="fleet">Stands in the addresses; null: a parameter.</param>
    /// <param name="besides">Words of rooms that this one does not know: leaf, whether it stands under the host's name, who says it to
    /// whom, an example.</param>
    public static JsonObject Document(
        string? fleet = null, params IReadOnlyList<(string Leaf, bool IsHosts, string Direction, JsonObject Example)> besides)
    {
        var words = RoverWords.Examples();
        var channels = new JsonObject();
        var messages = new JsonObject();
        void Add(string leaf, string direction, bool isRetained, JsonObject message, string owner = "{rover}")
        {
            var name = leaf.Replace('/', '_');
            message["name"] = name;
            message["description"] = $"{direction}{(isRetained ? "; retained" : "")}";
            messages[name] = message;
            var parameters = new JsonObject();
            if (fleet is null)
                parameters["fleet"] = new JsonObject { ["description"] = "a-z, 0-9 and -" };
            if (owner == "{rover}")
                parameters["rover"] = new JsonObject { ["description"] = "a-z, 0-9 and -" };
            channels[name] = new JsonObject
            {
                ["address"] = Topics.Of(fleet ?? "{fleet}", owner, leaf),
                ["parameters"] = parameters,
                ["messages"] = new JsonObject { [name] = new JsonObject { ["$ref"] = $"#/components/messages/{name}" } },
            };
        }

        foreach (var (leaf, kind, direction, isRetained, layout) in Frames())
            Add(leaf, direction, isRetained, Frame(kind, layout));
        foreach (var (leaf, example) in words)
            Add(leaf, "rover to host", leaf is Topics.Info or Topics.Reported or Topics.ProgramReported, Words(example));
        var lease = (JsonObject)JsonNode.Parse(
            new LeaseWord("mae.fleet.run.0", "run", "machine", 1, DateTimeOffset.UnixEpoch, LeaseWord.Claims, null).Write())!;
        Add(Topics.Lease, "host to hosts", true, Words(lease), Topics.HostName);
        Add(Topics.Scene, "host to whoever looks on, while a mission drives", true, Words(SceneWords.Scene()), Topics.HostName);
        Add(Topics.Mission, "host to the host that goes on with its mission", true, Words(SceneWords.Mission()), Topics.HostName);
        Add(Topics.Pace, "likewise, every period of a formation in the plane", true, Words(SceneWords.Pace()), Topics.HostName);
        Add(Topics.Progress, "host to whoever looks on, every period", false, Words(SceneWords.Progress()), Topics.HostName);
        var lost = new LastWord(DateTimeOffset.UnixEpoch, Safety.RoverMode.Running, 1, 1, 0, 7.4, [0.5]);
        var last = (JsonObject)JsonNode.Parse(lost.Write())!;
        Add(Topics.Last, "host or mae broker to hosts, when a rover is lost", true, Words(last));
        var change = new ParameterChange("stage_input_weight", 0, [2.5], "rover-1");
        var asked = new JsonObject { ["id"] = "1", ["who"] = "me@machine", ["change"] = change.ToJson() };
        Add(Topics.Tune, "a person's program to the host that drives", false, Words(asked), Topics.HostName);
        var answer = TuningDesk.Answer("1", 8, [("rover-1", [1.0], [2.5])]);
        Add(Topics.TuneAnswers, "host to a person's program; taken is false with code, what and next", false, Words(answer), Topics.HostName);
        foreach (var (leaf, isHosts, direction, example) in besides)
            Add(leaf, direction, false, Words(example), isHosts ? Topics.HostName : "{rover}");
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "MultiAgentEdge",
                ["version"] = $"{FrameCodec.Schema}.0.0",
                ["description"] = "Topics of a fleet. Numbers in frames are little-endian; a frame is header, payload, "
                    + "where form is 1 a tag of 8 bytes, and the CRC-32 (IEEE 802.3) of all before it.",
            },
            ["defaultContentType"] = Binary,
            ["channels"] = channels,
            ["components"] = new JsonObject { ["messages"] = messages },
            ["x-frame-header"] = Header(),
        };
    }

    private static IEnumerable<(string Leaf, FrameKind Kind, string Direction, bool IsRetained, IReadOnlyList<FrameField> Layout)> Frames()
    {
        var state = new StateFrame(Room);
        var telemetry = new TelemetryFrame(Room, Room, Room);
        var plan = new PlanFrame(Room, Room);
        var dual = new DualFrame(Room, Room);
        var command = new CommandFrame();
        var pose = new PoseFrame();
        var desired = new DesiredFrame();
        var chunk = new ChunkFrame(Room);
        var motion = new MotionFrame();
        yield return (
            Topics.State, FrameKind.State, "rover to all; the last will says mode lost", true, FrameLayout.Of(state, state.Write));
        yield return (
            Topics.Telemetry, FrameKind.Telemetry, "rover to host, every period", false, FrameLayout.Of(telemetry, telemetry.Write));
        yield return (
            Topics.Motion, FrameKind.Motion, "rover to all, every period, where its body is in the plane", false, FrameLayout.Of(
                motion, motion.Write));
        yield return (Topics.Plan, FrameKind.Plan, "rover to host, every round", false, FrameLayout.Of(plan, plan.Write));
        yield return (Topics.Dual, FrameKind.Dual, "host to rover, every round", false, FrameLayout.Of(dual, dual.Write));
        yield return (Topics.Pose, FrameKind.Pose, "tracker to rover, as often as it sees it", false, FrameLayout.Of(pose, pose.Write));
        yield return (Topics.Command, FrameKind.Command, "host to rover", false, FrameLayout.Of(command, command.Write));
        yield return (Topics.Desired, FrameKind.Desired, "host to rover", true, FrameLayout.Of(desired, desired.Write));
        yield return (Topics.Chunk, FrameKind.Chunk, "host to rover, on demand", false, FrameLayout.Of(chunk, chunk.Write));
        yield return (
            Topics.ProgramDesired, FrameKind.Desired, "host to rover: a program image (shared/Programs)", false,
            FrameLayout.Of(desired, desired.Write));
        yield return (
            Topics.ProgramChunk, FrameKind.Chunk, "host to a rover's loader, on demand", false, FrameLayout.Of(chunk, chunk.Write));
    }

    private static JsonObject Frame(FrameKind kind, IReadOnlyList<FrameField> layout) => new()
    {
        ["contentType"] = Binary,
        ["payload"] = new JsonObject { ["type"] = "string", ["format"] = "binary" },
        ["x-frame-kind"] = (int)kind,
        ["x-payload-layout"] = new JsonArray([.. layout.Select(field => (JsonNode)Field(field))]),
    };

    private static JsonObject Field(FrameField field)
    {
        var json = new JsonObject { ["name"] = field.Name, ["type"] = field.Type };
        if (field.Offset is { } offset)
            json["offset"] = offset;
        if (field.Count is not null)
            json["count"] = field.Count;
        if (field.After is not null)
            json["after"] = field.After;
        return json;
    }

    private static JsonObject Words(JsonObject example) => new()
    {
        ["contentType"] = Json,
        ["payload"] = Schema(example),
        ["examples"] = new JsonArray(new JsonObject { ["payload"] = example.DeepClone() }),
    };

    private static JsonObject Schema(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(json.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)Schema(one.Value)))),
        },
        JsonArray array => new JsonObject { ["type"] = "array", ["items"] = array.Count > 0 ? Schema(array[0]) : new JsonObject() },
        JsonValue value when value.TryGetValue<bool>(out _) => new JsonObject { ["type"] = "boolean" },
        JsonValue value when value.TryGetValue<string>(out _) => new JsonObject { ["type"] = "string" },
        _ => new JsonObject { ["type"] = "number" },
    };

    // By what the codec writes for numbers none of whose bytes is zero.
    private static JsonArray Header()
    {
        byte[] Sealed(FrameKind kind, uint epoch, uint sequence, long timeUs)
        {
            var buffer = new byte[FrameCodec.OverheadBytes];
            FrameCodec.Seal(buffer, kind, epoch, sequence, timeUs, 0);
            return buffer[..FrameCodec.HeaderBytes];
        }

        var plain = Sealed(FrameKind.State, 0, 0, 0);
        JsonNode Place(string name, byte[] bytes, int length, string type) => new JsonObject
        {
            ["name"] = name,
            ["offset"] = bytes.AsSpan().CommonPrefixLength(plain),
            ["type"] = $"{type}{8 * length}",
        };
        return
        [
            new JsonObject { ["name"] = "magic", ["offset"] = 0, ["type"] = "u16", ["value"] = (int)FrameCodec.Magic },
            new JsonObject { ["name"] = "schema", ["offset"] = 2, ["type"] = "u8", ["value"] = (int)FrameCodec.Schema },
            Place("kind", Sealed(FrameKind.Plan, 0, 0, 0), 1, "u"),
            Place("epoch", Sealed(FrameKind.State, 0x01010101, 0, 0), 4, "u"),
            Place("sequence", Sealed(FrameKind.State, 0, 0x01010101, 0), 4, "u"),
            new JsonObject { ["name"] = "form", ["offset"] = 12, ["type"] = "u32" },
            Place("time_us", Sealed(FrameKind.State, 0, 0, 0x0101010101010101), 8, "i"),
            new JsonObject { ["name"] = "payload_bytes", ["offset"] = 24, ["type"] = "u32" },
        ];
    }
}
