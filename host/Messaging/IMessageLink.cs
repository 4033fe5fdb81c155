namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// The one seam to MQTT. Polled, never called back: what arrives waits in a bounded inbox until it is taken, so a caller sees messages
/// in its own thread and in order. Connection and reconnection are explicit; a lost connection shows in <see cref="IsConnected"/>.
/// All calls are safe from any thread, but one thread should read.
/// </summary>
public interface IMessageLink : IDisposable
{
    /// <summary>True between an accepted connection and its loss.</summary>
    bool IsConnected { get; }

    /// <summary>Connects once, clean session; waits at most <see cref="LinkOptions.ConnectTimeout"/>.</summary>
    /// <exception cref="MessagingException">The broker is unreachable or refuses; the message says which and what to do.</exception>
    void Connect(LinkOptions options);

    /// <summary>Starts a connection attempt and returns at once; the outcome shows in <see cref="IsConnected"/>.</summary>
    void BeginConnect(LinkOptions options);

    /// <summary>Says goodbye properly: the broker drops the last will. Waits at most a second.</summary>
    void Disconnect();

    /// <summary>Subscribes to a topic filter; where connected, returns when the broker has granted it (bounded by the connect timeout).
    /// Subscriptions are not kept over a lost connection.</summary>
    void Subscribe(string filter, QualityOfService qos);

    /// <summary>As <see cref="Subscribe"/>, without waiting for the broker's answer.</summary>
    void BeginSubscribe(string filter, QualityOfService qos);

    /// <summary>Queues a message; false where there is no connection or the queue is full. A PUBACK is no proof of delivery to
    /// anyone.</summary>
    bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain);

    /// <summary>Takes the oldest message.</summary>
    bool TryReceive(out Message message);

    /// <summary>Gives a received message's payload back for another one: the caller has done with it and kept it nowhere. Nobody needs
    /// to.</summary>
    void Recycle(in Message message)
    {
    }

    /// <summary>Waits until a message is there or the time is up; false on time-out.</summary>
    bool WaitForMessage(TimeSpan timeout);

    /// <summary>Messages lost because the inbox was full.</summary>
    long Dropped { get; }

    /// <summary>Publishes and subscriptions that the broker answered with a refusal (MQTT 5 reason code of 0x80 or more). A publish at QoS
    /// 0 is never answered, so its refusal cannot be seen.</summary>
    long Refused { get; }

    /// <summary>The reason and the topic of the last refusal, null where there was none.</summary>
    string? LastRefusal { get; }

    /// <summary>The cause of the last refusal; None where there was none.</summary>
    BrokerCause RefusalCause { get; }

    /// <summary>The version that the broker speaks, as in <see cref="Protocol311"/>; null before the first connection and where there is no
    /// network.</summary>
    string? Protocol => null;

    /// <summary>A broker of this version gives no reasons: what it refuses is not counted, and only what a rover reports tells.</summary>
    public const string Protocol311 = "MQTT 3.1.1";

    /// <summary>For people: which client and version this is ("MQTTnet 5.2.0", "in-process").</summary>
    string Description { get; }
}
