using System.Text;
using System.Text.Json;
using MultiAgentEdge.Firmware;

namespace MultiAgentEdge.Tests.Firmware;

public class JsonWriterTests
{
    [Fact]
    public void What_it_writes_is_one_json_object()
    {
        var json = new JsonWriter(256);

        var length = json.Begin().Text("na\"me", "a\\b\n").Number("n", -12).Flag("yes", true).End();

        using var read = JsonDocument.Parse(json.Buffer.AsMemory(0, length));
        Assert.Equal("a\\b?", read.RootElement.GetProperty("na\"me").GetString());
        Assert.Equal(-12, read.RootElement.GetProperty("n").GetInt32());
        Assert.True(read.RootElement.GetProperty("yes").GetBoolean());
    }

    [Fact]
    public void What_does_not_fit_is_cut_and_said()
    {
        var json = new JsonWriter(8);

        json.Begin().Text("key", "a long value").End();

        Assert.True(json.Overflow);
        Assert.Equal(8, json.Length);
        Assert.Equal("{\"key\":\"", Encoding.ASCII.GetString(json.Buffer));
    }
}
