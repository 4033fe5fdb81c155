using System.Net;
using System.Net.Sockets;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>A broker that speaks MQTT 3.1.1 and nothing newer: MQTTnet's, behind a door that looks at the level of each CONNECT and answers
/// 5 in one of the ways that brokers do.</summary>
internal sealed class OldBroker : IDisposable
{
    private readonly MqttNetBroker _broker = MqttNetBroker.Start();
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly byte[]? _answer;
    private int _asked;

    /// <param name="answer">To a CONNECT of MQTT 5; empty: it hangs up; null: it resets the connection.</param>
    public OldBroker(byte[]? answer)
    {
        _answer = answer;
        _door.Start();
        _ = Task.Run(OpenAsync);
    }

    public int Port => ((IPEndPoint)_door.LocalEndpoint).Port;

    /// <summary>CONNECTs of MQTT 5 so far.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public void Dispose()
    {
        _end.Cancel();
        _door.Stop();
        _broker.Dispose();
        _end.Dispose();
    }

    private async Task OpenAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _door.AcceptTcpClientAsync(_end.Token);
            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var guest = client;
        try
        {
            var packet = new byte[4096];
            var length = await guest.GetStream().ReadAtLeastAsync(packet, 12, throwOnEndOfStream: false, _end.Token);
            // After the header and its length: "MQTT" with its length (6), level.
            var level = packet[packet[1] < 0x80 ? 8 : 9];
            if (level == 5)
            {
                Interlocked.Increment(ref _asked);
                if (_answer is null)
                    guest.LingerState = new LingerOption(true, 0);
                else
                    await guest.GetStream().WriteAsync(_answer, _end.Token);
                return;
            }

            using var inside = new TcpClient(MqttNetBroker.Host, _broker.Port) { NoDelay = true };
            guest.NoDelay = true;
            await inside.GetStream().WriteAsync(packet.AsMemory(0, length), _end.Token);
            await Task.WhenAny(
                guest.GetStream().CopyToAsync(inside.GetStream(), _end.Token),
                inside.GetStream().CopyToAsync(guest.GetStream(), _end.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One end went.
        }
    }
}
