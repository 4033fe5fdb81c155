using System.Diagnostics;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Faults;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>Publishers wait for a subscriber that is behind, and for one that does not listen they do not.</summary>
public sealed class BrokerPressureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Nobody_waits_for_one_who_does_not_listen()
    {
        using var broker = MqttNetBroker.Start();
        using var proxy = new TcpFaultProxy(MqttNetBroker.Host, broker.Port);
        using var deaf = Connect(proxy.Port, "deaf", 10);
        using var host = Connect(broker.Port, "host", 100_000);
        deaf.Subscribe("plan", QualityOfService.AtMostOnce);
        host.Subscribe("plan", QualityOfService.AtMostOnce);
        proxy.Fault = TcpFault.Stalled;
        using var rover = Connect(broker.Port, "rover", 1);

        // More than the line between takes, and then ten times what the broker keeps: at 50 ms each they would take eight minutes.
        var payload = new byte[2000];
        var (sent, heard) = (0, 0);
        var began = Stopwatch.GetTimestamp();
        while (sent < 10_000 && Stopwatch.GetElapsedTime(began) < Patience)
        {
            if (rover.TryPublish("plan", payload, QualityOfService.AtMostOnce, retain: false))
                sent++;
            else
                Thread.Sleep(1);
            while (host.TryReceive(out _))
                heard++;
        }

        Assert.Equal(10_000, sent);
        while (host.WaitForMessage(TimeSpan.FromSeconds(2)))
        {
            while (host.TryReceive(out _))
                heard++;
        }

        Assert.True(heard > 5_000, $"{heard} heard");
        Assert.True(Stopwatch.GetElapsedTime(began) < 2 * Patience);
    }

    private static MqttNetLink Connect(int port, string id, int inbox)
    {
        var link = new MqttNetLink();
        link.Connect(new LinkOptions
        {
            ClientId = id, Port = port, InboxCapacity = inbox, InboxBytes = 1 << 28, ConnectTimeout = Patience,
        });
        return link;
    }
}
