using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Faults;

namespace MultiAgentEdge.Tests.Host.Messaging.Faults;

public sealed class DelayedLinkTests : IDisposable
{
    private readonly InProcessBroker broker = new();
    private readonly InProcessLink other;
    private readonly DelayedLink link;
    private int made;
    private long nowUs;

    public DelayedLinkTests()
    {
        other = new InProcessLink(broker);
        other.Connect(new LinkOptions { ClientId = "other" });
        other.Subscribe("out/#", QualityOfService.AtLeastOnce);
        link = Delayed(seed: 1);
    }

    [Fact]
    public void Without_delay_everything_passes_at_once()
    {
        Send(link, "out/a", 1);
        Send(other, "in/a", 2);
        link.Pump();

        Assert.Equal([1], Read(other));
        Assert.Equal([2], Read(link));
        Assert.Equal(0, link.Count);
    }

    [Fact]
    public void What_goes_and_what_comes_is_late_by_the_delay_and_keeps_its_order()
    {
        link.DelayUs = 1000;
        for (byte i = 1; i <= 3; i++)
        {
            Send(link, "out/a", i);
            Send(other, "in/a", i);
            link.Pump();
            nowUs += 100;
        }

        nowUs = 999;
        link.Pump();
        Assert.Empty(Read(other));
        Assert.Empty(Read(link));
        Assert.Equal(6, link.Count);

        nowUs = 1100;
        link.Pump();
        Assert.Equal([1, 2], Read(other));
        Assert.Equal([1, 2], Read(link));
        nowUs = 1200;
        link.Pump();
        Assert.Equal([3], Read(other));
        Assert.Equal([3], Read(link));
    }

    [Fact]
    public void A_delay_that_falls_lets_nobody_overtake()
    {
        link.DelayUs = 1000;
        Send(link, "out/a", 1);
        link.DelayUs = 0;
        Send(link, "out/a", 2);
        link.Pump();
        Assert.Empty(Read(other));

        nowUs = 1000;
        link.Pump();
        Assert.Equal([1, 2], Read(other));
    }

    [Fact]
    public void Only_what_may_get_lost_is_lost_in_about_its_share_and_by_the_seed()
    {
        link.LossProbability = 0.3;
        var first = Through(link);
        using var again = Delayed(seed: 1);
        again.LossProbability = 0.3;
        using var different = Delayed(seed: 2);
        different.LossProbability = 0.3;

        Assert.InRange(first.Count(topic => topic == "in/a"), 600, 800);
        Assert.Equal(1000, first.Count(topic => topic == "sure/a"));
        Assert.Equal(first, Through(again));
        Assert.NotEqual(first, Through(different));
    }

    [Fact]
    public void What_is_sent_at_least_once_is_never_lost_on_its_way_out()
    {
        link.LossProbability = 1.0;
        Send(link, "out/a", 1);
        Assert.True(link.TryPublish("out/a", [2], QualityOfService.AtLeastOnce, retain: false));
        link.Pump();

        Assert.Equal([2], Read(other));
    }

    public void Dispose()
    {
        link.Dispose();
        other.Dispose();
    }

    private DelayedLink Delayed(ulong seed)
    {
        var delayed = new DelayedLink(new InProcessLink(broker), () => nowUs, seed, "in/#");
        delayed.Connect(new LinkOptions { ClientId = $"delayed-{++made}" });
        delayed.Subscribe("in/#", QualityOfService.AtLeastOnce);
        delayed.Subscribe("sure/#", QualityOfService.AtLeastOnce);
        return delayed;
    }

    private List<string> Through(DelayedLink one)
    {
        var topics = new List<string>();
        for (var i = 0; i < 1000; i++)
        {
            Send(other, "in/a", 1);
            Send(other, "sure/a", 1);
            one.Pump();
            while (one.TryReceive(out var message))
                topics.Add(message.Topic);
        }

        return topics;
    }

    private static void Send(IMessageLink from, string topic, byte value) =>
        Assert.True(from.TryPublish(topic, [value], QualityOfService.AtMostOnce, retain: false));

    private static byte[] Read(IMessageLink from)
    {
        var read = new List<byte>();
        while (from.TryReceive(out var message))
            read.Add(message.Payload[0]);
        return [.. read];
    }
}
