using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Faults;

namespace MultiAgentEdge.Tests.Host.Messaging.Faults;

public sealed class MessageShufflerTests
{
    private readonly InProcessBroker _broker = new();

    [Fact]
    public void Off_by_default_it_changes_nothing()
    {
        var (heard, _) = Run(new ShuffleOptions(), 1000);
        Assert.Equal(Enumerable.Range(0, 1000), heard);
    }

    [Fact]
    public void The_same_seed_gives_the_same_faults_and_another_one_others()
    {
        var options = Twenty(1);
        Assert.Equal(Run(options, 2000).Heard, Run(options, 2000).Heard);
        Assert.NotEqual(Run(options, 2000).Heard, Run(Twenty(2), 2000).Heard);
    }

    [Fact]
    public void Every_fault_has_its_share_and_every_message_its_fate()
    {
        const int Count = 1_000_000;
        var (heard, shuffler) = Run(Twenty(3), Count);
        int distinct = heard.Distinct().Count();
        Assert.Equal(Count - shuffler.Lost, distinct);
        Assert.Equal(Count - shuffler.Lost + shuffler.Doubled, heard.Count);

        // 20 % of a million, within six standard deviations of the binomial distribution (400 each); the others are drawn from what is
        // left.
        Assert.InRange(shuffler.Lost, 197_600, 202_400);
        Assert.InRange(shuffler.Doubled, 157_600, 162_400);
        Assert.InRange(shuffler.Reordered, 157_600, 162_400);
        Assert.InRange(shuffler.Delayed, 125_600, 130_400);
    }

    [Fact]
    public void A_reordered_message_changes_places_with_the_next()
    {
        var (heard, _) = Run(new ShuffleOptions { ReorderProbability = 1, HoldPolls = 1 }, 2);
        Assert.Equal([0, 1], heard.Order());
        using var sender = Connected("s");
        using var shuffler = Subscribed(new ShuffleOptions { ReorderProbability = 1, Filter = "a" });
        sender.TryPublish("a", [1], QualityOfService.AtMostOnce, retain: false);
        Assert.False(shuffler.TryReceive(out _));
        sender.TryPublish("b", [2], QualityOfService.AtMostOnce, retain: false);
        Assert.Equal(["b", "a"], [Take(shuffler), Take(shuffler)]);
    }

    [Fact]
    public void A_delayed_message_is_overtaken_by_no_more_than_the_limit_and_kept_for_ever_by_nothing()
    {
        using var sender = Connected("s");
        using var shuffler = Subscribed(new ShuffleOptions { DelayProbability = 1, DelayMessages = 5, HoldPolls = 3, Filter = "a" });
        sender.TryPublish("a", [1], QualityOfService.AtMostOnce, retain: false);
        Assert.True(shuffler.WaitForMessage(TimeSpan.Zero));
        int polls = 0;
        while (!shuffler.TryReceive(out _))
            polls++;
        Assert.Equal(2, polls); // the third look gives it out

        var (heard, _) = Run(new ShuffleOptions { DelayProbability = 0.2, DelayMessages = 5 }, 5000);
        for (int i = 0; i < heard.Count; i++)
            Assert.InRange(i - heard[i], -5, 5);
    }

    [Fact]
    public void Other_topics_are_left_alone()
    {
        using var sender = Connected("s");
        using var shuffler = Subscribed(new ShuffleOptions { LoseProbability = 1, Filter = "+/dual" });
        sender.TryPublish("r/dual", [1], QualityOfService.AtMostOnce, retain: false);
        sender.TryPublish("r/cmd", [2], QualityOfService.AtMostOnce, retain: false);
        Assert.Equal("r/cmd", Take(shuffler));
        Assert.Equal(1, shuffler.Lost);
        Assert.False(shuffler.TryReceive(out _));
    }

    private static ShuffleOptions Twenty(ulong seed) => new()
    {
        Seed = seed, LoseProbability = 0.2, DoubleProbability = 0.2, ReorderProbability = 0.2, DelayProbability = 0.2,
    };

    private (List<int> Heard, MessageShuffler Shuffler) Run(ShuffleOptions options, int count)
    {
        using var sender = Connected("s");
        using var shuffler = Subscribed(options);
        var heard = new List<int>();
        for (int i = 0; i < count; i++)
        {
            sender.TryPublish("r/dual", BitConverter.GetBytes(i), QualityOfService.AtMostOnce, retain: false);
            while (shuffler.TryReceive(out var message))
            {
                heard.Add(BitConverter.ToInt32(message.Payload));
                if (heard.Count > 3 * count)
                    break;
            }
        }

        for (int poll = 0; poll < 10 * options.HoldPolls; poll++)
        {
            if (shuffler.TryReceive(out var message))
                heard.Add(BitConverter.ToInt32(message.Payload));
        }

        return (heard, shuffler);
    }

    private MessageShuffler Subscribed(ShuffleOptions options)
    {
        var shuffler = new MessageShuffler(new InProcessLink(_broker), options);
        shuffler.Connect(new LinkOptions { ClientId = "r" });
        shuffler.Subscribe("#", QualityOfService.AtMostOnce);
        return shuffler;
    }

    private InProcessLink Connected(string clientId)
    {
        var link = new InProcessLink(_broker);
        link.Connect(new LinkOptions { ClientId = clientId });
        return link;
    }

    private static string Take(MessageShuffler link)
    {
        Assert.True(link.TryReceive(out var message));
        return message.Topic;
    }
}
