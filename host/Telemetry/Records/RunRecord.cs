using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>
/// The record of a run: one MCAP file with its signals, where its rovers are, the map, what was said, and what was on the wire. Safe from
/// any thread. A simulated run's times are its own, so that the same run gives the same bytes; a live one's are the wall clock's.
/// </summary>
public sealed class RunRecord : IDisposable
{
    /// <summary>Name of the file in a run folder.</summary>
    public const string FileName = "record.mcap";

    /// <summary>Name of the words about the run.</summary>
    public const string About = "mae";

    /// <summary>Begins the name of the words about a table, which goes on with its name.</summary>
    public const string TablePrefix = "mae.table.";

    /// <summary>Messages of MQTT in their bytes, on the topics that they were published on.</summary>
    public const string FrameEncoding = "mae-frame";

    /// <summary>Which channels are what was on the wire.</summary>
    public const string WireKey = "wire";

    internal const string TableKey = "table";
    internal const string PartKey = "part";
    internal const string ColumnsKey = "columns";

    private static readonly JsonWriterOptions Plain = new() { SkipValidation = true };

    /// <summary>Columns that this machine's clock measured: in a simulated run's record they are empty.</summary>
    private static readonly HashSet<string> OfMachine = ["solve_us", "seconds"];

    private readonly Lock gate = new();
    private readonly IRecordSink writer;
    private readonly TimeProvider? wall;
    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private readonly Utf8JsonWriter json;
    private readonly Dictionary<string, ushort> channels = [];
    private readonly Dictionary<string, TableLayout> tables = [];
    private bool isClosed;

    /// <param name="stream">The caller's to close.</param>
    /// <param name="wall">Of a live run; null: time is what its rows say.</param>
    /// <param name="isLater">Written of what is on the disk already: nothing is lost with whoever writes, so chunks may be long.</param>
    public RunRecord(Stream stream, TimeProvider? wall = null, bool isLater = false)
        : this(new McapWriter(stream, isLater ? ulong.MaxValue : McapWriter.ChunkNs), wall)
    {
    }

    /// <param name="sink">Where it all goes; this record's to dispose of.</param>
    /// <param name="wall">As above.</param>
    public RunRecord(IRecordSink sink, TimeProvider? wall)
    {
        this.wall = wall;
        writer = sink;
        json = new Utf8JsonWriter(buffer, Plain);
    }

    /// <summary>Time of what is written next, ns: since the Unix epoch of a live run, since it began to drive of a simulated one.</summary>
    public ulong NowNs => wall is null ? RowNs : (ulong)(wall.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    /// <summary>Whether a row was written: what was said before belongs to the machine, not to a simulated run.</summary>
    public bool HasRows { get; private set; }

    public bool IsLive => wall is not null;

    private ulong RowNs { get; set; }

    /// <summary>What the run is, as its run.json begins; once, before anything else.</summary>
    /// <param name="header">Kept as the attachment run.json.</param>
    /// <param name="fleet">Null: none.</param>
    public void Describe(JsonObject header, string? fleet)
    {
        ArgumentNullException.ThrowIfNull(header);
        lock (gate)
        {
            writer.AddMetadata(About,
            [
                new("clock", IsLive ? "wall" : "simulated"),
                new("verb", header["verb"]?.ToString() ?? ""),
                new("seed", header["seed"]?.ToString() ?? ""),
                new("fleet", fleet ?? ""),
            ]);
            writer.Attach("run.json", "application/json", JsonSerializer.SerializeToUtf8Bytes(header));
        }
    }

    /// <summary>One row of a table. A column <c>rover-1.x_m</c> goes to the topic <c>/rover-1/signals</c>, one without a rover to
    /// <c>/signals</c>.</summary>
    /// <param name="columns">The same in every call for a table.</param>
    /// <param name="fields">Numbers or texts; NaN or an empty text: not known; the text NaN: known to be no number.</param>
    public void Row(string table, IReadOnlyList<string> columns, IReadOnlyList<object> fields)
    {
        lock (gate)
        {
            if (isClosed)
                return;
            if (!tables.TryGetValue(table, out var layout))
            {
                tables.Add(table, layout = new TableLayout(
                    table, columns, fields, tables.Values.SelectMany(one => one.Parts).Select(part => part.Topic).ToHashSet()));
                writer.AddMetadata(TablePrefix + table, [new(ColumnsKey, string.Join('\n', columns))]);
                layout.AddTo(writer);
            }

            if (wall is null)
                RowNs = layout.TimeOf(fields);
            HasRows = true;
            var nowNs = NowNs;
            foreach (var part in layout.Parts)
            {
                Begin();
                json.WriteStartObject();
                foreach (var column in part.Columns)
                {
                    if (wall is not null || !OfMachine.Contains(part.Names[column.Index]))
                        RecordValue.Write(json, part.Names[column.Index], fields[column.Field]);
                }

                json.WriteEndObject();
                Put(part.Channel, nowNs);
            }
        }
    }

    /// <summary>A message of one of Foxglove's schemas.</summary>
    /// <param name="schema">One of <see cref="FoxgloveSchema"/>.</param>
    public void Foxglove(string topic, FoxgloveSchema schema, Action<FoxgloveJson> write)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(write);
        lock (gate)
        {
            if (isClosed)
                return;
            var nowNs = NowNs;
            Begin();
            write(new FoxgloveJson(json, nowNs));
            Put(ChannelOf(topic, "json", () => writer.AddSchema(schema.Name, "jsonschema", schema.Data)), nowNs);
        }
    }

    /// <summary>What somebody said, on /log.</summary>
    /// <param name="source">Who.</param>
    public void Log(string source, string text, bool isWarning = false)
    {
        if (wall is null && !HasRows)
            return;
        Foxglove("/log", FoxgloveSchema.Log, message => message.Log(source, text, isWarning));
    }

    /// <summary>A message as it was on the wire, on its own topic.</summary>
    public void Wire(string topic, ReadOnlySpan<byte> payload)
    {
        lock (gate)
        {
            if (isClosed)
                return;
            // Frames begin with a byte that no JSON text begins with.
            var isJson = payload.Length > 0 && payload[0] == (byte)'{';
            var channel = ChannelOf(
                isJson ? topic + " json" : topic, isJson ? "json" : FrameEncoding,
                () => isJson ? writer.AddSchema("mae.Json", "jsonschema", "{\"type\":\"object\"}"u8) : (ushort)0,
                topic, [new(WireKey, "mqtt")]);
            writer.Write(channel, NowNs, payload);
        }
    }

    /// <summary>Ends the chunk: what was written so far outlives this process.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (!isClosed)
                writer.Flush();
        }
    }

    /// <summary>Ends the file; whatever is written afterwards is passed over.</summary>
    public void Complete()
    {
        lock (gate)
        {
            if (!isClosed)
                writer.Complete();
            isClosed = true;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            writer.Dispose();
            json.Dispose();
        }
    }

    private void Begin()
    {
        buffer.Clear();
        json.Reset();
    }

    private void Put(ushort channel, ulong nowNs)
    {
        json.Flush();
        writer.Write(channel, nowNs, buffer.WrittenSpan);
    }

    private ushort ChannelOf(
        string key, string encoding, Func<ushort> schema, string? topic = null, IReadOnlyList<KeyValuePair<string, string>>? words = null)
    {
        if (!channels.TryGetValue(key, out var channel))
            channels.Add(key, channel = writer.AddChannel(topic ?? key, encoding, schema(), words));
        return channel;
    }
}
