using System.Buffers;
using System.Text;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging.MqttNet;

public sealed class PublishReaderTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V500, 0)]
    [InlineData(MqttProtocolVersion.V500, 1)]
    [InlineData(MqttProtocolVersion.V311, 0)]
    [InlineData(MqttProtocolVersion.V311, 1)]
    public void Reads_what_MQTTnet_writes(MqttProtocolVersion version, int qos)
    {
        var packet = new MqttPublishPacket
        {
            Topic = "mae/1/f/rövér/state", Payload = new ReadOnlySequence<byte>([1, 2, 3]), Retain = true,
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos, PacketIdentifier = (ushort)(qos * 777),
        };
        if (version == MqttProtocolVersion.V500)
        {
            packet.ContentType = new string('x', 200);
            packet.UserProperties = [new MqttUserProperty("name", Encoding.UTF8.GetBytes("value"))];
        }

        var (header, body) = Encode(packet, version);
        var reader = new PublishReader(version == MqttProtocolVersion.V500);
        Assert.True(reader.TryRead(header, body));
        Assert.Equal(
            ("mae/1/f/rövér/state", (ushort)(qos * 777), (QualityOfService)qos, true),
            (reader.Topic, reader.PacketId, reader.Qos, reader.IsRetained));
        Assert.Equal([1, 2, 3], body[reader.PayloadOffset..]);
        var topic = reader.Topic;
        Assert.True(reader.TryRead(header, body));
        Assert.Same(topic, reader.Topic);
    }

    [Fact]
    public void No_cut_or_damaged_packet_reads_beyond_its_end()
    {
        var (header, body) = Encode(
            new MqttPublishPacket
            {
                Topic = "topic",
                Payload = new ReadOnlySequence<byte>([9]),
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                PacketIdentifier = 5,
                ContentType = "text",
            },
            MqttProtocolVersion.V500);
        var reader = new PublishReader(hasProperties: true);
        for (var length = 0; length < body.Length - 1; length++)
            Assert.False(reader.TryRead(header, body.AsSpan(0, length)), $"{length} bytes");
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = (byte[])body.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (reader.TryRead((byte)random.Next(0x30, 0x40), damaged))
                Assert.InRange(reader.PayloadOffset, 0, damaged.Length);
        }

        Assert.False(reader.TryRead(0x34, body));
    }

    private static (byte Header, byte[] Body) Encode(MqttPacket packet, MqttProtocolVersion version)
    {
        var bytes = new MqttPacketFormatterAdapter(version, new MqttBufferWriter(64, 4096)).Encode(packet).ToArray();
        var at = 1;
        while (bytes[at++] >= 0x80)
        {
        }

        return (bytes[0], bytes[at..]);
    }
}
