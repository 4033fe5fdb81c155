using System.Diagnostics;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>A link that knows several brokers of one cluster.</summary>
public sealed class BrokersInTurnTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Who_finds_one_gone_goes_on_to_the_next()
    {
        using var first = MqttNetBroker.Start();
        var second = MqttNetBroker.Start();
        using var link = LinkFactory.Choose().Create();
        var options = new LinkOptions
        {
            ClientId = "turns", Port = Ports.Free(), Others = [("127.0.0.1", second.Port), ("127.0.0.1", first.Port)],
        };
        link.Connect(options);
        second.Dispose();
        Assert.True(Comes(() => !link.IsConnected));
        Assert.True(Comes(() =>
        {
            if (!link.IsConnected)
                link.BeginConnect(options);
            Thread.Sleep(100);
            return link.IsConnected;
        }));
        link.Subscribe("a", QualityOfService.AtLeastOnce);
        Assert.True(link.TryPublish("a", [1], QualityOfService.AtLeastOnce, retain: false));
        Assert.True(link.WaitForMessage(Patience));
    }

    [Fact]
    public void Where_none_is_there_the_last_one_says_why()
    {
        var (one, two) = (Ports.Free(), Ports.Free());
        using var link = LinkFactory.Choose().Create();
        var error = Assert.Throws<MessagingException>(() => link.Connect(
            new LinkOptions { ClientId = "turns", Port = one, Others = [("127.0.0.1", two)] }));
        Assert.Contains($"{two}", error.Message, StringComparison.Ordinal);
    }

    private static bool Comes(Func<bool> done)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; Thread.Sleep(10))
        {
            if (done())
                return true;
        }

        return false;
    }
}
