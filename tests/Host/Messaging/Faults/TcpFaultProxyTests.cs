using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MultiAgentEdge.Host.Messaging.Faults;

namespace MultiAgentEdge.Tests.Host.Messaging.Faults;

/// <summary>A line to a server that sends back what it hears.</summary>
public sealed class TcpFaultProxyTests : IDisposable
{
    private const int PatienceMs = 10_000;

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly TcpFaultProxy _proxy;

    public TcpFaultProxyTests()
    {
        _server.Start();
        _ = EchoAsync();
        _proxy = new TcpFaultProxy("127.0.0.1", ((IPEndPoint)_server.LocalEndpoint).Port);
    }

    [Fact]
    public void Without_a_fault_every_byte_comes_back()
    {
        using var line = Open();
        byte[] sent = new byte[100_000];
        for (int i = 0; i < sent.Length; i++)
            sent[i] = (byte)(i * 7);
        line.GetStream().Write(sent);
        byte[] heard = new byte[sent.Length];
        line.GetStream().ReadExactly(heard);
        Assert.Equal(sent, heard);
        Assert.Equal(0, _proxy.SwallowedBytes);
    }

    [Fact]
    public void A_delay_holds_in_each_direction()
    {
        using var line = Open();
        _proxy.Fault = TcpFault.Delayed(100);
        long start = Stopwatch.GetTimestamp();
        line.GetStream().Write([1]);
        Assert.Equal(1, line.GetStream().ReadByte());
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void A_stall_delivers_when_it_ends()
    {
        using var line = Open();
        _proxy.Fault = TcpFault.Stalled;
        line.GetStream().Write([1]);
        AssertSilence(line);
        _proxy.Fault = TcpFault.None;
        line.ReceiveTimeout = PatienceMs;
        Assert.Equal(1, line.GetStream().ReadByte());
    }

    [Fact]
    public void A_half_open_line_takes_everything_and_delivers_nothing_ever()
    {
        using var line = Open();
        _proxy.Fault = TcpFault.HalfOpen;
        line.GetStream().Write([1, 2, 3]);
        Assert.True(SpinWait.SpinUntil(() => _proxy.SwallowedBytes == 3, PatienceMs));
        _proxy.Fault = TcpFault.None;
        AssertSilence(line);
        Assert.Equal(1, _proxy.ConnectionCount);
    }

    [Fact]
    public void A_cut_ends_open_connections_and_lets_new_ones_in()
    {
        using var line = Open();
        _proxy.Cut();
        line.ReceiveTimeout = PatienceMs;
        Assert.True(IsEnded(line));
        using var next = Open();
        next.GetStream().Write([9]);
        Assert.Equal(9, next.GetStream().ReadByte());
    }

    [Fact]
    public void A_lasting_cut_lets_nobody_in()
    {
        _proxy.Fault = TcpFault.Cut;
        using var line = Open();
        Assert.True(IsEnded(line));
    }

    [Fact]
    public void The_same_seed_gives_the_same_schedule()
    {
        var windows = TcpFaultSchedule.FromSeed(5, 40).Windows;
        Assert.Equal(windows, TcpFaultSchedule.FromSeed(5, 40).Windows);
        Assert.NotEqual(windows, TcpFaultSchedule.FromSeed(6, 40).Windows);
        Assert.All(windows, w => Assert.InRange(w.DurationMs, 0, 3000));
        Assert.All(windows, w => Assert.InRange(w.Fault.DelayMs, 0, 500));
        Assert.Contains(windows, w => w.Fault.IsSwallowing);
        Assert.Contains(windows, w => w.Fault.IsStalled);
        Assert.Contains(windows, w => w.Fault.IsCut);
    }

    [Fact]
    public async Task A_schedule_ends_without_a_fault()
    {
        using var line = Open();
        var schedule = new TcpFaultSchedule([(20, TcpFault.Delayed(5)), (20, TcpFault.Cut)]);
        await _proxy.PlayAsync(schedule, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(IsEnded(line));
        Assert.Equal(TcpFault.None, _proxy.Fault);
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _server.Dispose();
    }

    private static void AssertSilence(TcpClient line)
    {
        line.ReceiveTimeout = 150;
        Assert.Throws<IOException>(() => line.GetStream().ReadByte());
    }

    private static bool IsEnded(TcpClient line)
    {
        try
        {
            return line.GetStream().ReadByte() < 0;
        }
        catch (Exception e) when (e is IOException { InnerException: SocketException { SocketErrorCode: not SocketError.TimedOut
            and not SocketError.WouldBlock } } or InvalidOperationException)
        {
            return true;
        }
    }

    private TcpClient Open()
    {
        var line = new TcpClient { NoDelay = true };
        line.Connect(IPAddress.Loopback, _proxy.Port);
        line.ReceiveTimeout = PatienceMs;
        if (!_proxy.Fault.IsCut)
            Assert.True(SpinWait.SpinUntil(() => _proxy.ConnectionCount > 0, PatienceMs));
        return line;
    }

    private async Task EchoAsync()
    {
        try
        {
            while (true)
            {
                var client = await _server.AcceptTcpClientAsync();
                _ = CopyAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task CopyAsync(TcpClient client)
    {
        try
        {
            using (client)
                await client.GetStream().CopyToAsync(client.GetStream());
        }
        catch (IOException)
        {
            // Cut, as the test wanted.
        }
    }
}
