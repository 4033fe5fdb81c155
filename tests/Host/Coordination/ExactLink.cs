using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Coordination;

/// <summary>A link to a broker of MQTT 3.1.1 that gives what it kept only to subscriptions without a wildcard, as RabbitMQ's plugin
/// does.</summary>
internal sealed class ExactLink : IMessageLink
{
    private readonly InProcessLink link;
    private readonly HashSet<string> exact = [];

    public ExactLink(InProcessBroker broker)
    {
        link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "host" });
    }

    public bool IsConnected => link.IsConnected;

    public long Dropped => link.Dropped;

    public long Refused => link.Refused;

    public string? LastRefusal => link.LastRefusal;

    public BrokerCause RefusalCause => link.RefusalCause;

    public string? Protocol => IMessageLink.Protocol311;

    public string Description => "exact";

    public void Connect(LinkOptions options) => link.Connect(options);

    public void BeginConnect(LinkOptions options) => link.BeginConnect(options);

    public void Disconnect() => link.Disconnect();

    public void Subscribe(string filter, QualityOfService qos)
    {
        if (!filter.Contains('+', StringComparison.Ordinal))
            exact.Add(filter);
        link.Subscribe(filter, qos);
    }

    public void BeginSubscribe(string filter, QualityOfService qos) => Subscribe(filter, qos);

    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain) =>
        link.TryPublish(topic, payload, qos, retain);

    public bool TryReceive(out Message message)
    {
        while (link.TryReceive(out message))
        {
            if (!message.Retained || exact.Contains(message.Topic))
                return true;
        }

        return false;
    }

    public bool WaitForMessage(TimeSpan timeout) => link.WaitForMessage(timeout);

    public void Dispose() => link.Dispose();
}
