namespace MultiAgentEdge.Host.Messaging;

/// <summary>What every client with a network does in the same way: one session a connection, one inbox for all of them, refusals
/// counted.</summary>
public abstract class NetworkLink : IMessageLink
{
    /// <summary>From this MQTT 5 reason code on, the answer is a refusal (2.4).</summary>
    internal const int FirstFailureReason = 0x80;

    private static readonly TimeSpan _goodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Inbox _inbox = new();
    private LinkOptions? _options;
    private ILinkSession? _session;
    private long _refused;
    private volatile string? _lastRefusal;
    private volatile BrokerCause _refusalCause;
    private int _turn;
    private bool _isDisposed;

    private protected NetworkLink()
    {
    }

    public bool IsConnected => _session is { IsConnected: true };

    public long Dropped => _inbox.Dropped;

    public long Refused => Interlocked.Read(ref _refused);

    public string? LastRefusal => _lastRefusal;

    public BrokerCause RefusalCause => _refusalCause;

    public abstract string Description { get; }

    public abstract string? Protocol { get; }

    public void Connect(LinkOptions options)
    {
        for (var left = options.Others.Count; ; left--)
        {
            try
            {
                ConnectOnce(options);
                return;
            }
            catch (MessagingException) when (left > 0)
            {
                _turn++;
            }
        }
    }

    /// <summary>Where one of several brokers was lost, or did not come, the next is tried.</summary>
    public void BeginConnect(LinkOptions options)
    {
        if (_session is { IsConnected: false })
            _turn++;
        Start(options);
    }

    public void Disconnect()
    {
        lock (_gate)
        {
            _session?.Close(_goodbyeTimeout);
            _session = null;
        }
    }

    public void Subscribe(string filter, QualityOfService qos)
    {
        Errors.ThrowIfInvalidFilter(filter);
        var session = _session;
        var answer = session?.Subscribe(filter, qos) ?? throw Errors.NotConnected(filter, ReasonCodes.Of(session?.LossReason ?? 0));
        var timeout = _options!.ConnectTimeout;
        try
        {
            if (!answer.Wait(timeout))
                throw Errors.SubscribeTimeout(filter, timeout);
        }
        catch (AggregateException)
        {
            throw session.IsConnected
                ? Errors.SubscribeTimeout(filter, timeout)
                : Errors.NotConnected(filter, ReasonCodes.Of(session.LossReason));
        }

        if (answer.Result >= FirstFailureReason)
            throw Errors.SubscribeRefused(filter, answer.Result, session.ReasonText(answer.Result));
    }

    public void BeginSubscribe(string filter, QualityOfService qos)
    {
        Errors.ThrowIfInvalidFilter(filter);
        _session?.Subscribe(filter, qos);
    }

    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain)
    {
        Errors.ThrowIfInvalidTopic(topic);
        return _session is { } session && session.TryPublish(topic, payload, qos, retain);
    }

    public bool TryReceive(out Message message) => _inbox.TryTake(out message);

    public void Recycle(in Message message) => _inbox.Recycle(message.Payload);

    public bool WaitForMessage(TimeSpan timeout) => _inbox.Wait(timeout);

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        Disconnect();
        GC.SuppressFinalize(this);
    }

    private protected abstract ILinkSession StartSession(LinkOptions options, Inbox inbox, RefusalHandler onRefused);

    private void ConnectOnce(LinkOptions options)
    {
        var session = Start(options);
        try
        {
            session.WaitUntilConnected();
        }
        catch (MessagingException error)
        {
            session.Close(TimeSpan.Zero);
            var at = _options!;
            if (error.Cause != BrokerCause.Unknown || Errors.Unreachable(at, BrokerProbe.Run(at), error) is not { } explained)
                throw;
            throw explained;
        }
    }

    private ILinkSession Start(LinkOptions options)
    {
        options.Validate();
        options = options.At(_turn);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _session?.Close(_goodbyeTimeout);
            _inbox.Reset(options.InboxCapacity, options.InboxBytes);
            _options = options;
            return _session = StartSession(options, _inbox, CountRefusal);
        }
    }

    private void CountRefusal(string reason, int code)
    {
        _refusalCause = ReasonCodes.Of(code);
        _lastRefusal = reason;
        Interlocked.Increment(ref _refused);
    }
}
