using System.Text;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Tests.Host.Telemetry.Records;

public sealed class McapWriterTests
{
    internal const ulong Second = 1_000_000_000;

    [Fact]
    public void What_is_written_is_read()
    {
        var bytes = Sample(25);
        using var reader = McapReader.Open(new MemoryStream(bytes));
        Assert.False(reader.IsRecovered);
        Assert.Equal(["/a", "/b"], reader.Channels.Select(channel => channel.Topic));
        Assert.Equal((50ul, 0ul, 24 * Second / 4), (reader.Messages, reader.FirstNs, reader.LastNs));
        var messages = reader.Read().ToList();
        Assert.Equal(Enumerable.Range(0, 25).SelectMany(i => new[] { $"a {i}", $"b {i}" }), messages.Select(Text));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => (uint)i), messages.Where(m => m.Channel.Topic == "/a").Select(m => m.Sequence));
        Assert.Equal("said", reader.Channels.First().Of("who"));
        Assert.Equal("{}", Encoding.UTF8.GetString(reader.Schemas.Single().Data));
        Assert.Equal("seed", reader.Metadata("mae")!.Single().Key);
        Assert.Equal("the file", Encoding.UTF8.GetString(reader.Attachment("run.json")!));
        Assert.Null(reader.Attachment("none"));
        Assert.Null(reader.Metadata("none"));
    }

    [Fact]
    public void Some_channels_and_later_times_are_read_alone()
    {
        using var reader = McapReader.Open(new MemoryStream(Sample(25)));
        Assert.Equal(
            Enumerable.Range(18, 7).Select(i => $"b {i}"), reader.Read(channel => channel.Topic == "/b", (4 * Second) + 1
                + (Second / 4)).Select(Text));
    }

    [Fact]
    public void The_same_calls_give_the_same_bytes() => Assert.Equal(Sample(40), Sample(40));

    [Fact]
    public void Messages_of_several_threads_come_in_the_order_of_their_times()
    {
        var stream = new MemoryStream();
        using (var writer = new McapWriter(stream))
        {
            var channel = writer.AddChannel("/a", "json", 0);
            // Chunks of 0 to 2.4 s and of 1.1 s to 5 s: they overlap.
            foreach (var tenth in new ulong[] { 0, 9, 3, 24, 11, 12, 30, 50, 41 })
            {
                writer.Write(channel, tenth * Second / 10, Encoding.UTF8.GetBytes($"{tenth}"));
                if (tenth == 24)
                    writer.Flush();
            }

            writer.Complete();
        }

        using var reader = McapReader.Open(stream);
        Assert.Equal(["0", "3", "9", "11", "12", "24", "30", "41", "50"], reader.Read().Select(Text));
    }

    [Fact]
    public void A_file_without_messages_is_a_file()
    {
        var stream = new MemoryStream();
        using (var writer = new McapWriter(stream))
        {
            writer.AddChannel("/a", "json", 0);
            writer.Complete();
        }

        using var reader = McapReader.Open(stream);
        Assert.Equal((false, 0ul), (reader.IsRecovered, reader.Messages));
        Assert.Empty(reader.Read());
    }

    [Fact]
    public void Channels_and_schemas_that_are_not_there_are_refused()
    {
        using var writer = new McapWriter(new MemoryStream());
        Assert.Throws<ArgumentException>(() => writer.AddChannel("/a", "json", 3));
        Assert.Throws<ArgumentException>(() => writer.Write(1, 0, []));
        writer.Complete();
        Assert.Throws<ObjectDisposedException>(() => writer.Write(1, 0, []));
    }

    internal static string Text(McapMessage message) => Encoding.UTF8.GetString(message.Data);

    /// <summary>Two channels, four messages a second on each.</summary>
    internal static byte[] Sample(int count)
    {
        var stream = new MemoryStream();
        using (var writer = new McapWriter(stream))
        {
            writer.AddMetadata("mae", [new("seed", "1")]);
            writer.Attach("run.json", "application/json", "the file"u8);
            var schema = writer.AddSchema("a", "jsonschema", "{}"u8);
            Assert.Equal(schema, writer.AddSchema("a", "jsonschema", "{}"u8));
            var a = writer.AddChannel("/a", "json", schema, [new("who", "said")]);
            var b = writer.AddChannel("/b", "text", 0);
            for (var i = 0; i < count; i++)
            {
                writer.Write(a, (ulong)i * Second / 4, Encoding.UTF8.GetBytes($"a {i}"));
                writer.Write(b, (ulong)i * Second / 4, Encoding.UTF8.GetBytes($"b {i}"));
            }

            writer.Complete();
        }

        return stream.ToArray();
    }
}
