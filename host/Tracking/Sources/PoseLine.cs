using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Poses;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Naming;

namespace MultiAgentEdge.Host.Tracking.Sources;

/// <summary>One line of JSON that says where a rover is: what trackers of others write (README.md has the schema).</summary>
public static class PoseLine
{
    /// <summary>No pose takes more.</summary>
    public const int MaxBytes = 1024;

    // Of who says nothing of it: a camera's.
    private const double LikelySigmaM = 0.01;
    private const double LikelySigmaRad = 0.03;

    private const int MaxSourceLength = 32;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 4 };

    /// <param name="source">Where no source stands in the line.</param>
    /// <param name="rover">Where neither rover nor marker stands in the line; null: one must.</param>
    /// <param name="stampUs">Null: none in the line.</param>
    /// <param name="why">For a person; empty where it is a pose.</param>
    /// <returns>Null: none.</returns>
    public static PoseReading? Read(ReadOnlyMemory<byte> line, TrackingSetup setup, string source, string? rover, out long? stampUs,
        out string why)
    {
        stampUs = null;
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            return Read(document.RootElement, setup, source, rover, out stampUs, out why);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // NaN and Infinity are no JSON, and what most programs write of them.
            var text = System.Text.Encoding.UTF8.GetString(line.Span);
            why = text.Contains("NaN", StringComparison.Ordinal) || text.Contains("Infinity", StringComparison.Ordinal)
                ? "A line has NaN or Infinity for a number."
                : string.Create(CultureInfo.InvariantCulture, $"A line is no JSON: {Short(exception.Message)}");
            return null;
        }
    }

    /// <summary>A line that is read, with every key that may stand in it beside the rover's name.</summary>
    public static JsonObject Example() => new()
    {
        ["x_m"] = 1.25,
        ["y_m"] = -0.5,
        ["heading_rad"] = 1.57,
        ["sigma_m"] = LikelySigmaM,
        ["sigma_rad"] = LikelySigmaRad,
        ["stamp_us"] = 1_000_000,
        ["source"] = "mocap",
    };

    private static PoseReading? Read(JsonElement line, TrackingSetup setup, string source, string? named, out long? stampUs, out string why)
    {
        stampUs = null;
        if (line.ValueKind != JsonValueKind.Object)
        {
            why = "A line is no JSON object.";
            return null;
        }

        if (Name(line, setup, named, out why) is not { } rover)
            return null;
        double[] numbers = [double.NaN, double.NaN, double.NaN, LikelySigmaM, LikelySigmaRad];
        string[] keys = ["x_m", "y_m", "heading_rad", "sigma_m", "sigma_rad"];
        for (var i = 0; i < keys.Length; i++)
        {
            if (!line.TryGetProperty(keys[i], out var value) || (value.ValueKind == JsonValueKind.Null && i >= 2))
            {
                if (i >= 2)
                    continue;
                why = $"A line has no {keys[i]}.";
                return null;
            }

            if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                why = $"A line's {keys[i]} is no number.";
                return null;
            }
        }

        if (line.TryGetProperty("stamp_us", out var stamp) && stamp.ValueKind != JsonValueKind.Null)
        {
            if (stamp.ValueKind != JsonValueKind.Number || !stamp.TryGetInt64(out var us) || us < 0)
            {
                why = "A line's stamp_us is no whole number of microseconds, 0 or more.";
                return null;
            }

            stampUs = us;
        }

        if (line.TryGetProperty("source", out var said) && said.ValueKind == JsonValueKind.String
            && said.GetString() is { Length: > 0 and <= MaxSourceLength } text && !text.Any(char.IsControl))
            source = text;
        return new PoseReading(rover, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], 0, source);
    }

    private static string? Name(JsonElement line, TrackingSetup setup, string? named, out string why)
    {
        why = "";
        if (line.TryGetProperty("rover", out var name))
        {
            if (name.ValueKind == JsonValueKind.String && name.GetString() is { } text && RoverName.IsValid(text))
                return text;
            why = "A line's rover is no name of a rover: a-z, 0-9 and -, at most 32.";
            return null;
        }

        if (!line.TryGetProperty("marker_id", out var marker))
        {
            why = named is null ? "A line names neither rover nor marker_id." : "";
            return named;
        }

        if (marker.ValueKind == JsonValueKind.Number && marker.TryGetInt32(out var id) && id >= 0 && setup.RoverOf(id) is { } rover)
            return rover.Name;
        why = "A line's marker_id is on no rover.";
        return null;
    }

    private static string Short(string message) => message.Length <= 120 ? message : message[..120] + " ...";
}
