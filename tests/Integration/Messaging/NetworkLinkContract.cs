using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Faults;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>What only a client with a network can show, against a real Mosquitto through a proxy that can cut the line.</summary>
public abstract class NetworkLinkContract(MosquittoFixture mosquitto) : LinkContract
{
    // One for each client, so that a test can tear one cable and not the others.
    private readonly Dictionary<string, TcpFaultProxy> _proxies = [];

    [Fact]
    public void A_port_where_nobody_listens_is_reported_within_the_timeout()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var link = Create();
        var error = Assert.Throws<MessagingException>(
            () => link.Connect(new LinkOptions { ClientId = "x", Port = port, ConnectTimeout = Patience }));
        Assert.Equal("MAE401", error.Code);
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.False(link.IsConnected);
    }

    [Fact]
    public void A_server_that_never_answers_is_given_up_after_the_timeout()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        int port = ((IPEndPoint)mute.LocalEndpoint).Port;
        var link = Create();
        long start = Stopwatch.GetTimestamp();
        var options = new LinkOptions { ClientId = "x", Port = port, ConnectTimeout = TimeSpan.FromMilliseconds(300) };
        Assert.Equal("MAE402", Assert.Throws<MessagingException>(() => link.Connect(options)).Code);
        Assert.True(Stopwatch.GetElapsedTime(start) < Patience);
    }

    [Fact]
    public void BeginConnect_to_nobody_is_no_error_and_can_be_tried_again()
    {
        var link = Create();
        link.BeginConnect(new LinkOptions { ClientId = "x", Port = 1 });
        Thread.Sleep(50);
        Assert.False(link.IsConnected);
        link.BeginConnect(Options("x"));
        Assert.True(SpinWait.SpinUntil(() => link.IsConnected, Patience));
    }

    [Fact]
    public void A_full_outbox_says_so()
    {
        var link = Connect(Create(), Options("s") with { OutboxCapacity = 50 });
        ProxyOf("s").Fault = TcpFault.Stalled;
        int taken = 0;
        while (taken < 1000 && link.TryPublish(T("a"), [1], QualityOfService.AtLeastOnce, retain: false))
            taken++;
        ProxyOf("s").Fault = TcpFault.None;
        Assert.Equal(50, taken);
        Assert.True(SpinWait.SpinUntil(() => link.TryPublish(T("a"), [1], QualityOfService.AtLeastOnce, retain: false), Patience));
    }

    [Fact]
    public void A_killed_broker_shows_and_a_restarted_one_takes_the_link_back()
    {
        Lanes.RequireMosquitto();
        using var broker = MosquittoBroker.Start();
        var link = Create();
        var options = new LinkOptions { ClientId = "x", Port = broker.Port };
        for (int i = 0; i < 3; i++)
        {
            link.Connect(options);
            broker.Kill();
            Assert.True(SpinWait.SpinUntil(() => !link.IsConnected, Patience));
            Assert.Equal("MAE401", Assert.Throws<MessagingException>(() => link.Connect(options)).Code);
            broker.Restart();
        }

        link.Connect(options);
        Assert.True(link.IsConnected);
    }

    protected abstract IMessageLink CreateClient();

    protected sealed override IMessageLink CreateLink()
    {
        Lanes.RequireMosquitto();
        return CreateClient();
    }

    protected override LinkOptions Options(string clientId) =>
        new() { ClientId = T(clientId), Host = MosquittoBroker.Host, Port = ProxyOf(clientId).Port };

    protected override void Sever(IMessageLink link, string clientId) => ProxyOf(clientId).Cut();

    protected override void DisposeLane()
    {
        foreach (var proxy in _proxies.Values)
            proxy.Dispose();
    }

    private TcpFaultProxy ProxyOf(string clientId)
    {
        if (!_proxies.TryGetValue(clientId, out var proxy))
            _proxies[clientId] = proxy = new TcpFaultProxy(MosquittoBroker.Host, mosquitto.Broker.Port);
        return proxy;
    }
}
