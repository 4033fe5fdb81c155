using System.Net;
using System.Net.Sockets;

namespace MultiAgentEdge.Host.Messaging.Faults;

/// <summary>
/// Stands between clients and a broker on the loopback interface and does to the bytes what networks do: delays, stalls, swallows them
/// while the connection looks alive (half-open), cuts. Faults change at any time and hold for all connections. For tests and
/// demonstrations.
/// </summary>
public sealed class TcpFaultProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly List<ProxiedConnection> _connections = [];
    private readonly string _targetHost;
    private readonly int _targetPort;
    private long _swallowedBytes;
    private volatile TcpFault _fault = TcpFault.None;

    public TcpFaultProxy(string targetHost, int targetPort)
    {
        _targetHost = targetHost;
        _targetPort = targetPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    /// <summary>On 127.0.0.1; clients connect here.</summary>
    public int Port { get; }

    /// <summary>What is wrong with the network now.</summary>
    public TcpFault Fault
    {
        get => _fault;
        set => _fault = value;
    }

    public long SwallowedBytes => Interlocked.Read(ref _swallowedBytes);

    public int ConnectionCount
    {
        get
        {
            lock (_gate)
                return _connections.Count;
        }
    }

    /// <summary>Resets every open connection; new ones are accepted, unless <see cref="Fault"/> says otherwise.</summary>
    public void Cut()
    {
        ProxiedConnection[] open;
        lock (_gate)
        {
            open = [.. _connections];
            _connections.Clear();
        }

        foreach (var connection in open)
            connection.Dispose();
    }

    /// <summary>Plays a schedule from now on and ends without a fault; one schedule at a time.</summary>
    public async Task PlayAsync(TcpFaultSchedule schedule, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            foreach (var (durationMs, fault) in schedule.Windows)
            {
                Fault = fault;
                if (fault.IsCut)
                    Cut();
                await Task.Delay(TimeSpan.FromMilliseconds(durationMs), time, cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            Fault = TcpFault.None;
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        Cut();
        _end.Dispose();
    }

    internal void CountSwallowed(int bytes) => Interlocked.Add(ref _swallowedBytes, bytes);

    internal void Remove(ProxiedConnection connection)
    {
        lock (_gate)
            _connections.Remove(connection);
    }

    private async Task AcceptAsync()
    {
        var cancel = _end.Token;
        while (!cancel.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            if (Fault.IsCut)
            {
                ProxiedConnection.Reset(client);
                continue;
            }

            var connection = new ProxiedConnection(this, client);
            lock (_gate)
                _connections.Add(connection);
            _ = connection.RunAsync(_targetHost, _targetPort, cancel);
        }
    }
}
