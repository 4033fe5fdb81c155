using MultiAgentEdge.Host.Web.Live;

namespace MultiAgentEdge.Tests.Host.Web.Live;

public sealed class StreamClientTests
{
    [Fact]
    public void A_page_that_sleeps_is_sent_the_whole_state_and_not_all_that_it_missed()
    {
        var page = new StreamClient();
        Assert.True(page.IsBehind);
        page.CatchUp();
        for (var k = 0; k < 10_000; k++)
            page.Offer([(byte)k]);
        Assert.True(page.IsBehind);
        page.CatchUp();
        Assert.False(page.TryTake(out _));
        page.Offer([7]);
        Assert.True(page.TryTake(out var next));
        Assert.Equal([7], next);
    }
}
