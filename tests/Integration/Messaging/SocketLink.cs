using System.Net.Sockets;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>A board's link on this machine's sockets: the board's own session, one thread that reads and one that writes, as MqttLink of
/// firmware/Rover.Nano has them.</summary>
internal sealed class SocketLink(IClock clock, string host, int port, string? user = null, string? password = null) : ILink, IDisposable
{
    private readonly MqttSession _session = new(clock, 1100, 3600, 2560);
    private readonly AutoResetEvent _outgoing = new(false);
    private readonly byte[] _leaving = new byte[256];
    private TcpClient? _tcp;
    private Thread? _reader;
    private Thread? _writer;
    private bool _isDisposed;

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
        _reader = new Thread(() => Read(tcp)) { IsBackground = true };
        _writer = new Thread(() => Write(tcp)) { IsBackground = true };
        _reader.Start();
        _writer.Start();
        _outgoing.Set();
        return true;
    }

    public bool TrySubscribe(string topic, bool atLeastOnce) => _session.TrySubscribe(topic, atLeastOnce);

    public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce)
    {
        var taken = _session.TryPublish(topic, buffer, length, retain, atLeastOnce);
        _outgoing.Set();
        return taken;
    }

    public bool TryReceive(LinkMessage message)
    {
        if (!_session.Poll())
            Cut();
        _outgoing.Set();
        return _session.TryReceive(message);
    }

    /// <summary>The cable is pulled: the broker hears no goodbye.</summary>
    public void Cut()
    {
        _session.End();
        _tcp?.Client.Close(0);
        _tcp = null;
        _reader?.Join(TimeSpan.FromSeconds(10));
        _outgoing.Set();
        _writer?.Join(TimeSpan.FromSeconds(10));
    }

    public void Dispose()
    {
        _isDisposed = true;
        Cut();
        _outgoing.Dispose();
    }

    private void Read(TcpClient tcp)
    {
        var arrived = new byte[256];
        try
        {
            while (true)
            {
                var count = tcp.Client.Receive(arrived);
                for (var taken = 0; taken < count;)
                {
                    var part = _session.Feed(arrived, taken, count - taken);
                    if (part < 0)
                        return;
                    taken += part;
                    if (part == 0)
                        Thread.Sleep(1);
                }

                if (count == 0)
                    return;
                _outgoing.Set();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            _session.End();
        }
    }

    private void Write(TcpClient tcp)
    {
        try
        {
            while (!_isDisposed && ReferenceEquals(_tcp, tcp))
            {
                _outgoing.WaitOne(20);
                for (var count = _session.TakeOutgoing(_leaving); count > 0; count = _session.TakeOutgoing(_leaving))
                    tcp.Client.Send(_leaving, count, SocketFlags.None);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            _session.End();
        }
    }
}
