using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging.Broker;

public sealed class RetainedLogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae retained ").FullName;

    private string FilePath => Path.Combine(folder, "retained.log");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_set_last_is_there_again_and_what_was_taken_back_is_not()
    {
        using (var log = RetainedLog.Open(FilePath))
        {
            log.Set(Message("a", 1));
            log.Set(Message("b", 2));
            log.Set(Message("a", 3, 4));
            log.Set(Message("b"));
            log.Set(Message("ä/€", 5));
        }

        for (var again = 0; again < 2; again++)
        {
            using var log = RetainedLog.Open(FilePath);
            Assert.Equal(["a", "ä/€"], log.Messages.Select(message => message.Topic).Order(StringComparer.Ordinal));
            Assert.Equal([3, 4], log.Messages.Single(message => message.Topic == "a").Payload);
            Assert.All(log.Messages, message => Assert.Equal(QualityOfService.AtLeastOnce, message.Qos));
        }
    }

    /// <summary>A kill or a power cut may tear the last record anywhere.</summary>
    [Fact]
    public void Cut_at_every_byte_it_opens_with_all_whole_records_before_the_cut()
    {
        var ends = new List<long>();
        using (var log = RetainedLog.Open(FilePath))
        {
            for (byte i = 0; i < 5; i++)
            {
                log.Set(Message($"topic-{i}", i, 7, 9));
                ends.Add(new FileInfo(FilePath).Length);
            }
        }

        var whole = File.ReadAllBytes(FilePath);
        for (var cut = 0; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(FilePath, whole[..cut]);
            using var log = RetainedLog.Open(FilePath);
            Assert.Equal(ends.Count(end => end <= cut), log.Messages.Count);
            log.Set(Message("after", 1));
            Assert.Contains(log.Messages, message => message.Topic == "after");
        }
    }

    [Fact]
    public void It_does_not_grow_without_end()
    {
        using var log = RetainedLog.Open(FilePath);
        var payload = new byte[100_000];
        for (var i = 0; i < 50; i++)
        {
            payload[0] = (byte)i;
            log.Set(Message("same", payload));
            Assert.InRange(new FileInfo(FilePath).Length, payload.Length, 1 << 21);
        }

        using var again = RetainedLog.Open(FilePath);
        Assert.Equal(49, again.Messages.Single().Payload[0]);
    }

    /// <summary>Once the attempt to rewrite it had failed, nothing was kept any more.</summary>
    [Fact]
    public void One_that_cannot_be_rewritten_goes_on_growing_and_forgets_nothing()
    {
        // In the way of the file that would replace it (PrivateFile).
        var partial = new DirectoryInfo($"{FilePath}.{Environment.ProcessId}.partial");
        using var log = RetainedLog.Open(FilePath);
        partial.Create();
        var payload = new byte[100_000];
        for (var i = 0; i < 30; i++)
        {
            payload[0] = (byte)i;
            log.Set(Message("same", payload));
        }

        Assert.True(new FileInfo(FilePath).Length > 30 * payload.Length);
        partial.Delete();
        using var again = RetainedLog.Open(FilePath);
        Assert.Equal(29, again.Messages.Single().Payload[0]);
    }

    [Fact]
    public void A_damaged_byte_is_never_taken_for_a_message()
    {
        using (var log = RetainedLog.Open(FilePath))
        {
            log.Set(Message("first", 1));
            log.Set(Message("second", 2));
        }

        var whole = File.ReadAllBytes(FilePath);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x40;
            File.WriteAllBytes(FilePath, damaged);
            using var log = RetainedLog.Open(FilePath);
            Assert.InRange(log.Messages.Count, 0, 1);
            Assert.All(log.Messages, message => Assert.Equal(("first", 1), (message.Topic, message.Payload.Single())));
        }
    }

    private static RetainedMessage Message(string topic, params byte[] payload) => new(topic, payload, QualityOfService.AtLeastOnce);
}
