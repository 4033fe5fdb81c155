using System.Diagnostics;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>What every <see cref="IMessageLink"/> must do, whichever client is behind it. Clause ids are those of MQTT 5.0
/// (OASIS).</summary>
public abstract class LinkContract : LinkLane
{
    /// <summary>The filter by which a later subscriber gets what the broker keeps on a topic of the test.</summary>
    protected virtual string Kept(string topic) => T("#");

    [Fact]
    public void Hears_what_was_published_on_a_topic_it_subscribed_to()
    {
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("a"), QualityOfService.AtMostOnce);
        Assert.True(sender.TryPublish(T("a"), [1, 2, 3], QualityOfService.AtMostOnce, retain: false));
        var message = Next(receiver);
        Assert.Equal(T("a"), message.Topic);
        Assert.Equal([1, 2, 3], message.Payload);
        Assert.False(message.Retained);
    }

    [Fact]
    public void Hears_nothing_of_other_topics()
    {
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("a"), QualityOfService.AtMostOnce);
        Publish(sender, "b", "other");
        Publish(sender, "a/b", "deeper");
        Publish(sender, "a", "mine");
        Assert.Equal("mine", Text(Next(receiver)));
        AssertSilence(receiver);
    }

    [Theory]
    [InlineData("+/dual", new[] { "r1/dual", "r2/dual" }, new[] { "dual", "r1/x/dual", "r1/plan" })]
    [InlineData("r1/#", new[] { "r1", "r1/a", "r1/a/b" }, new[] { "r2", "r10/a" })]
    [InlineData("+/+/c", new[] { "a/b/c" }, new[] { "a/b", "a/b/c/d" })]
    public void Wildcards_select_MQTT_4_7_1(string filter, string[] selected, string[] others)
    {
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T(filter), QualityOfService.AtLeastOnce);
        foreach (string topic in others.Concat(selected))
            Publish(sender, topic, topic);
        foreach (string topic in selected)
            Assert.Equal(topic, Text(Next(receiver)));
        AssertSilence(receiver);
    }

    [Fact]
    public void Overlapping_subscriptions_give_the_message_at_least_once_and_at_most_once_each_MQTT_3_3_4_2()
    {
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("a/#"), QualityOfService.AtLeastOnce);
        receiver.Subscribe(T("+/b"), QualityOfService.AtLeastOnce);
        Publish(sender, "a/b", "x");
        Publish(sender, "a/end", "end");
        var texts = new List<string>();
        while (texts.LastOrDefault() != "end")
            texts.Add(Text(Next(receiver)));
        Assert.InRange(texts.Count(t => t == "x"), 1, 2);
    }

    [Fact]
    public void Keeps_a_retained_message_for_later_subscribers_MQTT_3_3_1_5()
    {
        var sender = Connected("s");
        Publish(sender, "state", "old", retain: true);
        Publish(sender, "state", "new", retain: true);
        Barrier(sender);
        var receiver = Connected("r");
        receiver.Subscribe(Kept("state"), QualityOfService.AtLeastOnce);
        var message = Next(receiver);
        Assert.Equal("new", Text(message));
        Assert.True(message.Retained);
        AssertSilence(receiver);
    }

    [Fact]
    public void A_live_copy_of_a_retained_publish_is_not_marked_retained_MQTT_3_3_1_12()
    {
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("state"), QualityOfService.AtLeastOnce);
        Publish(sender, "state", "now", retain: true);
        Assert.False(Next(receiver).Retained);
    }

    [Fact]
    public void An_empty_retained_payload_removes_the_retained_message_MQTT_3_3_1_6()
    {
        var sender = Connected("s");
        Publish(sender, "state", "old", retain: true);
        Publish(sender, "state", "", retain: true);
        Barrier(sender);
        var receiver = Connected("r");
        receiver.Subscribe(T("state"), QualityOfService.AtLeastOnce);
        AssertSilence(receiver);
    }

    [Fact]
    public void An_empty_payload_arrives_as_an_empty_array()
    {
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("a"), QualityOfService.AtLeastOnce);
        Publish(sender, "a", "");
        Assert.Empty(Next(receiver).Payload);
    }

    [Theory]
    [InlineData(QualityOfService.AtMostOnce)]
    [InlineData(QualityOfService.AtLeastOnce)]
    public void Keeps_the_order_of_one_publisher_MQTT_4_6_0_6(QualityOfService qos)
    {
        const int Count = 1000;
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("a"), qos);
        for (int i = 0; i < Count; i++)
            Assert.True(sender.TryPublish(T("a"), BitConverter.GetBytes(i), qos, retain: false));
        for (int i = 0; i < Count; i++)
            Assert.Equal(i, BitConverter.ToInt32(Next(receiver).Payload));
    }

    [Fact]
    public void Carries_256_kB_with_every_byte_in_place()
    {
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("chunk"), QualityOfService.AtLeastOnce);
        byte[] payload = new byte[256 * 1024];
        for (int i = 0; i < payload.Length; i++)
            payload[i] = (byte)((i * 31) ^ (i >> 8));
        Assert.True(sender.TryPublish(T("chunk"), payload, QualityOfService.AtLeastOnce, retain: false));
        Assert.Equal(payload, Next(receiver).Payload);
    }

    [Fact]
    public void The_publisher_may_reuse_its_buffer_at_once()
    {
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("a"), QualityOfService.AtLeastOnce);
        byte[] buffer = [0];
        for (byte i = 0; i < 100; i++)
        {
            buffer[0] = i;
            sender.TryPublish(T("a"), buffer, QualityOfService.AtLeastOnce, retain: false);
        }

        buffer[0] = 255;
        for (byte i = 0; i < 100; i++)
            Assert.Equal(i, Next(receiver).Payload[0]);
    }

    [Fact]
    public void A_full_inbox_drops_the_newest_and_counts_them()
    {
        var sender = Connected("s");
        var receiver = Connect(Create(), Options("r") with { InboxCapacity = 10 });
        receiver.Subscribe(T("a"), QualityOfService.AtLeastOnce);
        for (int i = 0; i < 25; i++)
            Publish(sender, "a", $"{i}");
        Assert.True(SpinWait.SpinUntil(() => receiver.Dropped == 15, Patience), $"{receiver.Dropped} dropped");
        for (int i = 0; i < 10; i++)
            Assert.Equal($"{i}", Text(Next(receiver)));
        AssertSilence(receiver);
    }

    [Fact]
    public void A_lost_connection_publishes_the_will_retained_MQTT_3_1_2_8()
    {
        var watcher = Connected("w");
        watcher.Subscribe(T("state"), QualityOfService.AtLeastOnce);
        var rover = Connect(Create(), Options("rover") with { Will = new Message(T("state"), "lost"u8.ToArray(), false) });
        Sever(rover, "rover");
        Assert.Equal("lost", Text(Next(watcher)));
        Assert.True(SpinWait.SpinUntil(() => !rover.IsConnected, Patience));
        var late = Connected("late");
        late.Subscribe(T("state"), QualityOfService.AtLeastOnce);
        Assert.True(Next(late).Retained);
    }

    [Fact]
    public void A_proper_goodbye_drops_the_will_MQTT_3_1_2_10()
    {
        var watcher = Connected("w");
        watcher.Subscribe(T("state"), QualityOfService.AtLeastOnce);
        var rover = Connect(Create(), Options("rover") with { Will = new Message(T("state"), "lost"u8.ToArray(), false) });
        rover.Disconnect();
        Assert.False(rover.IsConnected);
        AssertSilence(watcher);
    }

    [Fact]
    public void A_goodbye_sends_what_was_queued_before_it()
    {
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("a"), QualityOfService.AtLeastOnce);
        for (int i = 0; i < 50; i++)
            sender.TryPublish(T("a"), BitConverter.GetBytes(i), QualityOfService.AtLeastOnce, retain: false);
        long start = Stopwatch.GetTimestamp();
        sender.Disconnect();

        // The goodbye gives up after a second, which a starved machine can take for this; what then arrives is the beginning, in order.
        bool hadTime = Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(900);
        int heard = 0;
        while (heard < 50 && receiver.WaitForMessage(hadTime ? Patience : Silence) && receiver.TryReceive(out var message))
            Assert.Equal(heard++, BitConverter.ToInt32(message.Payload));
        Assert.True(!hadTime || heard == 50, $"{heard} of 50 messages");
    }

    [Fact]
    public void A_second_client_of_the_same_id_takes_over_MQTT_3_1_4_3()
    {
        var first = Connected("same");
        var second = Connected("same");
        Assert.True(SpinWait.SpinUntil(() => !first.IsConnected, Patience));
        Assert.True(second.IsConnected);
    }

    [Fact]
    public void Connects_again_after_a_loss_and_starts_clean_MQTT_3_1_2_4()
    {
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("a"), QualityOfService.AtLeastOnce);
        Publish(sender, "a", "unread");
        Assert.True(receiver.WaitForMessage(Patience));
        Sever(receiver, "r");
        Assert.True(SpinWait.SpinUntil(() => !receiver.IsConnected, Patience));
        Publish(sender, "a", "while away");
        Barrier(sender);

        receiver.Connect(Options("r"));
        Publish(sender, "a", "not subscribed any more");
        Barrier(sender);
        receiver.Subscribe(T("a"), QualityOfService.AtLeastOnce);
        Publish(sender, "a", "fresh");
        Assert.Equal("fresh", Text(Next(receiver)));
        AssertSilence(receiver);
    }

    [Fact]
    public void Without_a_connection_nothing_is_queued()
    {
        var link = Create();
        Assert.False(link.IsConnected);
        Assert.False(link.TryPublish(T("a"), [1], QualityOfService.AtLeastOnce, retain: false));
        Assert.False(link.TryReceive(out _));
        Assert.False(link.WaitForMessage(TimeSpan.FromMilliseconds(1)));
        Assert.Equal("MAE406", Assert.Throws<MessagingException>(() => link.Subscribe(T("a"), QualityOfService.AtMostOnce)).Code);
        link.BeginSubscribe(T("a"), QualityOfService.AtMostOnce);
        link.Disconnect();
    }

    [Fact]
    public void BeginConnect_and_BeginSubscribe_return_at_once_and_work_in_the_end()
    {
        var (sender, receiver) = (Connected("s"), Create());
        receiver.BeginConnect(Options("r"));
        Assert.True(SpinWait.SpinUntil(() => receiver.IsConnected, Patience));
        receiver.BeginSubscribe(T("a"), QualityOfService.AtLeastOnce);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                Publish(sender, "a", "x");
                return receiver.WaitForMessage(TimeSpan.FromMilliseconds(20));
            },
            Patience));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/+")]
    [InlineData("a/#")]
    public void A_topic_with_wildcards_is_a_programming_error_MQTT_3_3_2_2(string topic)
    {
        var link = Connected("s");
        Assert.Throws<ArgumentException>(() => link.TryPublish(topic, [1], QualityOfService.AtMostOnce, retain: false));
        Assert.True(link.IsConnected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/#/b")]
    [InlineData("a+")]
    public void A_malformed_filter_is_a_programming_error_MQTT_4_7_1(string filter)
    {
        var link = Connected("s");
        Assert.Throws<ArgumentException>(() => link.Subscribe(filter, QualityOfService.AtMostOnce));
        Assert.True(link.IsConnected);
    }

    [Fact]
    public void Is_safe_from_many_threads()
    {
        const int Threads = 4;
        const int Each = 250;
        var (sender, receiver) = (Connected("s"), Connected("r"));
        receiver.Subscribe(T("a/#"), QualityOfService.AtLeastOnce);
        Parallel.For(0, Threads, t =>
        {
            for (int i = 0; i < Each; i++)
                Assert.True(sender.TryPublish(T($"a/{t}"), BitConverter.GetBytes(i), QualityOfService.AtLeastOnce, retain: false));
        });
        var next = new Dictionary<string, int>();
        for (int i = 0; i < Threads * Each; i++)
        {
            var message = Next(receiver);
            int expected = next.GetValueOrDefault(message.Topic);
            Assert.Equal(expected, BitConverter.ToInt32(message.Payload));
            next[message.Topic] = expected + 1;
        }
    }

    [Fact]
    public void Dispose_is_safe_at_any_time_and_twice()
    {
        for (int i = 0; i < 20; i++)
        {
            var link = Create();
            link.BeginConnect(Options($"d{i}"));
            if (i % 2 == 0)
                SpinWait.SpinUntil(() => link.IsConnected, Patience);
            var publishing = new Thread(() =>
            {
                for (int k = 0; k < 100; k++)
                    link.TryPublish(T("x"), [1], QualityOfService.AtLeastOnce, retain: false);
            });
            publishing.Start();
            link.Dispose();
            link.Dispose();
            Assert.True(publishing.Join(Patience));
            Assert.False(link.IsConnected);
            Assert.Throws<ObjectDisposedException>(() => link.Connect(Options("again")));
        }
    }

    [Fact]
    public void Says_which_client_it_is() => Assert.NotEmpty(Create().Description);
}
