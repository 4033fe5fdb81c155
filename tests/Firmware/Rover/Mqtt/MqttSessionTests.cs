using System.Buffers.Binary;
using System.Text;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Firmware;

/// <summary>A rover's MQTT, packet by packet, however the bytes are cut. Against real brokers: tests/Integration.</summary>
public sealed class MqttSessionTests
{
    private static readonly byte[] Taken = [0x20, 2, 0, 0];

    private readonly SimulatedClock _clock = new();
    private readonly LinkMessage _message = new(1100);

    [Fact]
    public void A_connection_asks_for_a_clean_session_with_a_retained_will()
    {
        var session = Session();
        Assert.True(session.Begin("id", "user", "secret", "mae/1/f/r/state", [1, 2, 3], 3));
        var sent = Outgoing(session);
        byte[] expected =
        [
            0x10, 50, 0, 4, .. "MQTT"u8, 4, 0b1110_1110, 0, 5, 0, 2, .. "id"u8, 0, 15, .. "mae/1/f/r/state"u8, 0, 3, 1, 2, 3,
            0, 4, .. "user"u8, 0, 6, .. "secret"u8,
        ];
        Assert.Equal(expected, sent);
    }

    [Fact]
    public void A_refused_connection_is_closed_and_says_why()
    {
        var session = Session();
        session.Begin("id", null, null, "t", [], 0);
        Assert.Equal(-1, session.Feed([0x20, 2, 0, 5], 0, 4));
        Assert.Equal((false, 5), (session.IsOpen, session.ReturnCode));
        Assert.False(session.TryPublish("t", [1], 1, false, false));
    }

    /// <summary>Every cut of a stream of every kind of packet gives the same messages and the same answers.</summary>
    [Fact]
    public void However_the_bytes_are_cut_the_messages_are_the_same()
    {
        byte[] stream =
        [
            .. Taken, .. Packet("a/b", [1, 2, 3]), .. Packet("a/b", []), .. Packet("c", [9], 7), .. Packet("c", [], 8, retain: true),
            0xD0, 0, 0x40, 2, 0, 1, .. Packet(new string('x', 200), [1]), .. Packet("long", new byte[2000]), .. Packet("end", [4]),
        ];
        var whole = Play(stream, [stream.Length]);
        Assert.Equal("a/b:010203 a/b: c:09 c!: end:04 | 4002000740020008 | 2", whole);
        for (var first = 1; first < stream.Length; first++)
            Assert.Equal(whole, Play(stream, [first, stream.Length - first]));
        Assert.Equal(whole, Play(stream, [.. Enumerable.Repeat(1, stream.Length)]));
    }

    /// <summary>What finds no room waits in the stream, whole and in order: nothing is lost and nothing grows.</summary>
    [Fact]
    public void A_broker_that_says_more_than_fits_waits()
    {
        var session = Open(Session(inbox: 1300));
        byte[] stream = [.. Enumerable.Range(0, 40).SelectMany(i => Packet("t", [.. Enumerable.Repeat((byte)i, 100)]))];
        var heard = new List<int>();
        for (var at = 0; at < stream.Length;)
        {
            var taken = session.Feed(stream, at, stream.Length - at);
            Assert.True(taken >= 0);
            at += taken;
            while (session.TryReceive(_message))
                heard.Add(_message.Payload[0]);
            Assert.True(taken > 0 || heard.Count > 0);
        }

        Assert.Equal(Enumerable.Range(0, 40), heard);
        Assert.Equal(0, session.Dropped);
    }

