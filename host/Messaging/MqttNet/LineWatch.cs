namespace MultiAgentEdge.Host.Messaging;

/// <summary>When a connection asks whether the broker is still there (MQTT 5, 3.1.2.10), and when it has waited long enough: a line that
/// was silent in either direction for the keep-alive is asked, and dead where nothing at all comes for as long again.</summary>
internal sealed class LineWatch
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _keepAlive;
    private long _sentAt;
    private long _heardAt;
    private long _askedAt;
    private volatile bool _isAsked;

    public LineWatch(TimeSpan keepAlive, TimeProvider clock)
    {
        _clock = clock;
        _keepAlive = keepAlive;
        _sentAt = _heardAt = clock.GetTimestamp();
    }

    public bool IsDead => _isAsked && Since(ref _askedAt) >= _keepAlive;

    public TimeSpan SinceSent => Since(ref _sentAt);

    /// <summary>Zero or less: now.</summary>
    public TimeSpan UntilPing()
    {
        if (_isAsked)
            return _keepAlive - Since(ref _askedAt) is { Ticks: > 0 } left ? left : TimeSpan.FromMilliseconds(1);
        var sent = Since(ref _sentAt);
        var heard = Since(ref _heardAt);
        return _keepAlive - (sent > heard ? sent : heard);
    }

    public void Ping()
    {
        Volatile.Write(ref _askedAt, _clock.GetTimestamp());
        _isAsked = true;
    }

    public void Sent() => Volatile.Write(ref _sentAt, _clock.GetTimestamp());

    /// <summary>From the reader's thread.</summary>
    public void Heard()
    {
        Volatile.Write(ref _heardAt, _clock.GetTimestamp());
        if (_isAsked)
            _isAsked = false;
    }

    private TimeSpan Since(ref long timestamp) => _clock.GetElapsedTime(Volatile.Read(ref timestamp));
}
