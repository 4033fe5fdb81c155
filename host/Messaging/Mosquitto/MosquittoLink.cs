namespace MultiAgentEdge.Host.Messaging;

/// <summary>MQTT 5 over libmosquitto, the C client of Eclipse Mosquitto. Each connection has a native client and a thread of its own.</summary>
public sealed class MosquittoLink : IMessageLink
{
    private static readonly TimeSpan _goodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Inbox _inbox = new();
    private readonly string _version;
    private LinkOptions? _options;
    private MosquittoSession? _session;
    private long _refused;
    private volatile string? _lastRefusal;
    private bool _isDisposed;

    /// <exception cref="MessagingException">libmosquitto is not installed.</exception>
    public MosquittoLink()
    {
        if (!MosquittoLibrary.TryLoad(out string? version, out string? howToInstall))
            throw Errors.NoLibrary(howToInstall!);
        _version = version!;
    }

    public bool IsConnected => _session is { IsConnected: true };

    public long Dropped => _inbox.Dropped;

    public long Refused => Interlocked.Read(ref _refused);

    public string? LastRefusal => _lastRefusal;

    public string Description => $"libmosquitto {_version}";

    public void Connect(LinkOptions options)
    {
        var session = Start(options);
        try
        {
            session.WaitUntilConnected();
        }
        catch (MessagingException)
        {
            session.Close(TimeSpan.Zero);
            throw;
        }
    }

    public void BeginConnect(LinkOptions options) => Start(options);

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
        var answer = _session?.Subscribe(filter, qos) ?? throw Errors.NotConnected(filter);
        try
        {
            if (!answer.Wait(_options!.ConnectTimeout))
                throw Errors.SubscribeTimeout(filter, _options.ConnectTimeout);
        }
        catch (AggregateException)
        {
            throw Errors.NotConnected(filter);
        }

        if (answer.Result >= MosquittoNative.FirstFailureReason)
            throw Errors.SubscribeRefused(filter, MosquittoNative.ReasonText(answer.Result));
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
    }

    private MosquittoSession Start(LinkOptions options)
    {
        options.Validate();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _session?.Close(_goodbyeTimeout);
            _inbox.Reset(options.InboxCapacity);
            _options = options;
            return _session = new MosquittoSession(options, _inbox, CountRefusal);
        }
    }

    private void CountRefusal(string reason)
    {
        _lastRefusal = reason;
        Interlocked.Increment(ref _refused);
    }
}
