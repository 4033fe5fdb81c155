using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Coordination;

/// <summary>What a host leaves with the broker for the next.</summary>
public class KeptWordsTests
{
    private readonly InProcessBroker broker = new();

    [Fact]
    public void The_next_host_finds_what_was_left_and_nobody_is_told_of_it()
    {
        using (var first = CoordinationSession.Open(broker))
            Assert.True(first.Kept.Keep(Topics.Mission, "{\"version\":1}"));
        using var second = CoordinationSession.Open(broker);
        var told = new List<string>();
        second.Told += (leaf, _) => told.Add(leaf);
        second.Hear(Topics.Mission);
        second.Poll(0);
        Assert.Equal("{\"version\":1}", second.Kept.Heard(Topics.Mission));
        Assert.Empty(told);

        second.Kept.TakeAway(Topics.Mission);
        using var third = CoordinationSession.Open(broker);
        third.Hear(Topics.Mission);
        third.Poll(0);
        Assert.Null(third.Kept.Heard(Topics.Mission));
    }

    [Fact]
    public void The_same_text_goes_out_once_and_a_host_that_has_lost_its_fleet_leaves_nothing()
    {
        using var session = CoordinationSession.Open(broker);
        Assert.True(session.Kept.Keep(Topics.Mission, "a"));
        Assert.False(session.Kept.Keep(Topics.Mission, "a"));
        Assert.True(session.Kept.Keep(Topics.Mission, "b"));
        session.IsSilent = true;
        Assert.False(session.Kept.Keep(Topics.Mission, "c"));
        session.Kept.TakeAway(Topics.Mission);
        using var next = CoordinationSession.Open(broker);
        next.Hear(Topics.Mission);
        next.Poll(0);
        Assert.Equal("b", next.Kept.Heard(Topics.Mission));
    }

    [Fact]
    public void What_is_shown_is_taken_away_with_the_session_unless_it_is_another_hosts_now()
    {
        var first = CoordinationSession.Open(broker);
        first.Show("{}");
        Assert.True(IsShown());
        first.Dispose();
        Assert.False(IsShown());
        var second = CoordinationSession.Open(broker);
        second.Show("{}");
        second.IsSilent = true;
        second.Dispose();
        Assert.True(IsShown());

        bool IsShown()
        {
            using var link = new InProcessLink(broker);
            link.Connect(new LinkOptions { ClientId = "watch" });
            link.Subscribe(Topics.Of("fleet", Topics.HostName, Topics.Scene), QualityOfService.AtLeastOnce);
            return link.TryReceive(out _);
        }
    }
}
