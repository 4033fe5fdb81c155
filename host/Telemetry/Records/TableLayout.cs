using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>How a table's columns become topics: one for each rover that columns name before a dot, one for the rest.</summary>
internal sealed class TableLayout
{
    private readonly int timeField;
    private ulong rows;
    private double offsetS;
    private double lastS;
    private double stepS;

    /// <param name="first">The first row: which columns are text.</param>
    /// <param name="taken">Topics that are in use: where one would be a table's too, its topics carry the table's name.</param>
    public TableLayout(string name, IReadOnlyList<string> columns, IReadOnlyList<object> first, IReadOnlySet<string> taken)
    {
        Name = name;
        timeField = columns.ToList().IndexOf("time_s");
        var prefix = columns.Any(column => taken.Contains(TopicOf("", PartOf(column)))) ? "/" + name : "";
        Parts = [.. columns
            .Select((column, field) => (Part: PartOf(column), Field: field))
            .GroupBy(one => one.Part)
            .Select(group => new TablePart(
                group.Key,
                TopicOf(prefix, group.Key),
                [.. group.Select((one, index) => (index, one.Field))],
                [.. group.Select(one => columns[one.Field][(group.Key.Length == 0 ? 0 : group.Key.Length + 1)..])],
                [.. group.Select(one => RecordValue.IsText(first[one.Field]))]))];
    }

    public string Name { get; }

    public IReadOnlyList<TablePart> Parts { get; }

    /// <summary>The rover that a column is of; empty: none.</summary>
    public static string PartOf(string column) => column.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? column[..dot] : "";

    private static string TopicOf(string prefix, string part) =>
        part.Length == 0 ? $"{prefix}/signals" : $"{prefix}/{part}/signals";

    public void AddTo(IRecordSink writer)
    {
        foreach (var part in Parts)
        {
            var schema = writer.AddSchema(
                $"mae.Signals/{Name}{(part.Name.Length == 0 ? "" : "/" + part.Name)}", "jsonschema",
                JsonSerializer.SerializeToUtf8Bytes(Schema(part)));
            part.Channel = writer.AddChannel(
                part.Topic, "json", schema, [new(RunRecord.TableKey, Name), new(RunRecord.PartKey, part.Name)]);
        }
    }

    /// <summary>Time of a row, ns. It never falls: where a day begins anew, it goes on after the one before. Rows of a table without
    /// a time are a second apart.</summary>
    public ulong TimeOf(IReadOnlyList<object> fields)
    {
        if (timeField < 0)
            return rows++ * 1_000_000_000;
        if (RecordValue.NumberOf(fields[timeField]) is not { } timeS || !double.IsFinite(timeS))
            return (ulong)Math.Round((offsetS + lastS) * 1e9);
        if (timeS < lastS)
            offsetS += lastS + stepS - timeS;
        else if (timeS > lastS)
            stepS = timeS - lastS;
        lastS = timeS;
        return (ulong)Math.Round(Math.Max(0, offsetS + lastS) * 1e9);
    }

    private static JsonObject Schema(TablePart part)
    {
        var properties = new JsonObject();
        for (var i = 0; i < part.Names.Count; i++)
        {
            var signal = Signal.OfColumn(part.Names[i]);
            var property = new JsonObject
            {
                // One word: Lichtblick reads no topic whose schema has a choice of types.
                ["type"] = part.IsText[i] ? "string" : "number",
                ["title"] = signal.Name,
            };
            if (signal.Unit.Length > 0)
                property["unit"] = signal.Unit;
            properties[part.Names[i]] = property;
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties };
    }
}

/// <summary>The columns of a table that are one rover's.</summary>
/// <param name="Name">Of the rover; empty: of none.</param>
/// <param name="Columns">Number in <paramref name="Names"/>, and in the row.</param>
/// <param name="Names">Without the rover.</param>
internal sealed record TablePart(
    string Name, string Topic, IReadOnlyList<(int Index, int Field)> Columns, IReadOnlyList<string> Names, IReadOnlyList<bool> IsText)
{
    public ushort Channel { get; set; }
}