    [Fact]
    public void Noise_ends_the_connection_and_nothing_else()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var session = round % 2 == 0 ? Open(Session()) : Begun();
            var noise = new byte[random.Next(1, 60)];
            random.NextBytes(noise);
            var taken = session.Feed(noise, 0, noise.Length);
            Assert.InRange(taken, -1, noise.Length);
            while (session.TryReceive(_message))
                Assert.InRange(_message.Length, 0, 1100);
        }
    }

    [Fact]
    public void A_subscription_is_asked_for_until_it_is_granted()
    {
        var session = Open(Session());
        Assert.True(session.TrySubscribe("a", true));
        Assert.True(session.Poll());
        Assert.Equal([0x82, 6, 0, 1, 0, 1, (byte)'a', 1], Outgoing(session));

        // No answer: the queue that took it was dropped, or the broker was.
        Advance(SubscriptionList.AnswerUs);
        session.Poll();
        Assert.Contains("8206000200016101", Convert.ToHexString(Outgoing(session)), StringComparison.Ordinal);
        // The answer to the first question counts no more.
        session.Feed([0x90, 3, 0, 1, 1], 0, 5);
        Assert.Equal(1, session.SubscriptionsOpen);
        session.Feed([0x90, 3, 0, 2, 1], 0, 5);
        Assert.Equal(0, session.SubscriptionsOpen);
        Advance(SubscriptionList.AnswerUs);
        session.Poll();
        Assert.DoesNotContain("8206", Convert.ToHexString(Outgoing(session)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_subscription_is_tried_again_later()
    {
        var session = Open(Session());
        session.TrySubscribe("a", false);
        session.Poll();
        Outgoing(session);
        session.Feed([0x90, 3, 0, 1, 0x80], 0, 5);
        for (var us = 0L; us < SubscriptionList.RefusedUs - 1_000_000; us += 1_000_000)
        {
            Advance(1_000_000);
            session.Feed([0xD0, 0], 0, 2);
            session.Poll();
        }

        Assert.DoesNotContain("82", Convert.ToHexString(Outgoing(session)), StringComparison.Ordinal);
        Advance(1_000_000);
        session.Poll();
        Assert.Contains("82060002", Convert.ToHexString(Outgoing(session)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_a_byte_from_the_broker_is_dead_though_the_rover_speaks()
    {
        var session = Open(Session());
        var pings = 0;
        for (var us = 0L; us < MqttSession.SilenceUs; us += 250_000)
        {
            Assert.True(session.Poll());
            session.TryPublish("t", [1], 1, false, false);
            pings += Convert.ToHexString(Outgoing(session)).Contains("C000", StringComparison.Ordinal) ? 1 : 0;
            Advance(250_000);
        }

        Assert.InRange(pings, 2, 4);
        Advance(1);
        Assert.False(session.Poll());
    }

    [Fact]
    public void What_is_said_once_finds_room_behind_what_is_said_each_period()
    {
        var session = Open(Session(outbox: 1000));
        var buffer = new byte[100];
        var often = 0;
        while (session.TryPublish("plan", buffer, 100, false, false))
            often++;
        Assert.InRange(often, 5, 7);
        Assert.True(session.TryPublish("info", buffer, 100, true, true));
        Assert.True(session.Poll());
    }

    [Fact]
    public void Hearing_and_saying_what_was_heard_before_allocates_nothing()
    {
        var session = Open(Session());
        var heard = Packet("mae/1/fleet/rover-1/dual", new byte[120]);
        var said = new byte[80];
        var leaving = new byte[256];
        void Work()
        {
            for (var i = 0; i < 200; i++)
            {
                session.Feed(heard, 0, heard.Length);
                session.TryReceive(_message);
                session.TryPublish("mae/1/fleet/rover-1/plan", said, said.Length, false, false);
                while (session.TakeOutgoing(leaving) > 0)
                    session.Poll();
            }
        }

        Work();
        Assert.Equal(0, Allocations.Least(Work));
    }

    private string Play(byte[] stream, int[] parts)
    {
        var session = Begun();
        Outgoing(session);
        var heard = new List<string>();
        var at = 0;
        foreach (var part in parts)
        {
            for (var left = part; left > 0;)
            {
                var taken = session.Feed(stream, at, left);
                Assert.True(taken >= 0);
                (at, left) = (at + taken, left - taken);
                while (session.TryReceive(_message))
                {
                    heard.Add(
                        $"{_message.Topic}{(_message.IsRetained ? "!" : "")}:"
                        + Convert.ToHexString(_message.Payload, 0, _message.Length));
                }
            }
        }

        return $"{string.Join(' ', heard)} | {Convert.ToHexString(Outgoing(session))} | {session.Dropped}";
    }

    private void Advance(long us) => _clock.AdvanceTo(_clock.NowUs + us);

    private MqttSession Session(int inbox = 3600, int outbox = 2560) => new(_clock, 1100, inbox, outbox, 24);

    private MqttSession Begun()
    {
        var session = Session();
        session.Begin("id", null, null, "t", [], 0);
        return session;
    }

    private static MqttSession Open(MqttSession session)
    {
        session.Begin("id", null, null, "t", [], 0);
        Outgoing(session);
        Assert.Equal(4, session.Feed(Taken, 0, 4));
        return session;
    }

    private static byte[] Outgoing(MqttSession session)
    {
        var piece = new byte[7];
        var all = new List<byte>();
        for (var count = session.TakeOutgoing(piece); count > 0; count = session.TakeOutgoing(piece))
            all.AddRange(piece[..count]);
        return [.. all];
    }

    private static byte[] Packet(string topic, byte[] payload, int id = 0, bool retain = false)
    {
        var name = Encoding.UTF8.GetBytes(topic);
        var number = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(number, (ushort)name.Length);
        BinaryPrimitives.WriteUInt16BigEndian(number.AsSpan(2), (ushort)id);
        byte[] body = [number[0], number[1], .. name, .. id == 0 ? [] : number[2..], .. payload];
        byte[] length = body.Length < 128 ? [(byte)body.Length] : [(byte)(body.Length % 128 | 128), (byte)(body.Length / 128)];
        return [(byte)(0x30 | (id == 0 ? 0 : 2) | (retain ? 1 : 0)), .. length, .. body];
    }
}
