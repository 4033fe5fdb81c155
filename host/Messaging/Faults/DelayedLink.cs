using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Messaging.Faults;

/// <summary>
/// A link over a slow and lossy network, by a clock that is handed in: what is sent and what comes arrives later, in its order; of what is
/// sent at most once a share is lost. Whoever owns the clock calls <see cref="Pump"/> as it moves, also while the link's owner is frozen.
/// </summary>
/// <param name="inner">The link without delay.</param>
/// <param name="nowUs">The clock, microseconds.</param>
/// <param name="seed">Same seed, same messages: same losses.</param>
/// <param name="lossy">Filter of what may get lost on its way in; what goes out tells by its quality of service.</param>
public sealed class DelayedLink(IMessageLink inner, Func<long> nowUs, ulong seed, string lossy) : IMessageLink
{
    private readonly Xoshiro256 random = new(seed);
    private readonly Queue<(long DueUs, Message Message)> arriving = new();
    private readonly Queue<(long DueUs, Message Message, QualityOfService Qos)> leaving = new();
    private long lastArrivalUs = long.MinValue;
    private long lastLeaveUs = long.MinValue;

    /// <summary>Added each way, microseconds, 0 or more.</summary>
    public long DelayUs { get; set; }

    /// <summary>Of messages sent at most once, each way, 0 to 1.</summary>
    public double LossProbability { get; set; }

    /// <summary>Messages on their way.</summary>
    public int Count => arriving.Count + leaving.Count;

    public bool IsConnected => inner.IsConnected;

    public long Dropped => inner.Dropped;

    public long Refused => inner.Refused;

    public string? LastRefusal => inner.LastRefusal;

    public BrokerCause RefusalCause => inner.RefusalCause;

    public string Description => $"{inner.Description} with delay";

    public void Connect(LinkOptions options)
    {
        Forget();
        inner.Connect(options);
    }

    public void BeginConnect(LinkOptions options)
    {
        Forget();
        inner.BeginConnect(options);
    }

    public void Disconnect()
    {
        Forget();
        inner.Disconnect();
    }

    public void Subscribe(string filter, QualityOfService qos) => inner.Subscribe(filter, qos);

    public void BeginSubscribe(string filter, QualityOfService qos) => inner.BeginSubscribe(filter, qos);

    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain)
    {
        if (!inner.IsConnected)
            return false;
        if (DelayUs == 0 && leaving.Count == 0)
            return IsLost(qos == QualityOfService.AtMostOnce) || inner.TryPublish(topic, payload, qos, retain);
        if (!IsLost(qos == QualityOfService.AtMostOnce))
            leaving.Enqueue((lastLeaveUs = Math.Max(lastLeaveUs, nowUs() + DelayUs), new Message(topic, payload.ToArray(), retain), qos));
        return true;
    }

    public bool TryReceive(out Message message)
    {
        Pump();
        if (arriving.TryPeek(out var first) && first.DueUs <= nowUs())
        {
            message = arriving.Dequeue().Message;
            return true;
        }

        message = default;
        return false;
    }

    public bool WaitForMessage(TimeSpan timeout) => arriving.Count > 0 || inner.WaitForMessage(timeout);

    /// <summary>Moves on what the network holds.</summary>
    public void Pump()
    {
        var now = nowUs();
        while (inner.TryReceive(out var message))
        {
            if (!IsLost(TopicFilter.Matches(lossy, message.Topic)))
                arriving.Enqueue((lastArrivalUs = Math.Max(lastArrivalUs, now + DelayUs), message));
        }

        while (leaving.TryPeek(out var first) && first.DueUs <= now)
        {
            var (_, message, qos) = leaving.Dequeue();
            inner.TryPublish(message.Topic, message.Payload, qos, message.Retained);
        }
    }

    public void Dispose() => inner.Dispose();

    // A new connection: what the old one held is lost.
    private void Forget()
    {
        arriving.Clear();
        leaving.Clear();
    }

    private bool IsLost(bool mayBe) => mayBe && LossProbability > 0 && random.NextDouble() < LossProbability;
}
