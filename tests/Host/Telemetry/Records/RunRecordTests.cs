using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Telemetry.Records;
using Parquet;

namespace MultiAgentEdge.Tests.Host.Telemetry.Records;

public sealed class RunRecordTests
{
    private static readonly string[] Columns =
        ["tick", "time_s", "shape", "rover-1.mode", "rover-1.x_m", "rover-1.count", "rover-2.mode", "rover-2.x_m", "rover-2.count"];

    private static readonly object[][] Rows =
    [
        [1, 0.0, "line", "running", 0.1, -1L, "off", double.NaN, ""],
        [2, 0.5, "line", "running", 1 / 3.0, 7L, "running", "NaN", 3u],
        [3, 1.0, "a,b \"c\"\nd", "safe-stop", double.PositiveInfinity, 8L, "running", -1e-300, 4u],
        [4, 1.75, "line", "running", 1e22, 9L, "running", 0.0, 5u],
    ];

    [Fact]
    public void A_table_comes_back_from_its_record_to_the_character()
    {
        var text = new StringWriter();
        var (stream, record) = Begin();
        var csv = new CsvTable(text, Columns, (columns, row) => record.Row("drive", columns, row));
        foreach (var row in Rows)
            csv.Add(row);
        record.Complete();

        using var reader = McapReader.Open(stream);
        var table = Assert.Single(RecordTable.Of(reader));
        var again = new StringWriter();
        Assert.Equal(4, table.WriteCsv(again));
        Assert.Equal(text.ToString(), again.ToString());
        Assert.Equal([2, 3, 6], table.IsText.Index().Where(one => one.Item).Select(one => one.Index));
        Assert.Equal([0, 500_000_000, 1_000_000_000, 1_750_000_000], table.Rows().Select(row => (long)row.LogNs));
        Assert.Equal(double.PositiveInfinity, table.Numbers().ElementAt(2).Numbers[4]);
        Assert.Equal(["/signals", "/rover-1/signals", "/rover-2/signals"], reader.Channels.Select(channel => channel.Topic));
    }

    [Fact]
    public void Each_signal_has_its_name_and_unit()
    {
        var (stream, record) = Begin();
        record.Row("drive", ["rover-1.velocity_x_m_s", "rover-1.mode"], [1.0, "running"]);
        record.Complete();
        using var reader = McapReader.Open(stream);
        var schema = JsonDocument.Parse(reader.Schemas.Single().Data).RootElement.GetProperty("properties");
        Assert.Equal("velocity x", schema.GetProperty("velocity_x_m_s").GetProperty("title").GetString());
        Assert.Equal("m/s", schema.GetProperty("velocity_x_m_s").GetProperty("unit").GetString());
        // Lichtblick reads no topic whose schema has a choice of types.
        Assert.Equal("string", schema.GetProperty("mode").GetProperty("type").GetString());
        Assert.Equal("number", schema.GetProperty("velocity_x_m_s").GetProperty("type").GetString());
    }

    [Fact]
    public async Task The_same_rows_are_in_parquet()
    {
        var (stream, record) = Begin();
        foreach (var row in Rows)
            record.Row("drive", Columns, row);
        record.Complete();
        using var reader = McapReader.Open(stream);
        var file = new MemoryStream();
        var cancel = TestContext.Current.CancellationToken;
        Assert.Equal(4, await ParquetTable.WriteAsync(RecordTable.Of(reader)[0], file, cancel));
        await using var parquet = await ParquetReader.CreateAsync(file, cancellationToken: cancel);
        Assert.Equal(Columns, parquet.Schema.DataFields.Select(field => field.Name));
        using var group = parquet.OpenRowGroupReader(0);
        var numbers = new double?[4];
        await group.ReadAsync<double>(parquet.Schema.DataFields[7], numbers, cancellationToken: cancel);
        Assert.Equal([null, double.NaN, -1e-300, 0.0], numbers);
        var words = new string[4];
        await group.ReadAsync(parquet.Schema.DataFields[2], words, cancellationToken: cancel);
        Assert.Equal(Rows.Select(row => (string)row[2]), words);
    }

    [Fact]
    public void The_same_numbers_are_in_an_event_file()
    {
        var (stream, record) = Begin();
        foreach (var row in Rows)
            record.Row("drive", Columns, row);
        record.Complete();
        using var reader = McapReader.Open(stream);
        var file = new MemoryStream();
        var written = new EventFile(file).Write(RecordTable.Of(reader)[0]);
        var scalars = EventFileReader.Read(file.ToArray()).ToList();
        Assert.Equal(written, scalars.Count);
        // 4 of tick, time, count of rover 1; of x 3 and of rover 2 its finite ones.
        Assert.Equal(4 + 4 + 3 + 4 + 2 + 3, scalars.Count);
        Assert.Contains(scalars, one => one is { Tag: "rover-1/x_m", Step: 1 } && one.Value == (float)(1 / 3.0) && one.TimeS == 0.5);
        Assert.Contains(scalars, one => one is { Tag: "tick", Step: 3, Value: 4 });
    }

    [Fact]
    public void A_day_that_begins_anew_goes_on_after_the_one_before()
    {
        var (stream, record) = Begin();
        foreach (var timeS in new[] { 0.5, 1, 1.5, 0.5, 1, 0.5 })
            record.Row("delivery", ["time_s"], [timeS]);
        record.Complete();
        using var reader = McapReader.Open(stream);
        Assert.Equal([0.5, 1, 1.5, 2, 2.5, 3], reader.Read().Select(message => message.LogNs * 1e-9));
    }

