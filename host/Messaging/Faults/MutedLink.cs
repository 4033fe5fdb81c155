using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Messaging.Faults;

/// <summary>A link that can be muted, as if its radio were out of reach, or lose a share: what it sends and what it should hear is lost,
/// whatever was promised of it, and nobody is told.</summary>
/// <param name="seed">Same seed, same messages: same losses.</param>
public sealed class MutedLink(IMessageLink inner, ulong seed = 1) : IMessageLink
{
    private readonly Xoshiro256 random = new(seed);

    /// <summary>Everything is lost.</summary>
    public bool IsMuted { get; set; }

    /// <summary>Of all messages in both directions, 0 to 1.</summary>
    public double LossShare { get; set; }

    public bool IsConnected => inner.IsConnected;

    public long Dropped => inner.Dropped;

    public long Refused => inner.Refused;

    public string? LastRefusal => inner.LastRefusal;

    public BrokerCause RefusalCause => inner.RefusalCause;

    public string Description => inner.Description;

    public void Connect(LinkOptions options) => inner.Connect(options);

    public void BeginConnect(LinkOptions options) => inner.BeginConnect(options);

    public void Disconnect() => inner.Disconnect();

    public void Subscribe(string filter, QualityOfService qos) => inner.Subscribe(filter, qos);

    public void BeginSubscribe(string filter, QualityOfService qos) => inner.BeginSubscribe(filter, qos);

    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain) =>
        IsLost || inner.TryPublish(topic, payload, qos, retain);

    public bool TryReceive(out Message message)
    {
        while (inner.TryReceive(out message))
        {
            if (!IsLost)
                return true;
        }

        return false;
    }

    public bool WaitForMessage(TimeSpan timeout) => inner.WaitForMessage(timeout);

    public void Dispose() => inner.Dispose();

    private bool IsLost => IsMuted || (LossShare > 0 && random.NextDouble() < LossShare);
}
