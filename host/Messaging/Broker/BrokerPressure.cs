using System.Collections.Concurrent;
using MQTTnet.Packets;
using MQTTnet.Server;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// Lets publishers of MQTTnet's broker wait where somebody's queue fills up. Its loop that sends to a client takes one message a turn in
/// the pool of threads, and the loops that read from clients take several for each: with many publishers and one subscriber, as a host is
/// to its rovers, it read faster than it sent and dropped most of what it had read. Whoever publishes waits a moment at most, so that a
/// subscriber that reads slowly or not at all loses messages of its own and holds up nobody.
/// </summary>
internal sealed class BrokerPressure
{
    private readonly int _most;

    private readonly ConcurrentDictionary<string, PressureGauge> _receivers = new(StringComparer.Ordinal);

    /// <param name="most">Messages that wait for a client before publishers do.</param>
    public BrokerPressure(int most) => _most = most;

    /// <summary>After whoever decides what is delivered.</summary>
    public void Attach(MqttServer server)
    {
        server.InterceptingClientEnqueueAsync += delivery => delivery.AcceptEnqueue
            ? _receivers.GetOrAdd(delivery.ReceiverClientId, _ => new PressureGauge(_most)).EnterAsync()
            : Task.CompletedTask;
        server.InterceptingOutboundPacketAsync += sent =>
        {
            if (sent.Packet is MqttPublishPacket)
                Leave(sent.ClientId, isTaken: true);
            return Task.CompletedTask;
        };
        server.QueuedApplicationMessageOverwrittenAsync += dropped =>
        {
            Leave(dropped.ReceiverClientId, isTaken: false);
            return Task.CompletedTask;
        };
        server.SessionDeletedAsync += session =>
        {
            _receivers.TryRemove(session.Id, out _);
            return Task.CompletedTask;
        };
    }

    private void Leave(string client, bool isTaken)
    {
        if (_receivers.TryGetValue(client, out var gauge))
            gauge.Leave(isTaken);
    }
}
