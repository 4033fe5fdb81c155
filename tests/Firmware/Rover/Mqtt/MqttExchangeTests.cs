using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Firmware;

/// <summary>The one thread that carries a session. Over sockets and with real brokers: tests/Integration.</summary>
public sealed class MqttExchangeTests
{
    private const int Inbox = 1100 + MqttInbox.TopicBytes + 12;

    private readonly SimulatedClock clock = new();
    private readonly LinkMessage message = new(1100);

    /// <summary>A broker that says more than fits waits, a rover that has something to say does not: each would wait for the
    /// other.</summary>
    [Fact]
    public void What_goes_out_does_not_wait_for_a_full_inbox()
    {
        var (session, exchange, stream) = Open();
        var packet = Packet("a", new byte[1000]);
        stream.Arrive([.. packet, .. packet, .. packet]);
        while (exchange.Turn(stream) && exchange.HasMoved)
            continue;
        Assert.True(stream.Waiting > 1000, "the inbox took everything");

        Assert.True(session.TryPublish("t", [1, 2, 3], 3, false, false));
        Assert.True(exchange.Turn(stream));
        Assert.Equal([0x30, 6, 0, 1, (byte)'t', 1, 2, 3], stream.TakeSent());

        var heard = 0;
        for (var turn = 0; turn < 100 && heard < 3; turn++)
        {
            Assert.True(exchange.Turn(stream));
            heard += session.TryReceive(message) ? 1 : 0;
        }

        Assert.Equal((3, 0, 1000), (heard, stream.Waiting, message.Length));
    }

    [Fact]
    public void It_ends_where_the_other_side_ends_it_and_where_the_broker_says_what_none_says()
    {
        var (_, exchange, stream) = Open();
        Assert.True(exchange.Turn(stream));
        Assert.False(exchange.HasMoved);
        stream.IsEnded = true;
        Assert.False(exchange.Turn(stream));

        (_, exchange, stream) = Open();
        stream.Arrive([0x10, 0]);
        Assert.False(exchange.Turn(stream));
    }

    /// <summary>Half a packet of a connection that was cut is no beginning of the next.</summary>
    [Fact]
    public void A_new_stream_begins_with_nothing_of_the_last_one()
    {
        var (session, exchange, stream) = Open();
        stream.Arrive([.. Packet("a", new byte[1000]), .. Packet("b", new byte[500])]);
        for (var turn = 0; turn < 9; turn++)
            Assert.True(exchange.Turn(stream));

        var next = new PipeStream();
        exchange.Begin();
        session.Begin("id", null, null, "t", [], 0);
        next.Arrive([0x20, 2, 0, 0, .. Packet("c", [7])]);
        Assert.True(exchange.Turn(next));
        Assert.True(session.TryReceive(message));
        Assert.Equal(("c", 1, 7), (message.Topic, message.Length, message.Payload[0]));
    }

    private (MqttSession Session, MqttExchange Exchange, PipeStream Stream) Open()
    {
        var session = new MqttSession(clock, 1100, Inbox, 512, 2);
        var exchange = new MqttExchange(session);
        var stream = new PipeStream();
        exchange.Begin();
        Assert.True(session.Begin("id", null, null, "t", [], 0));
        stream.Arrive([0x20, 2, 0, 0]);
        Assert.True(exchange.Turn(stream));
        Assert.True(session.IsOpen);
        stream.TakeSent();
        return (session, exchange, stream);
    }

    private static byte[] Packet(string topic, byte[] payload)
    {
        var remaining = 2 + topic.Length + payload.Length;
        return
        [
            0x30, .. remaining < 128 ? (byte[])[(byte)remaining] : [(byte)(remaining % 128 | 128), (byte)(remaining / 128)],
            0, (byte)topic.Length, .. topic.Select(one => (byte)one), .. payload,
        ];
    }

    private sealed class PipeStream : IByteStream
    {
        private readonly Queue<byte> arrived = new();
        private readonly List<byte> sent = [];

        public bool IsEnded { get; set; }

        public int Waiting => arrived.Count;

        public bool HasArrived => IsEnded || arrived.Count > 0;

        public void Arrive(byte[] bytes) => Array.ForEach(bytes, arrived.Enqueue);

        public byte[] TakeSent()
        {
            byte[] all = [.. sent];
            sent.Clear();
            return all;
        }

        public int Read(byte[] buffer, int offset, int count)
        {
            var read = 0;
            while (read < count && arrived.TryDequeue(out var value))
                buffer[offset + read++] = value;
            return read;
        }

        public void Write(byte[] buffer, int offset, int count) => sent.AddRange(buffer.AsSpan(offset, count).ToArray());

        public void Close() => IsEnded = true;
    }
}
