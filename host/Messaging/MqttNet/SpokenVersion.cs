using MQTTnet.Formatter;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Which version a link's broker spoke last, so that a broker of MQTT 3.1.1 is not asked for 5 at every reconnection. From any
/// thread.</summary>
internal sealed class SpokenVersion
{
    private volatile Tuple<string, MqttProtocolVersion>? _last;

    /// <summary>For people; null before the first connection.</summary>
    public string? Text => _last is null ? null : _last.Item2 == MqttProtocolVersion.V500 ? "MQTT 5" : IMessageLink.Protocol311;

    public bool Takes5(string address) => _last is not { } last || last.Item1 != address || last.Item2 == MqttProtocolVersion.V500;

    public void Note(string address, MqttProtocolVersion version) => _last = Tuple.Create(address, version);
}
