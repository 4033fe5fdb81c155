using System.Buffers.Binary;
using System.Text;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// Reads PUBLISH packets where they lie (MQTT 5, 3.3; MQTT 3.1.1, 3.3): MQTTnet's decoder makes an object, a copy and a topic of each,
/// which is most of what a message costs. Topics are few, so each is one text, kept in a table of fixed size.
/// </summary>
internal sealed class PublishReader(bool hasProperties)
{
    private const int Slots = 1024;
    private const int LongestKept = 256;
    private const int LongestVariableInteger = 4;

    private readonly (byte[] Bytes, string Text)[] _topics = new (byte[], string)[Slots];

    /// <summary>Of the packet read last.</summary>
    public string Topic { get; private set; } = "";

    public int PayloadOffset { get; private set; }

    public QualityOfService Qos { get; private set; }

    public bool IsRetained { get; private set; }

    /// <summary>0 at QoS 0.</summary>
    public ushort PacketId { get; private set; }

    /// <summary>False where the packet is damaged, or of QoS 2, which nobody subscribes to here.</summary>
    public bool TryRead(byte header, ReadOnlySpan<byte> body)
    {
        int qos = (header >> 1) & 3;
        if (qos > 1 || body.Length < 2)
            return false;
        int at = 2 + BinaryPrimitives.ReadUInt16BigEndian(body);
        int idBytes = 2 * qos;
        if (at == 2 || at + idBytes > body.Length)
            return false;
        (Qos, IsRetained) = ((QualityOfService)qos, (header & 1) != 0);
        var topic = body[2..at];
        PacketId = qos == 0 ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(body[at..]);
        at += idBytes;
        if (hasProperties && !TrySkipProperties(body, ref at))
            return false;
        PayloadOffset = at;
        Topic = TextOf(topic);
        return true;
    }

    private static bool TrySkipProperties(ReadOnlySpan<byte> body, ref int at)
    {
        int length = 0;
        for (int i = 0; i < LongestVariableInteger && at < body.Length; i++)
        {
            byte digit = body[at++];
            length |= (digit & 0x7F) << (7 * i);
            if (digit >= 0x80)
                continue;
            at += length;
            return at <= body.Length;
        }

        return false;
    }

    private string TextOf(ReadOnlySpan<byte> topic)
    {
        // The table is for topics that come again; long ones would fill the memory.
        if (topic.Length > LongestKept)
            return Encoding.UTF8.GetString(topic);
        var hash = default(HashCode);
        hash.AddBytes(topic);
        ref var slot = ref _topics[(uint)hash.ToHashCode() % Slots];
        if (slot.Bytes is null || !topic.SequenceEqual(slot.Bytes))
            slot = (topic.ToArray(), Encoding.UTF8.GetString(topic));
        return slot.Text;
    }
}
