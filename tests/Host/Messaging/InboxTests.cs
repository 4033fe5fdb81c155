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

    private static Message Message(string topic) => new(topic, [], false);

    private static string Take(Inbox inbox)
    {
        Assert.True(inbox.TryTake(out var message));
        return message.Topic;
    }
}
