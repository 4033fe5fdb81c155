using System.Text.Json;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>Writes a message of one of Foxglove's schemas. Lengths in m, angles in rad, the frame of everything is <see
/// cref="World"/> unless it is a rover's own.</summary>
/// <param name="json">Empty.</param>
/// <param name="nowNs">Time of the message.</param>
public sealed class FoxgloveJson(Utf8JsonWriter json, ulong nowNs)
{
    /// <summary>The frame of the floor.</summary>
    public const string World = "world";

    private const int Info = 2;
    private const int Warning = 3;
    private const double Height = 0.1;

    public void Log(string source, string text, bool isWarning)
    {
        json.WriteStartObject();
        Time("timestamp");
        json.WriteNumber("level", isWarning ? Warning : Info);
        json.WriteString("message", text);
        json.WriteString("name", source);
        json.WriteString("file", "");
        json.WriteNumber("line", 0);
        json.WriteEndObject();
    }

    /// <summary>foxglove.PosesInFrame: where all are.</summary>
    public void Poses(IEnumerable<RecordedPose> poses)
    {
        json.WriteStartObject();
        Time("timestamp");
        json.WriteString("frame_id", World);
        json.WriteStartArray("poses");
        foreach (var pose in poses)
        {
            json.WriteStartObject();
            Vector("position", pose.XM, pose.YM, 0);
            Turn("orientation", pose.HeadingRad);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>foxglove.FrameTransforms: each rover's own frame.</summary>
    public void Transforms(IEnumerable<RecordedPose> poses)
    {
        json.WriteStartObject();
        json.WriteStartArray("transforms");
        foreach (var pose in poses)
        {
            json.WriteStartObject();
            Time("timestamp");
            json.WriteString("parent_frame_id", World);
            json.WriteString("child_frame_id", pose.Name);
            Vector("translation", pose.XM, pose.YM, 0);
            Turn("rotation", pose.HeadingRad);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>foxglove.SceneUpdate: each shape replaces the one of its id.</summary>
    public void Scene(IEnumerable<SceneShape> shapes)
    {
        json.WriteStartObject();
        json.WriteStartArray("deletions");
        json.WriteEndArray();
        json.WriteStartArray("entities");
        foreach (var shape in shapes)
            Entity(shape);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Entity(SceneShape shape)
    {
        json.WriteStartObject();
        Time("timestamp");
        json.WriteString("frame_id", shape.Frame);
        json.WriteString("id", shape.Id);
        json.WriteStartObject("lifetime");
        json.WriteNumber("sec", 0);
        json.WriteNumber("nsec", 0);
        json.WriteEndObject();
        json.WriteBoolean("frame_locked", true);
        json.WriteStartArray("metadata");
        json.WriteStartObject();
        json.WriteString("key", "kind");
        json.WriteString("value", shape.Kind);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("arrows");
        if (shape.HasFront)
            Arrow(shape);
        json.WriteEndArray();
        json.WriteStartArray("cylinders");
        if (shape.RadiusM > 0)
            Cylinder(shape);
        json.WriteEndArray();
        json.WriteStartArray("lines");
        if (shape.PointsM.Count > 1)
            Line(shape);
        json.WriteEndArray();
        json.WriteStartArray("texts");
        if (shape.Label.Length > 0)
            Label(shape);
        json.WriteEndArray();
        foreach (var none in new[] { "cubes", "spheres", "triangles", "models" })
        {
            json.WriteStartArray(none);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void Arrow(SceneShape shape)
    {
        json.WriteStartObject();
        Pose(shape.XM, shape.YM, Height, 0);
        json.WriteNumber("shaft_length", shape.RadiusM);
        json.WriteNumber("shaft_diameter", shape.RadiusM / 5);
        json.WriteNumber("head_length", shape.RadiusM / 2);
        json.WriteNumber("head_diameter", shape.RadiusM / 2);
        Color(shape.Color, 1);
        json.WriteEndObject();
    }

    private void Cylinder(SceneShape shape)
    {
        json.WriteStartObject();
        Pose(shape.XM, shape.YM, Height / 2, 0);
        Vector("size", 2 * shape.RadiusM, 2 * shape.RadiusM, Height);
        json.WriteNumber("bottom_scale", 1);
        json.WriteNumber("top_scale", 1);
        Color(shape.Color, 0.6);
        json.WriteEndObject();
    }

    private void Line(SceneShape shape)
    {
        json.WriteStartObject();
        // LINE_STRIP
        json.WriteNumber("type", 0);
        Pose(0, 0, 0, 0);
        json.WriteNumber("thickness", shape.ThicknessM > 0 ? shape.ThicknessM : 2);
        json.WriteBoolean("scale_invariant", shape.ThicknessM <= 0);
        json.WriteStartArray("points");
        foreach (var (x, y) in shape.PointsM)
        {
            json.WriteStartObject();
            Coordinates(x, y, 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Color(shape.Color, 1);
        json.WriteStartArray("colors");
        json.WriteEndArray();
        json.WriteStartArray("indices");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Label(SceneShape shape)
    {
        json.WriteStartObject();
        var (x, y) = shape.RadiusM > 0 || shape.PointsM.Count == 0 ? (shape.XM, shape.YM) : shape.PointsM[shape.PointsM.Count / 2];
        Pose(x, y, 2 * Height, 0);
        json.WriteBoolean("billboard", true);
        json.WriteNumber("font_size", 12);
        json.WriteBoolean("scale_invariant", true);
        Color(shape.Color, 1);
        json.WriteString("text", shape.Label);
        json.WriteEndObject();
    }

    private void Pose(double xM, double yM, double zM, double headingRad)
    {
        json.WriteStartObject("pose");
        Vector("position", xM, yM, zM);
        Turn("orientation", headingRad);
        json.WriteEndObject();
    }

    private void Vector(string name, double x, double y, double z)
    {
        json.WriteStartObject(name);
        Coordinates(x, y, z);
        json.WriteEndObject();
    }

    private void Coordinates(double x, double y, double z)
    {
        json.WriteNumber("x", x);
        json.WriteNumber("y", y);
        json.WriteNumber("z", z);
    }

    private void Turn(string name, double headingRad)
    {
        var (sin, cos) = Math.SinCos(headingRad / 2);
        json.WriteStartObject(name);
        Coordinates(0, 0, sin);
        json.WriteNumber("w", cos);
        json.WriteEndObject();
    }

    private void Color((double R, double G, double B) color, double alpha)
    {
        json.WriteStartObject("color");
        json.WriteNumber("r", color.R);
        json.WriteNumber("g", color.G);
        json.WriteNumber("b", color.B);
        json.WriteNumber("a", alpha);
        json.WriteEndObject();
    }

    private void Time(string name)
    {
        json.WriteStartObject(name);
        json.WriteNumber("sec", nowNs / 1_000_000_000);
        json.WriteNumber("nsec", nowNs % 1_000_000_000);
        json.WriteEndObject();
    }
}
