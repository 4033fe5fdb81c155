using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Firmware.Sim;

/// <summary>A rover's link on .NET: the board's interface over the host's MQTT seam.</summary>
/// <param name="trips">Counts how long prices take; null: nobody does.</param>
public sealed class MessagingLink(IMessageLink link, LinkOptions options, RoundTrips.Rover? trips = null) : ILink
{
    // A network client says goodbye to its old connection first, which takes up to a second on a half-open line: not in the control loop.
    private readonly bool closesSlowly = link is NetworkLink;
    private Task connecting = Task.CompletedTask;
    private int oversized;
    private readonly Queue<Message> handed = new();
    private Message? will;

    public bool IsConnected => connecting.IsCompleted && link.IsConnected;

    public int Dropped => (int)link.Dropped + oversized;

    public bool TryConnect(string clientId, string willTopic, byte[] willPayload, int willLength)
    {
        will = new Message(willTopic, willPayload[..willLength], Retained: true);
        var attempt = options with { ClientId = clientId, Will = will };
        if (!closesSlowly)
            link.BeginConnect(attempt);
        else if (connecting.IsCompleted)
            connecting = Task.Run(() => link.BeginConnect(attempt));
        return true;
    }

    /// <summary>Publishes the last will itself: a proper goodbye makes the broker drop it, and the last good news would stay
    /// retained.</summary>
    public void SayLost()
    {
        if (will is { } last && link.IsConnected)
            link.TryPublish(last.Topic, last.Payload, QualityOfService.AtLeastOnce, retain: true);
    }

    public bool TrySubscribe(string topic, bool atLeastOnce)
    {
        link.BeginSubscribe(topic, Level(atLeastOnce));
        return true;
    }

    public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce)
    {
        trips?.Sent(topic);
        return link.TryPublish(topic, buffer.AsSpan(0, length), Level(atLeastOnce), retain);
    }

    /// <summary>Puts a message before those that the network brings.</summary>
    public void Hear(string topic, ReadOnlySpan<byte> payload) => handed.Enqueue(new Message(topic, payload.ToArray(), Retained: false));

    public bool TryReceive(LinkMessage message)
    {
        message.ArrivalUs = 0;
        if (IsConnected && handed.TryDequeue(out var own))
        {
            (message.Topic, message.IsRetained, message.Length) = (own.Topic, false, own.Payload.Length);
            own.Payload.CopyTo(message.Payload, 0);
            return true;
        }

        while (link.TryReceive(out var received))
        {
            var fits = received.Payload.Length <= message.Payload.Length;
            if (fits)
            {
                trips?.Heard(received.Topic);
                message.Topic = received.Topic;
                message.IsRetained = received.Retained;
                message.Length = received.Payload.Length;
                received.Payload.CopyTo(message.Payload, 0);
            }
            else
            {
                oversized++;
            }

            link.Recycle(received);
            if (fits)
                return true;
        }

        return false;
    }

    private static QualityOfService Level(bool atLeastOnce) => atLeastOnce ? QualityOfService.AtLeastOnce : QualityOfService.AtMostOnce;
}