    [Fact]
    public void Two_tables_of_one_rover_have_topics_of_their_own()
    {
        var (stream, record) = Begin();
        record.Row("one", ["rover-1.x_m"], [1.0]);
        record.Row("two", ["rover-1.y_m"], [2.0]);
        record.Complete();
        using var reader = McapReader.Open(stream);
        Assert.Equal(["/rover-1/signals", "/two/rover-1/signals"], reader.Channels.Select(channel => channel.Topic));
        Assert.Equal(["one", "two"], RecordTable.Of(reader).Select(table => table.Name));
        Assert.Equal(["2"], RecordTable.Of(reader)[1].Rows().Single().Fields);
    }

    [Fact]
    public void Poses_and_the_map_are_in_the_schemas_that_viewers_know()
    {
        var (stream, record) = Begin();
        record.Row("drive", ["time_s"], [2.25]);
        record.Foxglove("/poses", FoxgloveSchema.PosesInFrame, message => message.Poses([new("rover-1", 1, 2, Math.PI / 2)]));
        record.Foxglove("/tf", FoxgloveSchema.FrameTransforms, message => message.Transforms([new("rover-1", 1, 2, Math.PI / 2)]));
        record.Foxglove("/scene", FoxgloveSchema.SceneUpdate, message => message.Scene(
            [new("rover-1", "rover") { Frame = "rover-1", RadiusM = 0.1, HasFront = true, Label = "one" },
                new("path", "path") { PointsM = [(0, 0), (1, 1)] }]));
        record.Log("host", "a push");
        record.Complete();
        using var reader = McapReader.Open(stream);
        JsonElement Of(string topic) => JsonDocument.Parse(reader.Read(channel => channel.Topic == topic).Single().Data).RootElement;
        var pose = Of("/poses").GetProperty("poses")[0];
        Assert.Equal((1, 2), (pose.GetProperty("position").GetProperty("x").GetDouble(), pose.GetProperty("position").GetProperty("y")
            .GetDouble()));
        Assert.Equal(Math.Sqrt(0.5), pose.GetProperty("orientation").GetProperty("w").GetDouble(), 12);
        var transform = Of("/tf").GetProperty("transforms")[0];
        Assert.Equal("rover-1", transform.GetProperty("child_frame_id").GetString());
        Assert.Equal((2, 250_000_000),
            (transform.GetProperty("timestamp").GetProperty("sec").GetInt32(), transform.GetProperty("timestamp").GetProperty("nsec").GetInt32()));
        var entities = Of("/scene").GetProperty("entities");
        Assert.Equal(0.2, entities[0].GetProperty("cylinders")[0].GetProperty("size").GetProperty("x").GetDouble());
        Assert.Equal(2, entities[1].GetProperty("lines")[0].GetProperty("points").GetArrayLength());
        Assert.Equal((2, "a push"), (Of("/log").GetProperty("level").GetInt32(), Of("/log").GetProperty("message").GetString()));
        foreach (var channel in reader.Channels.Where(channel => channel.Topic != "/signals"))
        {
            var schema = reader.Schemas.Single(one => one.Id == channel.SchemaId);
            Assert.StartsWith("foxglove.", schema.Name, StringComparison.Ordinal);
            // Whatever is written is described, all the way down.
            Described(Of(channel.Topic), JsonDocument.Parse(schema.Data).RootElement, schema.Name);
        }
    }

    [Fact]
    public void A_live_record_counts_by_the_wall_clock_and_keeps_the_wire_as_it_was()
    {
        var stream = new MemoryStream();
        using var record = new RunRecord(stream, new StandingClock(DateTimeOffset.UnixEpoch.AddSeconds(1234.5)));
        record.Describe(new JsonObject { ["verb"] = "run formation", ["seed"] = 3 }, "lab");
        record.Wire("mae/1/lab/rover-1/state", [0x4D, 0x41, 1, 2]);
        record.Wire("mae/1/lab/rover-1/info", "{\"name\":\"rover-1\"}"u8);
        record.Log("host", "before the first row");
        record.Complete();
        // Whoever still has something to say after the end harms nothing.
        record.Wire("mae/1/lab/rover-1/state", [1]);
        using var reader = McapReader.Open(stream);
        Assert.Equal(["json", "json", RunRecord.FrameEncoding], reader.Channels.Select(channel => channel.MessageEncoding).Order());
        Assert.All(reader.Read(), message => Assert.Equal(1_234_500_000_000ul, message.LogNs));
        var about = reader.Metadata(RunRecord.About)!.ToDictionary();
        Assert.Equal(("wall", "3", "lab"), (about["clock"], about["seed"], about["fleet"]));
        Assert.Equal([0x4D, 0x41, 1, 2], reader.Read(channel => channel.MessageEncoding == RunRecord.FrameEncoding).Single().Data);
    }

    private static void Described(JsonElement value, JsonElement schema, string where)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Described(item, schema.GetProperty("items"), where);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                Assert.True(schema.GetProperty("properties").TryGetProperty(property.Name, out var its), $"{where}.{property.Name}");
                Described(property.Value, its, $"{where}.{property.Name}");
            }
        }
    }

    private static (MemoryStream Stream, RunRecord Record) Begin()
    {
        var stream = new MemoryStream();
        return (stream, new RunRecord(stream));
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
