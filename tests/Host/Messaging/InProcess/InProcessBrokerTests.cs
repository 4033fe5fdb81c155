using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging.InProcess;

public sealed class InProcessBrokerTests
{
    private readonly InProcessBroker _broker = new();

    [Fact]
    public void A_message_is_there_before_the_publishers_call_returns()
    {
        using var sender = Connected("s");
        using var receiver = Connected("r");
        receiver.Subscribe("a/+", QualityOfService.AtMostOnce);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(sender.TryPublish($"a/{i}", [(byte)i], QualityOfService.AtMostOnce, retain: false));
            Assert.True(receiver.TryReceive(out var message));
            Assert.Equal(i, message.Payload[0]);
        }
    }

    [Fact]
    public void Retained_messages_come_in_the_order_of_their_topics()
    {
        using var sender = Connected("s");
        foreach (string topic in new[] { "c", "a", "b" })
            sender.TryPublish(topic, [1], QualityOfService.AtMostOnce, retain: true);
        using var receiver = Connected("r");
        receiver.Subscribe("#", QualityOfService.AtMostOnce);
        foreach (string topic in new[] { "a", "b", "c" })
        {
            Assert.True(receiver.TryReceive(out var message));
            Assert.Equal(topic, message.Topic);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Killed_it_is_gone_without_wills_and_restarted_it_may_have_kept_what_was_retained(bool keepRetained)
    {
        using var link = new InProcessLink(_broker);
        link.Connect(new LinkOptions { ClientId = "a", Will = new Message("will", [1], false) });
        link.TryPublish("kept", [1], QualityOfService.AtLeastOnce, retain: true);
        _broker.Kill();
        Assert.False(link.IsConnected);
        Assert.False(link.TryPublish("a", [1], QualityOfService.AtMostOnce, retain: false));
        Assert.Equal("MAE401", Assert.Throws<MessagingException>(() => link.Connect(new LinkOptions { ClientId = "a" })).Code);
        link.BeginConnect(new LinkOptions { ClientId = "a" });
        Assert.False(link.IsConnected);

        _broker.Restart(keepRetained);
        link.Connect(new LinkOptions { ClientId = "a" });
        link.Subscribe("#", QualityOfService.AtMostOnce);
        Assert.Equal(keepRetained, link.TryReceive(out var message));
        if (keepRetained)
            Assert.Equal("kept", message.Topic);
    }

    [Fact]
    public void Receivers_do_not_share_bytes_with_each_other_or_with_the_publisher()
    {
        using var sender = Connected("s");
        using var one = Connected("1");
        using var two = Connected("2");
        one.Subscribe("a", QualityOfService.AtMostOnce);
        two.Subscribe("a", QualityOfService.AtMostOnce);
        sender.TryPublish("a", [7], QualityOfService.AtMostOnce, retain: false);
        Assert.True(one.TryReceive(out var first));
        first.Payload[0] = 0;
        Assert.True(two.TryReceive(out var second));
        Assert.Equal(7, second.Payload[0]);
    }

    private InProcessLink Connected(string clientId)
    {
        var link = new InProcessLink(_broker);
        link.Connect(new LinkOptions { ClientId = clientId });
        return link;
    }
}
