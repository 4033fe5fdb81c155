using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Tests.Host.Coordination;

public class TopicsTests
{
    [Fact]
    public void The_host_publishes_where_the_rover_listens()
    {
        var rover = new RoverTopics("fleet", "rover-1");

        Assert.Equal(rover.Dual, Topics.Of("fleet", "rover-1", Topics.Dual));
        Assert.Equal(rover.Command, Topics.Of("fleet", "rover-1", Topics.Command));
        Assert.Equal(rover.Desired, Topics.Of("fleet", "rover-1", Topics.Desired));
        Assert.Equal(rover.Chunk, Topics.Of("fleet", "rover-1", Topics.Chunk));
    }

    [Theory]
    [InlineData("mae/1/fleet/rover-1/state", "rover-1", "state")]
    [InlineData("mae/1/fleet/rover-1/param/reported", "rover-1", "param/reported")]
    public void A_topic_splits_into_rover_and_leaf(string topic, string rover, string leaf)
    {
        Assert.True(Topics.TrySplit(topic, "fleet", out var foundRover, out var foundLeaf));
        Assert.Equal((rover, leaf), (foundRover, foundLeaf));
    }

    [Theory]
    [InlineData("mae/1/other/rover-1/state")]
    [InlineData("mae/2/fleet/rover-1/state")]
    [InlineData("mae/1/fleet/rover-1")]
    [InlineData("")]
    public void Other_topics_are_not_ours(string topic) => Assert.False(Topics.TrySplit(topic, "fleet", out _, out _));
}
