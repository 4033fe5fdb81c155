using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Fleet.Firmware;

/// <summary>Loses a share of the messages in both directions, by a seed.</summary>
internal sealed class LossyLink(IMessageLink inner, double share, ulong seed) : IMessageLink
{
    private readonly Xoshiro256 random = new(seed);

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
        random.NextDouble() < share || inner.TryPublish(topic, payload, qos, retain);

    public bool TryReceive(out Message message)
    {
        while (inner.TryReceive(out message))
        {
            if (random.NextDouble() >= share)
                return true;
        }

        return false;
    }

    public bool WaitForMessage(TimeSpan timeout) => inner.WaitForMessage(timeout);

    public void Dispose() => inner.Dispose();
}
