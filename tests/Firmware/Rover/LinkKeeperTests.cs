using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Tests.Firmware;

public class LinkKeeperTests
{
    private sealed class FakeLink : ILink
    {
        public bool IsConnected { get; set; }

        public bool Accepts { get; set; }

        public List<string> Subscribed { get; } = [];

        public int Attempts { get; private set; }

        public int Dropped => 0;

        public bool TryConnect(string clientId, string willTopic, byte[] willPayload, int willLength)
        {
            Attempts++;
            IsConnected = Accepts;
            return Accepts;
        }

        public bool TrySubscribe(string topic, bool atLeastOnce)
        {
            Subscribed.Add(topic);
            return true;
        }

        public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce) => IsConnected;

        public bool TryReceive(LinkMessage message) => false;
    }

    private static LinkKeeper Keeper(FakeLink link, uint seed = 1) => new(link, new RoverTopics("f", "r"), "r", [], 0, seed);

    [Fact]
    public void A_new_connection_is_said_once_with_every_subscription_asked_for()
    {
        var link = new FakeLink { Accepts = true };
        var keeper = Keeper(link);

        Assert.False(keeper.Poll(0));
        Assert.True(keeper.Poll(1));
        Assert.False(keeper.Poll(2));
        Assert.Equal(
            ["mae/1/f/r/cmd", "mae/1/f/r/param/desired", "mae/1/f/r/param/chunk", "mae/1/f/r/dual", "mae/1/f/r/info"], link.Subscribed);
    }

    [Fact]
    public void Attempts_back_off_but_never_wait_longer_than_the_longest_back_off()
    {
        var link = new FakeLink();
        var keeper = Keeper(link);
        var attemptTimes = new List<long>();
        for (long now = 0; now < 20_000_000; now += 10_000)
        {
            var before = link.Attempts;
            keeper.Poll(now);
            if (link.Attempts > before)
                attemptTimes.Add(now);
        }

        var gaps = attemptTimes.Zip(attemptTimes.Skip(1), (a, b) => b - a).ToArray();
        Assert.True(gaps[0] <= LinkKeeper.FirstBackoffUs + 10_000);
        Assert.True(gaps[^1] >= LinkKeeper.LongestBackoffUs / 2);
        Assert.All(gaps, gap => Assert.True(gap <= LinkKeeper.LongestBackoffUs + 10_000));
    }

    /// <summary>Two rovers of one name: each connection throws the other out.</summary>
    [Fact]
    public void Two_that_throw_each_other_out_do_so_ever_more_rarely()
    {
        var links = new[] { new FakeLink { Accepts = true }, new FakeLink { Accepts = true } };
        var keepers = new[] { Keeper(links[0], 1), Keeper(links[1], 2) };
        var takeovers = new List<long>();
        for (long now = 0; now < 120_000_000; now += 10_000)
        {
            for (var i = 0; i < 2; i++)
            {
                var before = links[i].Attempts;
                keepers[i].Poll(now);
                if (links[i].Attempts == before || !links[1 - i].IsConnected)
                    continue;
                links[1 - i].IsConnected = false;
                takeovers.Add(now);
            }
        }

        // 58 in 5 s with a back-off that every connection reset.
        Assert.InRange(takeovers.Count(at => at < 5_000_000), 4, 20);
        Assert.InRange(takeovers.Count(at => at >= 60_000_000), 1, 15);
    }

    [Fact]
    public void A_connection_that_has_lasted_begins_the_waits_anew()
    {
        var link = new FakeLink { Accepts = true };
        var keeper = Keeper(link);
        long now = 0;
        long WaitAfter(long lastedUs)
        {
            while (!keeper.Poll(now))
                now += 1000;
            now += lastedUs;
            link.IsConnected = false;
            keeper.Poll(now);
            return keeper.NextAttemptUs - now;
        }

        for (var i = 0; i < 12; i++)
            WaitAfter(10_000);
        Assert.InRange(WaitAfter(LinkKeeper.LastingUs - 1), LinkKeeper.LongestWaitUs / 2, LinkKeeper.LongestWaitUs);
        Assert.InRange(WaitAfter(LinkKeeper.LastingUs), LinkKeeper.FirstBackoffUs / 2, LinkKeeper.FirstBackoffUs);
    }

    [Fact]
    public void Rovers_with_different_seeds_do_not_come_back_at_the_same_instant()
    {
        var times = Enumerable.Range(1, 10).Select(seed =>
        {
            var link = new FakeLink { Accepts = true };
            var keeper = Keeper(link, (uint)seed);
            keeper.Poll(0);
            keeper.Poll(1);
            link.IsConnected = false;
            keeper.Poll(2);
            return keeper.NextAttemptUs;
        }).ToHashSet();

        Assert.Equal(10, times.Count);
    }
}
