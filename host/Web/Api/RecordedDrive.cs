using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Runs.Comparison;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Web.Api;

/// <summary>
/// A run's record as a page plays it back: where all were, the map, what was said, and every signal by name. Time is in s since the record
/// began. What has more samples than a page draws is thinned evenly.
/// </summary>
internal sealed class RecordedDrive
{
    /// <summary>Of poses; twice what a wide page has pixels.</summary>
    private const int MostFrames = 4000;

    private const int MostEvents = 500;

    private readonly RunSignals signals;
    private readonly JsonObject about;

    private RecordedDrive(RunSignals signals, JsonObject about) => (this.signals, this.about) = (signals, about);

    /// <exception cref="FormatException">The record is damaged.</exception>
    public static RecordedDrive Of(RecordedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        using var reader = run.Open();
        var signals = RunSignals.Of(reader);
        var frames = new List<(double TimeS, JsonArray Rovers)>();
        var names = new List<string>();
        var drawn = new RecordedScene();
        var scenes = new RecordedScenes();
        var events = new JsonArray();
        foreach (var message in reader.Read(channel => channel.Topic is "/tf" or "/scene" or "/log" || RecordedScenes.Is(channel)))
        {
            var timeS = Math.Round((message.LogNs - reader.FirstNs) * 1e-9, 3);
            if (RecordedScenes.Is(message.Channel))
            {
                scenes.Take(timeS, message.Data);
                continue;
            }

            using var json = JsonDocument.Parse(message.Data);
            if (message.Channel.Topic == "/tf")
                frames.Add((timeS, Poses(json.RootElement, names)));
            else if (message.Channel.Topic == "/scene")
                drawn.Take(json.RootElement);
            else if (events.Count < MostEvents)
                events.Add((JsonNode)new JsonObject { ["t"] = timeS, ["text"] = json.RootElement.GetProperty("message").GetString() });
        }

        var step = Math.Max(1, (int)Math.Ceiling(frames.Count / (double)MostFrames));
        List<(double TimeS, JsonArray Rovers)> shown = [.. frames.Where((_, i) => i % step == 0 || i == frames.Count - 1)];
        return new RecordedDrive(signals, new JsonObject
        {
            ["names"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
            ["t"] = new JsonArray([.. shown.Select(frame => (JsonNode)frame.TimeS)]),
            ["poses"] = new JsonArray([.. shown.Select(frame => (JsonNode)frame.Rovers)]),
            ["modes"] = new JsonArray([.. RecordTable.Of(reader).SelectMany(table => Modes(table, reader.FirstNs)).OrderBy(one => one.TimeS)
                .Select(one => (JsonNode)new JsonArray(one.TimeS, one.Rover, one.Mode))]),
            // As its host showed it, at its times; where none did, what was drawn.
            ["scenes"] = scenes.IsEmpty ? new JsonArray(new JsonArray(0.0, drawn.ToJson())) : scenes.ToJson(),
            ["events"] = events,
            ["signals"] = new JsonArray([.. signals.Names.Select(SignalOf).Distinct().Select(name => (JsonNode)name)]),
            ["is_recovered"] = reader.IsRecovered,
        });
    }

    public JsonObject ToJson() => about;

    /// <summary>A signal of every rover that has it: <c>t</c>, and <c>values</c> by rover; one of the whole fleet under an empty
    /// name.</summary>
    public JsonObject Signal(string name)
    {
        var columns = signals.Names.Where(column => SignalOf(column) == name).ToList();
        // Rovers may have tables of their own, with times of their own: by those of the longest.
        var timeS = columns.Select(column => signals[column].TimeS).MaxBy(times => times.Length) ?? [];
        var step = Math.Max(1, (int)Math.Ceiling(timeS.Length / (double)MostFrames));
        JsonArray Thin(double[] all, int digits) => [.. all.Where((_, i) => i % step == 0 || i == all.Length - 1)
            .Select(value => double.IsFinite(value) ? (JsonNode)Round(value, digits) : null)];
        return new JsonObject
        {
            ["t"] = Thin(timeS, 4),
            ["values"] = new JsonObject(
                columns.Select(column => KeyValuePair.Create(RoverOf(column), (JsonNode?)Thin(On(timeS, signals[column], column), 6)))),
        };
    }

    private static double[] On(double[] timeS, SignalTable table, string column)
    {
        var (values, from) = (table.Columns[column], 0);
        return ReferenceEquals(timeS, table.TimeS) ? values : [.. timeS.Select(time => table.At(values, time, ref from))];
    }

    // By digits that count: costs are small and large.
    internal static double Round(double value, int digits)
    {
        if (value == 0)
            return 0;
        var shift = digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return shift is < 0 or > 15 ? value : Math.Round(value, shift);
    }

    private static string SignalOf(string column) => column[(column.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static string RoverOf(string column) => column.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? column[..dot] : "";

    // A row each: number of the rover, x, y, heading.
    private static JsonArray Poses(JsonElement transforms, List<string> names)
    {
        var rows = new JsonArray();
        foreach (var one in transforms.GetProperty("transforms").EnumerateArray())
        {
            var name = one.GetProperty("child_frame_id").GetString() ?? "";
            var index = names.IndexOf(name);
            if (index < 0)
            {
                index = names.Count;
                names.Add(name);
            }

            var at = one.GetProperty("translation");
            var turn = one.GetProperty("rotation");
            var heading = 2 * Math.Atan2(turn.GetProperty("z").GetDouble(), turn.GetProperty("w").GetDouble());
            var (x, y) = (at.GetProperty("x").GetDouble(), at.GetProperty("y").GetDouble());
            rows.Add((JsonNode)new JsonArray(index, Math.Round(x, 4), Math.Round(y, 4), Math.Round(heading, 3)));
        }

        return rows;
    }

    // When whose mode changed to what.
    private static IEnumerable<(double TimeS, string Rover, string Mode)> Modes(RecordTable table, ulong firstNs)
    {
        var columns = table.Columns.Index().Where(column => column.Item.EndsWith(".mode", StringComparison.Ordinal)).ToList();
        var last = new string[columns.Count];
        foreach (var (logNs, fields) in columns.Count == 0 ? [] : table.Rows())
        {
            for (var i = 0; i < columns.Count; i++)
            {
                var mode = fields[columns[i].Index];
                if (mode == last[i])
                    continue;
                last[i] = mode;
                yield return (Math.Round((logNs - firstNs) * 1e-9, 3), RoverOf(columns[i].Item), mode);
            }
        }
    }
}
