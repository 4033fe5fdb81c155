using System.Globalization;
using System.Text.Json;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>A table as a record has it: the one way from a record to CSV, Parquet, event files and comparisons.</summary>
public sealed class RecordTable
{
    private readonly McapReader reader;
    private readonly Dictionary<string, List<(int Index, string Name)>> parts = [];

    private RecordTable(McapReader reader, string name, IReadOnlyList<string> columns)
    {
        (this.reader, Name, Columns) = (reader, name, columns);
        for (var i = 0; i < columns.Count; i++)
        {
            var part = TableLayout.PartOf(columns[i]);
            if (!parts.TryGetValue(part, out var its))
                parts.Add(part, its = []);
            its.Add((i, columns[i][(part.Length == 0 ? 0 : part.Length + 1)..]));
        }

        IsText = [.. columns.Select(TextOf)];
    }

    public string Name { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>Which columns are words.</summary>
    public IReadOnlyList<bool> IsText { get; }

    /// <summary>Every table of a record, the run's own first.</summary>
    public static IReadOnlyList<RecordTable> Of(McapReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return [.. reader.MetadataNames
            .Where(name => name.StartsWith(RunRecord.TablePrefix, StringComparison.Ordinal))
            .Select(name => new RecordTable(
                reader, name[RunRecord.TablePrefix.Length..],
                reader.Metadata(name)!.First(pair => pair.Key == RunRecord.ColumnsKey).Value.Split('\n')))];
    }

    /// <summary>Its rows: time, ns, and the fields as the table's text has them; empty: not known. A row whose end was lost with a killed
    /// writer is none.</summary>
    public IEnumerable<(ulong LogNs, string[] Fields)> Rows()
    {
        var pending = new Dictionary<uint, (int Parts, string[] Fields)>();
        foreach (var message in reader.Read(channel => channel.Of(RunRecord.TableKey) == Name))
        {
            var (count, fields) = pending.GetValueOrDefault(message.Sequence, (0, new string[Columns.Count]));
            using var json = JsonDocument.Parse(message.Data);
            foreach (var (index, name) in parts[message.Channel.Of(RunRecord.PartKey) ?? ""])
                fields[index] = RecordValue.Text(json.RootElement, name);
            if (count + 1 < parts.Count)
            {
                pending[message.Sequence] = (count + 1, fields);
                continue;
            }

            pending.Remove(message.Sequence);
            yield return (message.LogNs, fields);
        }
    }

    /// <summary>Its numbers; NaN where there is none, and in columns of words.</summary>
    public IEnumerable<(ulong LogNs, double[] Numbers)> Numbers()
    {
        foreach (var (logNs, fields) in Rows())
        {
            yield return (logNs, [.. fields.Select((field, i) => IsText[i] ? double.NaN : NumberOf(field) ?? double.NaN)]);
        }
    }

    /// <summary>A field's number; null: it is not known, or a word.</summary>
    public static double? NumberOf(string field) =>
        double.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <returns>Rows written.</returns>
    public long WriteCsv(TextWriter writer)
    {
        var csv = new CsvTable(writer, Columns);
        csv.Begin();
        var rows = 0L;
        foreach (var (_, fields) in Rows())
        {
            csv.Add(fields);
            rows++;
        }

        return rows;
    }

    private bool TextOf(string column)
    {
        var part = TableLayout.PartOf(column);
        var channel = reader.Channels.FirstOrDefault(one => one.Of(RunRecord.TableKey) == Name && one.Of(RunRecord.PartKey) == part);
        if (reader.Schemas.FirstOrDefault(schema => schema.Id == channel?.SchemaId) is not { } its)
            return false;
        using var schema = JsonDocument.Parse(its.Data);
        return schema.RootElement.TryGetProperty("properties", out var properties)
            && properties.TryGetProperty(part.Length == 0 ? column : column[(part.Length + 1)..], out var property)
            && property.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "string";
    }
}
