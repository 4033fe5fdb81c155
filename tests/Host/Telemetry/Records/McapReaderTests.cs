using System.Text;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Tests.Host.Telemetry.Records;

public sealed class McapReaderTests
{
    private const int Seconds = 6;

    [Fact]
    public void A_file_cut_at_any_byte_gives_every_whole_second_and_nothing_wrong()
    {
        var bytes = McapWriterTests.Sample(4 * Seconds);
        var whole = Ends(bytes);
        Assert.Equal(Seconds, whole.Count);
        var all = Enumerable.Range(0, 4 * Seconds).SelectMany(i => new[] { $"a {i}", $"b {i}" }).ToList();
        for (var length = 8; length < bytes.Length; length++)
        {
            using var reader = McapReader.Open(new MemoryStream(bytes[..length]));
            Assert.True(reader.IsRecovered);
            var expected = whole.Count(end => end <= length) * 8;
            Assert.Equal((ulong)expected, reader.Messages);
            Assert.Equal(all.Take(expected), reader.Read().Select(McapWriterTests.Text));
        }
    }

    [Fact]
    public void A_byte_that_is_wrong_is_never_read_as_right()
    {
        var bytes = McapWriterTests.Sample(4 * Seconds);
        var right = Enumerable.Range(0, 4 * Seconds).SelectMany(i => new[] { $"a {i}", $"b {i}" }).ToList();
        var noticed = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 0x55;
            try
            {
                using var reader = McapReader.Open(new MemoryStream(damaged));
                var read = reader.Read().Select(McapWriterTests.Text).ToList();
                noticed += reader.IsRecovered ? 1 : 0;
                // What is lost is lost from a second on; what is read is what was written.
                Assert.Equal(right.Take(read.Count), read);
            }
            catch (FormatException)
            {
                noticed++;
            }
        }

        Assert.True(noticed > bytes.Length / 2, $"{noticed} of {bytes.Length} were noticed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("tick,time_s\n1,0.5\n")]
    public void What_is_no_such_file_is_called_so(string text)
    {
        var error = Assert.Throws<FormatException>(() => McapReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))));
        Assert.Contains("no MCAP file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_chunk_says_where()
    {
        var bytes = McapWriterTests.Sample(4 * Seconds);
        bytes[Ends(bytes)[1] - 10] ^= 1;
        using var reader = McapReader.Open(new MemoryStream(bytes));
        var error = Assert.Throws<FormatException>(() => reader.Read().ToList());
        Assert.Contains("chunk at byte", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_killed_is_made_whole()
    {
        var folder = Directory.CreateTempSubdirectory("mae repair ").FullName;
        try
        {
            var bytes = McapWriterTests.Sample(4 * Seconds);
            var (cut, repaired) = (Path.Combine(folder, "cut"), Path.Combine(folder, "repaired"));
            File.WriteAllBytes(cut, bytes[..(Ends(bytes)[2] + 20)]);
            Assert.Equal(24ul, McapRepair.Run(cut, repaired));
            using var reader = McapReader.Open(repaired);
            Assert.False(reader.IsRecovered);
            Assert.Equal(24, reader.Read().Count());
            Assert.Equal("the file", Encoding.UTF8.GetString(reader.Attachment("run.json")!));
            Assert.Equal("1", reader.Metadata("mae")!.Single().Value);
            File.WriteAllBytes(cut, bytes[..40]);
            Assert.Equal(0ul, McapRepair.Run(cut, Path.Combine(folder, "nothing")));
            Assert.False(File.Exists(Path.Combine(folder, "nothing")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Byte after each chunk's record: found by walking, not by the reader that is tested.</summary>
    private static List<int> Ends(byte[] bytes)
    {
        var ends = new List<int>();
        for (var at = 8; at < bytes.Length - 8;)
        {
            var next = at + 9 + (int)BitConverter.ToUInt64(bytes, at + 1);
            if (bytes[at] == 6)
                ends.Add(next);
            at = next;
        }

        return ends;
    }
}
