using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Fleet.Description;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Fleet;

public sealed class AsyncApiTests
{
    private static readonly Lazy<JsonObject> Document = new(() => AsyncApi.Document());

    /// <summary>Against the table of shared/Wire/README.md, by hand.</summary>
    [Theory]
    [InlineData(
        "state",
        "mode 0 u8, action 1 u8, mission_kind 2 u8, flags 3 u8, tick 4 u32, coordinator_epoch 8 u32, parameter_version 12 u32, "
        + "faults 16 u32, missed_deadlines 20 u32, rounds_missed 24 u32, battery_v 28 f32, state_count 32 u8, "
        + "state 33 f64 [state_count]")]
    [InlineData(
        "plan",
        "tick 0 u32, has_old_price 4 bit 7 of u8, round 4 u8, status 5 u8, output_count 6 u16, sensitivity_count 8 u16, "
        + "outputs 10 f64 [output_count], sensitivity after outputs f64 [sensitivity_count]")]
    [InlineData(
        "dual",
        "tick 0 u32, round 4 u8, rounds 5 u8, has_pace 6 bit 2 of u8, flags 6 u8, probe_count 7 u8, price_count 8 u16, "
        + "price 10 f64 [price_count], probe after price f64 [probe_count], pace after probe f64 [8 where has_pace]")]
    [InlineData("pose", "source 0 u8, flags 1 u8, stamp_us 2 i64, x_m 10 f64, y_m 18 f64, heading_rad 26 f64, sigma_m 34 f32, sigma_rad 38 f32")]
    [InlineData("cmd", "command 0 u8, tick 4 u32, argument 8 f64")]
    [InlineData(
        "param_desired",
        "version 0 u32, byte_count 4 u32, crc32 8 u32, chunk_bytes 12 u16, flags 14 u16, activate_at_tick 16 u32, "
        + "rollback_from 20 u32, digest 24 u8 [32], signature 56 u8 [32]")]
    [InlineData("param_chunk", "version 0 u32, crc32 4 u32, index 8 u16, length 10 u16, data 12 u8 [length]")]
    [InlineData(
        "tele",
        "tick 0 u32, mode 4 u8, action 5 u8, status 6 u8, rounds 7 u8, count 8 u16, parameter_version 10 u16, solve_us 12 u32, "
        + "lateness_us 16 u32, figure 20 f64, residual 28 f64, state_count 36 u8, input_count 37 u8, price_count 38 u16, "
        + "state 40 f64 [state_count], input after state f64 [input_count], price after input f64 [price_count]")]
    public void A_frames_bytes_are_where_its_writer_puts_them(string message, string expected)
    {
        var layout = Document.Value["components"]!["messages"]![message]!["x-payload-layout"]!.AsArray();
        Assert.Equal(expected, string.Join(", ", layout.Select(field => Text(field!))));
    }

    [Fact]
    public void A_state_is_read_by_the_description_alone()
    {
        var frame = new StateFrame(4) { Mode = RoverMode.Running, Tick = 77, BatteryV = 7.25f, StateCount = 2 };
        (frame.State[0], frame.State[1]) = (1.5, -2.5);
        var buffer = new byte[256];
        var length = FrameCodec.Seal(buffer, FrameKind.State, 9, 10, 11, frame.Write(buffer, FrameCodec.HeaderBytes));
        int Header(string name) => Offset(Document.Value["x-frame-header"]!, name);
        int Payload(string name) =>
            FrameCodec.HeaderBytes + Offset(Document.Value["components"]!["messages"]!["state"]!["x-payload-layout"]!, name);
        Assert.Equal(9u, BitConverter.ToUInt32(buffer, Header("epoch")));
        Assert.Equal(10u, BitConverter.ToUInt32(buffer, Header("sequence")));
        Assert.Equal(11L, BitConverter.ToInt64(buffer, Header("time_us")));
        Assert.Equal(length - FrameCodec.OverheadBytes, BitConverter.ToInt32(buffer, Header("payload_bytes")));
        Assert.Equal(77u, BitConverter.ToUInt32(buffer, Payload("tick")));
        Assert.Equal(7.25f, BitConverter.ToSingle(buffer, Payload("battery_v")));
        Assert.Equal(-2.5, BitConverter.ToDouble(buffer, Payload("state") + 8));
    }

    [Fact]
    public void Every_topic_has_an_address_a_content_type_and_a_schema()
    {
        var messages = Document.Value["components"]!["messages"]!.AsObject();
        string[] expected =
            [
                "state", "info", "tele", "plan", "ack", "param_reported", "dual", "cmd", "pose", "param_desired", "param_chunk", "lease",
                "last", "motion", "scene", "progress", "param", "param_answer", "firmware_desired", "firmware_chunk", "firmware_reported",
                "mission", "pace",
            ];
        Assert.Equal(expected.Order(), messages.Select(one => one.Key).Order());
        foreach (var (name, message) in messages)
        {
            Assert.StartsWith("mae/1/{fleet}/", (string?)Document.Value["channels"]![name]!["address"], StringComparison.Ordinal);
            var isJson = (string?)message!["contentType"] == "application/json";
            var parts = isJson ? message["payload"]!["properties"]!.AsObject().Count : message["x-payload-layout"]!.AsArray().Count;
            Assert.True(parts > 2, name);
        }

        Assert.Equal("number", (string?)messages["info"]!["payload"]!["properties"]!["boot_count"]!["type"]);
        Assert.Equal("mae/1/lab/{rover}/state", (string?)AsyncApi.Document("lab")["channels"]!["state"]!["address"]);
    }

    private static int Offset(JsonNode fields, string name) =>
        (int)fields.AsArray().Single(one => (string?)one!["name"] == name)!["offset"]!;

    private static string Text(JsonNode field)
    {
        var place = field["after"] is { } after ? $"after {after}" : $"{field["offset"]}";
        var count = field["count"] is { } many ? $" [{many}]" : "";
        return $"{field["name"]} {place} {field["type"]}{count}";
    }
}
