using System.Net;
using System.Net.Sockets;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Host.Messaging.MqttNet;

/// <summary>Alone: allocations are counted for the process.</summary>
[CollectionDefinition(nameof(MqttNetSessionTests), DisableParallelization = true)]
[Collection(nameof(MqttNetSessionTests))]
public sealed class MqttNetSessionTests
{
    private const int Count = 5000;

    // CONNACK, and PUBLISH of "a/b" at QoS 0 with 200 bytes.
    private static readonly byte[] _welcome = [0x20, 3, 0, 0, 0];
    private static readonly byte[] _message = [0x30, 0xCE, 0x01, 0, 3, (byte)'a', (byte)'/', (byte)'b', 0, .. new byte[200]];

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Messages_in_both_directions_allocate_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var link = new MqttNetLink();
        link.BeginConnect(new LinkOptions { ClientId = "x", Port = ((IPEndPoint)listener.LocalEndpoint).Port });
        using var broker = listener.AcceptSocket();
        var buffer = new byte[64 * 1024];
        broker.Receive(buffer);
        broker.Send(_welcome);
        Assert.True(SpinWait.SpinUntil(() => link.IsConnected, _patience));
        Exchange(link, broker, buffer);

        var each = Allocations.LeastOfAll(() => Exchange(link, broker, buffer)) / (double)Count;
        Assert.True(each < 8, $"{each} bytes a message");
    }

    // One message to the broker, then one back: nothing piles up, whoever is slow.
    private static void Exchange(MqttNetLink link, Socket broker, byte[] buffer)
    {
        for (var i = 0; i < Count; i++)
        {
            var isDone = link.TryPublish("a/b", buffer.AsSpan(0, 200), QualityOfService.AtMostOnce, retain: false);
            for (var taken = 0; taken < _message.Length;)
                taken += broker.Receive(buffer, 0, _message.Length - taken, SocketFlags.None);
            broker.Send(_message);
            isDone &= link.WaitForMessage(_patience) & link.TryReceive(out var message);
            link.Recycle(message);
            // An assertion allocates.
            if (!isDone || message.Payload.Length != 200)
                Assert.Fail("no message");
        }
    }
}
