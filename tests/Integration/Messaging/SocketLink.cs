using System.Net.Sockets;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>A board's link on this machine's sockets: the board's own session and the one thread that carries it, as MqttLink of
/// firmware/Rover.Nano has them.</summary>
internal sealed class SocketLink(IClock clock, string host, int port, string? user = null, string? password = null) : ILink, IDisposable
{
    private readonly MqttSession _session = new(clock, 1100, 3600, 2560, 24);
    private TcpClient? _tcp;
    private Thread? _carrier;

    public MqttSession Session => _session;

    public bool IsConnected => _session.IsOpen;

    public int Dropped => _session.Dropped;

    public bool TryConnect(string clientId, string willTopic, byte[] willPayload, int willLength)
    {
        Cut();
        var tcp = new TcpClient();
        tcp.Connect(host, port);
        Assert.True(_session.Begin(clientId, user, password, willTopic, willPayload, willLength));
        _tcp = tcp;
        _carrier = new Thread(() => Carry(tcp)) { IsBackground = true };
        _carrier.Start();
        return true;
    }

    public bool TrySubscribe(string topic, bool atLeastOnce) => _session.TrySubscribe(topic, atLeastOnce);

    public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce) =>
        _session.TryPublish(topic, buffer, length, retain, atLeastOnce);

    public bool TryReceive(LinkMessage message)
    {
        if (!_session.Poll())
            Cut();
        return _session.TryReceive(message);
    }

    /// <summary>The cable is pulled: the broker hears no goodbye.</summary>
    public void Cut()
    {
        _session.End();
        _tcp?.Client.Close(0);
        _tcp = null;
        _carrier?.Join(TimeSpan.FromSeconds(10));
    }

    public void Dispose() => Cut();

    private void Carry(TcpClient tcp)
    {
        var exchange = new MqttExchange(_session);
        var stream = new SocketStream(tcp.Client);
        try
        {
            while (exchange.Turn(stream))
            {
                if (!exchange.HasMoved)
                    Thread.Sleep(1);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Cut, by this side or by the other.
        }

        _session.End();
    }

    private sealed class SocketStream(Socket socket) : IByteStream
    {
        public bool HasArrived => socket.Poll(0, SelectMode.SelectRead);

        public int Read(byte[] buffer, int offset, int count) => socket.Receive(buffer, offset, count, SocketFlags.None);

        public void Write(byte[] buffer, int offset, int count)
        {
            for (var sent = 0; sent < count;)
                sent += socket.Send(buffer, offset + sent, count - sent, SocketFlags.None);
        }

        public void Close() => socket.Close();
    }
}
