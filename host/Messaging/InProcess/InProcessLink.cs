namespace MultiAgentEdge.Host.Messaging;

/// <summary>A client of an <see cref="InProcessBroker"/>: no network, nothing waits.</summary>
public sealed class InProcessLink(InProcessBroker broker) : IMessageLink
{
    private LinkOptions? _options;
    private readonly Inbox _inbox = new();
    private volatile bool _isConnected;
    private bool _isDisposed;

    public bool IsConnected => _isConnected;

    public long Dropped => _inbox.Dropped;

    /// <summary>Always 0: this broker refuses nobody.</summary>
    public long Refused => 0;

    public string? LastRefusal => null;

    public BrokerCause RefusalCause => BrokerCause.None;

    public string Description => "in-process";

    internal string ClientId => _options!.ClientId;

    internal Message? Will => _options!.Will;

    internal HashSet<string> Filters { get; } = new(StringComparer.Ordinal);

    public void Connect(LinkOptions options)
    {
        BeginConnect(options);
        if (!_isConnected)
            throw Errors.Unreachable(options, "the in-process broker is down", null);
    }

    public void BeginConnect(LinkOptions options)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        options.Validate();
        if (_options is not null)
            broker.Close(this, publishWill: false);
        _options = options;
        _inbox.Reset(options.InboxCapacity, options.InboxBytes);
        broker.TryOpen(this);
    }

    public void Disconnect() => broker.Close(this, publishWill: false);

    /// <summary>Loses the connection without a goodbye: the broker publishes the will.</summary>
    public void Drop() => broker.Close(this, publishWill: true);

    public void Subscribe(string filter, QualityOfService qos)
    {
        Errors.ThrowIfInvalidFilter(filter);
        if (!broker.TrySubscribe(this, filter))
            throw Errors.NotConnected(filter);
    }

    public void BeginSubscribe(string filter, QualityOfService qos)
    {
        Errors.ThrowIfInvalidFilter(filter);
        broker.TrySubscribe(this, filter);
    }

    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain)
    {
        Errors.ThrowIfInvalidTopic(topic);
        return broker.TryPublish(this, topic, payload, retain);
    }

    public bool TryReceive(out Message message) => _inbox.TryTake(out message);

    public bool WaitForMessage(TimeSpan timeout) => _inbox.Wait(timeout);

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Disconnect();
    }

    internal void OnOpened() => _isConnected = true;

    internal void OnClosed()
    {
        _isConnected = false;
        Filters.Clear();
    }

    internal bool Selects(string topic)
    {
        foreach (string filter in Filters)
        {
            if (TopicFilter.Matches(filter, topic))
                return true;
        }

        return false;
    }

    internal void Deliver(in Message message) => _inbox.TryAdd(message);
}
