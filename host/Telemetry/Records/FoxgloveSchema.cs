using System.Text;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>
/// The schemas of Foxglove (docs.foxglove.dev, "Foxglove schemas") that records use, as JSON schemas of the fields that are written here.
/// Viewers know them by name.
/// </summary>
public sealed class FoxgloveSchema
{
    private const string Time = """{"type":"object","title":"time","properties":{"sec":{"type":"integer"},"nsec":{"type":"integer"}}}""";

    private const string Text = """{"type":"string"}""";

    private const string Number = """{"type":"number"}""";

    private const string Flag = """{"type":"boolean"}""";

    private static readonly string Vector = Object(("x", Number), ("y", Number), ("z", Number));

    private static readonly string Quaternion = Object(("x", Number), ("y", Number), ("z", Number), ("w", Number));

    private static readonly string PoseObject = Object(("position", Vector), ("orientation", Quaternion));

    private static readonly string Color = Object(("r", Number), ("g", Number), ("b", Number), ("a", Number));

    private FoxgloveSchema(string name, string json) => (Name, Data) = (name, Encoding.UTF8.GetBytes(json));

    public static FoxgloveSchema Log { get; } = new("foxglove.Log", Object(
        ("timestamp", Time), ("level", """{"type":"integer"}"""), ("message", Text), ("name", Text), ("file", Text),
        ("line", """{"type":"integer"}""")));

    public static FoxgloveSchema PosesInFrame { get; } = new("foxglove.PosesInFrame", Object(
        ("timestamp", Time), ("frame_id", Text), ("poses", Array(PoseObject))));

    public static FoxgloveSchema FrameTransforms { get; } = new("foxglove.FrameTransforms", Object(("transforms", Array(Object(
        ("timestamp", Time), ("parent_frame_id", Text), ("child_frame_id", Text), ("translation", Vector), ("rotation", Quaternion))))));

    public static FoxgloveSchema SceneUpdate { get; } = new("foxglove.SceneUpdate", Object(
        ("deletions", Array(Object(("timestamp", Time), ("type", """{"type":"integer"}"""), ("id", Text)))),
        ("entities", Array(Object(
            ("timestamp", Time), ("frame_id", Text), ("id", Text), ("lifetime", Time), ("frame_locked", Flag),
            ("metadata", Array(Object(("key", Text), ("value", Text)))),
            ("arrows", Array(Object(
                ("pose", PoseObject), ("shaft_length", Number), ("shaft_diameter", Number), ("head_length", Number),
                ("head_diameter", Number), ("color", Color)))),
            ("cylinders", Array(Object(
                ("pose", PoseObject), ("size", Vector), ("bottom_scale", Number), ("top_scale", Number), ("color", Color)))),
            ("lines", Array(Object(
                ("type", """{"type":"integer"}"""), ("pose", PoseObject), ("thickness", Number), ("scale_invariant", Flag),
                ("points", Array(Vector)), ("color", Color), ("colors", Array(Color)), ("indices", Array("""{"type":"integer"}"""))))),
            ("texts", Array(Object(
                ("pose", PoseObject), ("billboard", Flag), ("font_size", Number), ("scale_invariant", Flag), ("color", Color),
                ("text", Text)))),
            ("cubes", Array(Object())), ("spheres", Array(Object())), ("triangles", Array(Object())), ("models", Array(Object())))))));

    public static IReadOnlyList<FoxgloveSchema> All { get; } = [Log, PosesInFrame, FrameTransforms, SceneUpdate];

    /// <summary>foxglove.Log, ...</summary>
    public string Name { get; }

    /// <summary>A JSON schema.</summary>
    public byte[] Data { get; }

    private static string Array(string items) => "{\"type\":\"array\",\"items\":" + items + "}";

    private static string Object(params (string Name, string Schema)[] properties) =>
        "{\"type\":\"object\",\"properties\":{" + string.Join(',', properties.Select(one => $"\"{one.Name}\":{one.Schema}")) + "}}";
}
