using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>A board's own MQTT against MQTTnet's broker: what it says arrives, what it is told arrives, and its last will.</summary>
public class BoardSessionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MqttNetBroker? _own;
    private readonly LinkMessage _message = new(1100);

    public BoardSessionTests() => _own = OwnsBroker ? MqttNetBroker.Start() : null;

    protected virtual bool OwnsBroker => true;

    protected virtual int Port => _own!.Port;

    public void Dispose()
    {
        _own?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void It_hears_what_it_asked_for_and_is_heard()
    {
        using var board = Connect("board-1", out _);
        using var host = Host();
        host.Subscribe("mae/1/f/board-1/state", QualityOfService.AtLeastOnce);
        Assert.True(board.TrySubscribe("mae/1/f/board-1/cmd", true));
        Assert.True(board.TrySubscribe("mae/1/f/board-1/dual", false));
        Until(() => Polled(board) && board.Session.SubscriptionsOpen == 0);
        foreach (var (topic, bytes, qos) in new[] { ("cmd", 0, QualityOfService.AtLeastOnce), ("dual", 1100, QualityOfService.AtMostOnce),
            ("cmd", 300, QualityOfService.AtLeastOnce) })
        {
            Assert.True(host.TryPublish($"mae/1/f/board-1/{topic}", Numbered(bytes), qos, false));
            Until(() => board.TryReceive(_message));
            Assert.Equal(($"mae/1/f/board-1/{topic}", bytes), (_message.Topic, _message.Length));
            Assert.Equal(Numbered(bytes), _message.Payload[..bytes]);
        }

        Assert.True(board.TryPublish("mae/1/f/board-1/state", Numbered(200), 200, true, true));
        Message heard = default;
        Until(() => host.TryReceive(out heard));
        Assert.Equal(Numbered(200), heard.Payload);
    }

    [Fact]
    public void Its_last_will_of_bytes_is_said_when_it_vanishes()
    {
        using var board = Connect("board-2", out _);
        board.Cut();
        using var host = Host();
        host.Subscribe("mae/1/f/board-2/state", QualityOfService.AtLeastOnce);
        Message heard = default;
        Until(() => host.TryReceive(out heard));
        Assert.Equal([7, 8, 9], heard.Payload);
    }

    /// <summary>Two hundred chunks of 1 kB at once: the broker waits, nothing is lost or doubled, and the rover's memory is what it
    /// was.</summary>
    [Fact]
    public void A_flood_waits_for_the_rover()
    {
        using var board = Connect("board-3", out _);
        using var host = Host();
        board.TrySubscribe("chunk", true);
        Until(() => Polled(board) && board.Session.SubscriptionsOpen == 0);
        var sent = 0;
        var heard = new List<int>();
        Until(() =>
        {
            while (sent < 200 && host.TryPublish("chunk", Numbered(1000, sent), QualityOfService.AtLeastOnce, false))
                sent++;
            if (board.TryReceive(_message))
                heard.Add(_message.Payload[0]);
            return heard.Count == 200;
        });
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (int)(byte)i), heard);
        Assert.Equal(0, board.Dropped);
    }

    [Fact]
    public void It_stays_connected_while_it_says_nothing()
    {
        using var board = Connect("board-4", out var clock);
        // Three times the keep-alive, on the rover's clock; the broker's answers are waited for.
        for (var us = 0L; us < 15_000_000; us += 500_000)
        {
            clock.AdvanceTo(clock.NowUs + 500_000);
            board.TryReceive(_message);
            if (us % 2_500_000 == 0)
                Thread.Sleep(50);
        }

        Assert.True(board.IsConnected);
    }

    private static bool Polled(SocketLink board) => board.TryReceive(new LinkMessage(1100)) || board.IsConnected;

    private SocketLink Connect(string id, out SimulatedClock clock)
    {
        clock = new SimulatedClock();
        var board = new SocketLink(clock, "127.0.0.1", Port);
        board.TryConnect(id, $"mae/1/f/{id}/state", [7, 8, 9], 3);
        Until(() => board.IsConnected);
        return board;
    }

    private IMessageLink Host()
    {
        var link = LinkFactory.Choose(LinkFactory.MqttNet).Create();
        link.Connect(new LinkOptions { Host = "127.0.0.1", Port = Port, ClientId = "host" });
        return link;
    }

    private static byte[] Numbered(int count, int first = 0) => [.. Enumerable.Range(first, count).Select(i => (byte)i)];

    private static void Until(Func<bool> holds)
    {
        var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!holds())
        {
            Assert.True(Environment.TickCount64 < end, "This did not come within half a minute.");
            Thread.Sleep(1);
        }
    }
}

/// <summary>The same against Mosquitto.</summary>
public sealed class BoardSessionMosquittoTests(MosquittoFixture mosquitto) : BoardSessionTests, IClassFixture<MosquittoFixture>
{
    protected override bool OwnsBroker => false;

    protected override int Port => mosquitto.Broker.Port;
}
