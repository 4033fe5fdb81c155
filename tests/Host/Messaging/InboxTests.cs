using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging;

public sealed class InboxTests
{
    [Fact]
    public void Gives_back_in_order_and_drops_the_newest_when_full()
    {
        var inbox = new Inbox();
        inbox.Reset(2);
        Assert.True(inbox.TryAdd(Message("a")));
        Assert.True(inbox.TryAdd(Message("b")));
        Assert.False(inbox.TryAdd(Message("c")));
        Assert.Equal(1, inbox.Dropped);
        Assert.True(inbox.TryTake(out var first));
        Assert.Equal("a", first.Topic);
        Assert.True(inbox.TryAdd(Message("d")));
        Assert.Equal(["b", "d"], [Take(inbox), Take(inbox)]);
        Assert.False(inbox.TryTake(out _));
    }

    [Fact]
    public void Reset_forgets_the_messages_and_keeps_the_count()
    {
        var inbox = new Inbox();
        inbox.Reset(1);
        inbox.TryAdd(Message("a"));
        inbox.TryAdd(Message("b"));
        inbox.Reset(1);
        Assert.False(inbox.TryTake(out _));
        Assert.Equal(1, inbox.Dropped);
    }

    [Fact]
    public void Wait_ends_with_the_message_or_with_the_time()
    {
        var inbox = new Inbox();
        inbox.Reset(8);
        Assert.False(inbox.Wait(TimeSpan.Zero));
        Assert.False(inbox.Wait(TimeSpan.FromMilliseconds(5)));
        var sender = new Thread(() =>
        {
            Thread.Sleep(20);
            inbox.TryAdd(Message("a"));
        });
        sender.Start();
        Assert.True(inbox.Wait(TimeSpan.FromSeconds(30)));
        sender.Join();
        Assert.True(inbox.Wait(TimeSpan.Zero));
    }

    [Fact]
    public void A_payload_that_was_given_back_carries_the_next_message_of_its_length()
    {
        var inbox = new Inbox();
        inbox.Reset(8);
        inbox.TryAdd("a", [1, 2], false);
        Assert.True(inbox.TryTake(out var first));
        inbox.Recycle(first.Payload);
        inbox.TryAdd("b", [3, 4], true);
        inbox.TryAdd("c", [5], false);
        Assert.True(inbox.TryTake(out var second));
        Assert.Same(first.Payload, second.Payload);
        Assert.Equal(("b", true), (second.Topic, second.Retained));
        Assert.Equal([3, 4], second.Payload);
        Assert.True(inbox.TryTake(out var third));
        Assert.Equal([5], third.Payload);
    }

    [Fact]
    public void Bytes_are_bounded_as_messages_are_and_room_comes_back_as_they_are_taken()
    {
        var inbox = new Inbox();
        inbox.Reset(100, byteCapacity: 1000);
        Assert.True(inbox.TryAdd("a", new byte[400], false));
        Assert.True(inbox.TryAdd(new Message("b", new byte[400], false)));
        Assert.False(inbox.TryAdd("c", new byte[100], false));
        Assert.False(inbox.TryAdd(new Message("c", new byte[5000], false)));
        Assert.Equal(2, inbox.Dropped);

        Assert.Equal("a", Take(inbox));
        Assert.True(inbox.TryAdd("d", new byte[400], false));
        Assert.Equal(["b", "d"], [Take(inbox), Take(inbox)]);
        inbox.TryAdd("e", new byte[900], false);
        inbox.Reset(100, byteCapacity: 1000);
        Assert.True(inbox.TryAdd("f", new byte[900], false));
    }

    [Fact]
    public void Buffers_of_many_lengths_are_not_kept_for_ever()
    {
        var inbox = new Inbox();
        inbox.Reset(100_000);
        var taken = new List<byte[]>();
        for (var i = 0; i < 64 * 64; i++)
        {
            inbox.TryAdd("a", new byte[4000 + (i % 64)], false);
            Assert.True(inbox.TryTake(out var message));
            taken.Add(message.Payload);
        }

        taken.ForEach(inbox.Recycle);
        var kept = 0;
        for (var i = 0; i < 64 * 64; i++)
        {
            inbox.TryAdd("a", new byte[4000 + (i % 64)], false);
            Assert.True(inbox.TryTake(out var message));
            kept += taken.Exists(buffer => ReferenceEquals(buffer, message.Payload)) ? message.Payload.Length : 0;
        }

        Assert.InRange(kept, 1, 1 << 18);
    }

    [Fact]
    public void A_wait_of_less_than_a_millisecond_waits()
    {
        var inbox = new Inbox();
        inbox.Reset(8);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.False(inbox.Wait(TimeSpan.FromMilliseconds(0.4)));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 0.4);
    }

    private static Message Message(string topic) => new(topic, [], false);

    private static string Take(Inbox inbox)
    {
        Assert.True(inbox.TryTake(out var message));
        return message.Topic;
    }
}
