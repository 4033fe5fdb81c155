using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging;

public sealed class TopicFilterTests
{
    // The examples of MQTT 5, 4.7.1 and 4.7.2, and the corners around them.
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player2", false)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "a/b/c", true)]
    [InlineData("#", "$SYS/broker", false)]
    [InlineData("+/broker", "$SYS/broker", false)]
    [InlineData("$SYS/#", "$SYS/broker", true)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/B", false)]
    [InlineData("a/b", "a/b/", false)]
    [InlineData("a/b/", "a/b", false)]
    [InlineData("a/+/c", "a//c", true)]
    [InlineData("a/#", "ab", false)]
    public void Selects_as_MQTT_4_7_says(string filter, string topic, bool isSelected)
    {
        Assert.True(TopicFilter.IsValidFilter(filter));
        Assert.True(TopicFilter.IsValidTopic(topic));
        Assert.Equal(isSelected, TopicFilter.Matches(filter, topic));
    }

    [Theory]
    [InlineData("#", "#", true)]
    [InlineData("#", "a/+", true)]
    [InlineData("#", "$SYS/#", false)]
    [InlineData("+/a", "$SYS/a", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/b/#", true)]
    [InlineData("a/#", "+/b", false)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/+", "a/+", true)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/b", "a/+", false)]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/+/c", "a/b/+", false)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("a", "a/#", false)]
    public void One_filter_covers_another_where_it_selects_all_that_that_one_does(string wide, string narrow, bool covers) =>
        Assert.Equal(covers, TopicFilter.Covers(wide, narrow));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a#")]
    [InlineData("a/#/b")]
    [InlineData("a/b+")]
    [InlineData("+a")]
    [InlineData("a\0b")]
    [InlineData("##")]
    public void Malformed_filters_are_seen(string? filter) => Assert.False(TopicFilter.IsValidFilter(filter));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a/+")]
    [InlineData("#")]
    [InlineData("a\0b")]
    public void Malformed_topics_are_seen(string? topic) => Assert.False(TopicFilter.IsValidTopic(topic));

    [Fact]
    public void The_longest_topic_has_65535_bytes_MQTT_1_5_4()
    {
        Assert.True(TopicFilter.IsValidTopic(new string('a', 65535)));
        Assert.False(TopicFilter.IsValidTopic(new string('a', 65536)));
        Assert.False(TopicFilter.IsValidFilter(new string('ä', 32768)));
    }
}
