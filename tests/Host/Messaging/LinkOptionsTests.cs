using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging;

public sealed class LinkOptionsTests
{
    [Fact]
    public void Out_of_range_is_a_programming_error()
    {
        var good = new LinkOptions { ClientId = "a" };
        good.Validate();
        LinkOptions[] bad =
        [
            good with { ClientId = "" }, good with { Host = "" }, good with { Port = 0 }, good with { Port = 65536 },
            good with { KeepAlive = TimeSpan.Zero }, good with { KeepAlive = TimeSpan.FromDays(1) },
            good with { ConnectTimeout = TimeSpan.Zero },
            good with { InboxCapacity = 0 }, good with { OutboxCapacity = 0 }, good with { Will = new Message("a/#", [], false) },
        ];
        foreach (var options in bad)
            Assert.ThrowsAny<ArgumentException>(options.Validate);
    }

    [Fact]
    public void The_password_is_never_in_the_text() =>
        Assert.DoesNotContain(
            "secret", new LinkOptions { ClientId = "a", User = "u", Password = "secret" }.ToString(), StringComparison.Ordinal);
}
