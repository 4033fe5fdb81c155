using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging.Broker;

public sealed class PressureGaugeTests
{
    private const int Most = 10;
    private readonly PressureGauge gauge = new(Most);

    [Fact]
    public async Task Whoever_has_more_waits_until_half_of_it_is_taken()
    {
        for (var i = 0; i < Most; i++)
            Assert.True(gauge.EnterAsync().IsCompleted);
        var more = Enumerable.Range(0, 3).Select(_ => gauge.EnterAsync()).ToList();
        for (var i = 0; i < Most / 2; i++)
            gauge.Leave(isTaken: true);
        await Task.WhenAll(more);
        // 10 - 5 + 3 wait now: two more have room.
        Assert.True(gauge.EnterAsync().IsCompleted && gauge.EnterAsync().IsCompleted);
        Assert.False(gauge.EnterAsync().IsCompleted);
    }

    [Fact]
    public async Task One_that_does_not_listen_holds_nobody_up_after_a_while()
    {
        for (var i = 0; i < Most; i++)
            Assert.True(gauge.EnterAsync().IsCompleted);
        var held = 0;
        for (var more = gauge.EnterAsync(); !more.IsCompleted; more = gauge.EnterAsync())
        {
            await more;
            held++;
            // The broker lets the oldest go for each of them.
            gauge.Leave(isTaken: false);
            Assert.True(held < 1000, "it holds up everybody for ever");
        }

        Assert.True(held > 0);
        // It listens again, and is one like others.
        gauge.Leave(isTaken: true);
        while (gauge.EnterAsync().IsCompleted && held-- > -2 * Most)
        {
        }

        Assert.True(held > -2 * Most, "nobody waits for it any more");
    }
}
