using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace MultiAgentEdge.Host.Messaging.Faults;

/// <summary>One client's connection through a <see cref="TcpFaultProxy"/>.</summary>
internal sealed class ProxiedConnection(TcpFaultProxy proxy, TcpClient client) : IDisposable
{
    private const int ChunkBytes = 16384;

    /// <summary>Chunks on their way in one direction; when full, the sender feels back-pressure as on a real line.</summary>
    private const int ChunksInFlight = 256;

    /// <summary>How often a stalled direction looks whether the stall is over, ms.</summary>
    private const int StallPollMs = 5;

    private readonly TcpClient _server = new();
    private int _isDisposed;

    public static void Reset(TcpClient side)
    {
        try
        {
            side.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Already gone.
        }

        side.Dispose();
    }

    /// <summary>Ends both sides with a reset; from any thread, once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        Reset(client);
        Reset(_server);
    }

    public async Task RunAsync(string host, int port, CancellationToken cancel)
    {
        try
        {
            client.NoDelay = true;
            _server.NoDelay = true;
            await _server.ConnectAsync(host, port, cancel).ConfigureAwait(false);
            await Task.WhenAny(
                PumpAsync(client.GetStream(), _server.GetStream(), cancel),
                PumpAsync(_server.GetStream(), client.GetStream(), cancel)).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            // The broker is down or the connection was cut: the client sees its end.
        }

        proxy.Remove(this);
        Dispose();
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, CancellationToken cancel)
    {
        var line = Channel.CreateBounded<(long Sent, byte[] Bytes)>(ChunksInFlight);
        var delivery = DeliverAsync(line.Reader, to, cancel);
        try
        {
            byte[] buffer = new byte[ChunkBytes];
            int length;
            while ((length = await from.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
            {
                if (proxy.Fault.IsSwallowing)
                    proxy.CountSwallowed(length);
                else
                {
                    await line.Writer
                        .WriteAsync((Stopwatch.GetTimestamp(), buffer.AsSpan(0, length).ToArray()), cancel)
                        .ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            // The other end hears of it when the connection is reset.
        }

        line.Writer.Complete();
        await delivery.ConfigureAwait(false);
    }

    private async Task DeliverAsync(ChannelReader<(long Sent, byte[] Bytes)> line, NetworkStream to, CancellationToken cancel)
    {
        try
        {
            await foreach (var (sent, bytes) in line.ReadAllAsync(cancel).ConfigureAwait(false))
            {
                // Task.Delay cuts fractions off and a timer may be early: a delay is a promise of at least so long.
                for (double leftMs; (leftMs = proxy.Fault.DelayMs - Stopwatch.GetElapsedTime(sent).TotalMilliseconds) > 0;)
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(leftMs)), cancel).ConfigureAwait(false);
                while (proxy.Fault.IsStalled)
                    await Task.Delay(StallPollMs, cancel).ConfigureAwait(false);
                await to.WriteAsync(bytes, cancel).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsEndOfConnection(e))
        {
            // As above.
        }
    }

    private static bool IsEndOfConnection(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException
            or ChannelClosedException;
}
