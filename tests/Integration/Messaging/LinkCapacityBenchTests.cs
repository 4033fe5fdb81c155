using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Bench;

namespace MultiAgentEdge.Tests.Integration.Messaging;

public sealed class LinkCapacityBenchTests(MosquittoFixture mosquitto) : IClassFixture<MosquittoFixture>
{
    [Fact]
    public void Fifty_rovers_at_twenty_hertz_lose_nothing_through_one_broker()
    {
        var link = new LinkOptions { ClientId = "bench", Port = mosquitto.Broker.Port };
        var options = new LinkCapacityOptions { Link = link, Rovers = 50, RateHz = 20, Duration = TimeSpan.FromSeconds(1),
            LastAnswerTimeout = TimeSpan.FromSeconds(20) };
        var result = LinkCapacityBench.Run(LinkFactory.Choose(LinkFactory.MqttNet), options, TestContext.Current.CancellationToken);
        Assert.Equal(1000, result.Messages);
        Assert.Equal(0, result.Lost);
        Assert.InRange(result.P50Ms, 0.001, result.P99Ms);
        Assert.InRange(result.P99Ms, result.P50Ms, result.MaxMs);
        TestContext.Current.TestOutputHelper?.WriteLine($"{result}");
    }

    [Fact]
    public void Cancelled_it_stops_long_before_its_time()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => LinkCapacityBench.Run(
            LinkFactory.Choose(LinkFactory.InProcess, new InProcessBroker()),
            new LinkCapacityOptions { Rovers = 2, RateHz = 0.1, Duration = TimeSpan.FromHours(1) }, stop.Token));
    }

    [Fact]
    public void Counts_what_comes_back_on_the_in_process_link_too()
    {
        var result = LinkCapacityBench.Run(
            LinkFactory.Choose(LinkFactory.InProcess, new InProcessBroker()),
            new LinkCapacityOptions { Rovers = 3, RateHz = 200, Duration = TimeSpan.FromMilliseconds(200),
                LastAnswerTimeout = TimeSpan.FromSeconds(20) }, TestContext.Current.CancellationToken);
        Assert.Equal((120L, 0L, "in-process"), (result.Messages, result.Lost, result.Client));
    }
}
