using System.Text;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Faults;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Faults.Messaging;

/// <summary>The rows of the fault table that concern broker and line, at the level of the link, against each broker of
/// our own.</summary>
public sealed class BrokerFaultTests
{
    /// <summary>Time for a rover to be back once the broker is: the limit of the table.</summary>
    private static readonly TimeSpan _backWithin = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(OwnBroker.MqttNet)]
    [InlineData(OwnBroker.Mosquitto)]
    public void A_broker_killed_and_restarted_50_times_loses_no_desired_set_that_is_published_again(string kind)
    {
        using var broker = FaultBroker.Start(kind);
        using var host = new MqttNetLink();
        using var rover = new MqttNetLink();
        for (int round = 0; round < 50; round++)
        {
            Reconnect(rover, broker, "rover");
            rover.Subscribe("mae/1/f/r/param/desired", QualityOfService.AtLeastOnce);
            Reconnect(host, broker, "host");

            // A PUBACK is no proof, so the host publishes what it wants whenever it is back.
            Assert.True(
                host.TryPublish("mae/1/f/r/param/desired", Encoding.UTF8.GetBytes($"{round}"), QualityOfService.AtLeastOnce, retain: true));
            Assert.Equal($"{round}", Newest(rover, $"{round}"));
            broker.Kill();
            Assert.True(SpinWait.SpinUntil(() => !rover.IsConnected && !host.IsConnected, _patience));
            broker.Restart();
        }
    }

    [Theory]
    [InlineData(OwnBroker.MqttNet)]
    [InlineData(OwnBroker.Mosquitto)]
    public void A_half_open_line_looks_alive_to_the_client_and_is_known_by_its_silence(string kind)
    {
        using var broker = FaultBroker.Start(kind);
        using var proxy = new TcpFaultProxy(FaultBroker.Host, broker.Port);
        using var host = new MqttNetLink();
        using var rover = new MqttNetLink();
        host.Connect(new LinkOptions { ClientId = "host", Port = broker.Port });
        rover.Connect(new LinkOptions { ClientId = "rover", Port = proxy.Port });
        rover.Subscribe("dual", QualityOfService.AtMostOnce);
        proxy.Fault = TcpFault.HalfOpen;
        for (int i = 0; i < 10; i++)
            Assert.True(host.TryPublish("dual", [(byte)i], QualityOfService.AtMostOnce, retain: false));

        // Nothing is heard although the link believes in its connection: only the age of what was heard tells.
        Assert.True(SpinWait.SpinUntil(() => proxy.SwallowedBytes > 0, _patience));
        Assert.False(rover.WaitForMessage(TimeSpan.FromMilliseconds(300)));
        Assert.True(rover.IsConnected);

        proxy.Cut();
        proxy.Fault = TcpFault.None;
        Assert.True(SpinWait.SpinUntil(() => !rover.IsConnected, _patience));
        rover.Connect(new LinkOptions { ClientId = "rover", Port = proxy.Port });
        rover.Subscribe("dual", QualityOfService.AtMostOnce);
        Assert.False(rover.WaitForMessage(TimeSpan.FromMilliseconds(100)));
    }

    [Theory]
    [InlineData(OwnBroker.MqttNet)]
    [InlineData(OwnBroker.Mosquitto)]
    public void A_rover_back_after_1500_messages_hears_none_of_them(string kind)
    {
        using var broker = FaultBroker.Start(kind);
        using var host = new MqttNetLink();
        using var rover = new MqttNetLink();
        host.Connect(new LinkOptions { ClientId = "host", Port = broker.Port });
        rover.Connect(new LinkOptions { ClientId = "rover", Port = broker.Port });
        rover.Subscribe("dual", QualityOfService.AtLeastOnce);
        rover.Disconnect();
        for (int i = 0; i < 1500; i++)
            Assert.True(host.TryPublish("dual", BitConverter.GetBytes(i), QualityOfService.AtLeastOnce, retain: false));
        host.Disconnect();
        host.Connect(new LinkOptions { ClientId = "host", Port = broker.Port });

        rover.Connect(new LinkOptions { ClientId = "rover", Port = broker.Port });
        rover.Subscribe("dual", QualityOfService.AtLeastOnce);
        host.TryPublish("dual", BitConverter.GetBytes(-1), QualityOfService.AtLeastOnce, retain: false);
        Assert.True(rover.WaitForMessage(_patience));
        Assert.True(rover.TryReceive(out var message));
        Assert.Equal(-1, BitConverter.ToInt32(message.Payload));
    }

    [Theory]
    [InlineData(OwnBroker.MqttNet)]
    [InlineData(OwnBroker.Mosquitto)]
    public void A_stalled_line_delivers_late_and_in_order(string kind)
    {
        using var broker = FaultBroker.Start(kind);
        using var proxy = new TcpFaultProxy(FaultBroker.Host, broker.Port);
        using var host = new MqttNetLink();
        using var rover = new MqttNetLink();
        host.Connect(new LinkOptions { ClientId = "host", Port = broker.Port });
        rover.Connect(new LinkOptions { ClientId = "rover", Port = proxy.Port });
        rover.Subscribe("dual", QualityOfService.AtMostOnce);
        proxy.Fault = TcpFault.Stalled;
        for (int i = 0; i < 50; i++)
            host.TryPublish("dual", BitConverter.GetBytes(i), QualityOfService.AtMostOnce, retain: false);
        Assert.False(rover.WaitForMessage(TimeSpan.FromMilliseconds(200)));
        proxy.Fault = TcpFault.None;
        for (int i = 0; i < 50; i++)
        {
            Assert.True(rover.WaitForMessage(_patience));
            Assert.True(rover.TryReceive(out var message));
            Assert.Equal(i, BitConverter.ToInt32(message.Payload));
        }
    }

    // As a rover does it: attempts that return at once, one after the other.
    private static void Reconnect(MqttNetLink link, FaultBroker broker, string clientId)
    {
        var options = new LinkOptions { ClientId = clientId, Port = broker.Port, ConnectTimeout = _backWithin };
        for (int attempt = 0; !link.IsConnected; attempt++)
        {
            Assert.True(attempt < 10, "not back after 10 attempts");
            link.BeginConnect(options);
            SpinWait.SpinUntil(() => link.IsConnected, _backWithin);
        }
    }

    private static string Newest(MqttNetLink link, string wanted)
    {
        string text = "";
        while (text != wanted && link.WaitForMessage(_patience) && link.TryReceive(out var message))
            text = Encoding.UTF8.GetString(message.Payload);
        return text;
    }
}
