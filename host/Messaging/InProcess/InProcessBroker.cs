namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// A broker inside this process, for lock-step simulation and for machines without one. Topics, retained messages and last wills behave as
/// in MQTT 5; a message is in every inbox before the publisher's call returns, in publish order, so a run is deterministic. Every QoS is
/// exactly once. Thread safe.
/// </summary>
public sealed class InProcessBroker
{
    // Of what a frozen broker's sockets hold for it.
    private const int UnreadCapacity = 1 << 16;

    private readonly Lock _gate = new();
    private readonly List<InProcessLink> _clients = [];
    private readonly SortedDictionary<string, byte[]> _retained = new(StringComparer.Ordinal);
    private readonly Queue<(InProcessLink From, string Topic, byte[] Payload, bool Retain)> _unread = new();
    private bool _isUp = true;
    private bool _isFrozen;

    /// <summary>As <c>kill -9</c>: every client loses its connection, no will is published, retained messages stay.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            _isUp = false;
            foreach (var client in _clients)
                client.OnClosed();
            _clients.Clear();
            _unread.Clear();
            _isFrozen = false;
        }
    }

    /// <summary>As <c>kill -STOP</c>: connections stay and what is published is taken, but nothing is routed and nobody new is let
    /// in.</summary>
    public void Freeze()
    {
        lock (_gate)
            _isFrozen = true;
    }

    /// <summary>As <c>kill -CONT</c>: what was published meanwhile is routed now, in its order.</summary>
    public void Thaw()
    {
        lock (_gate)
        {
            _isFrozen = false;
            while (_unread.TryDequeue(out var message))
            {
                if (_clients.Contains(message.From))
                    Route(message.Topic, message.Payload, message.Retain);
            }
        }
    }

    /// <summary>Accepts connections again.</summary>
    /// <param name="keepRetained">False: a broker without persistence.</param>
    public void Restart(bool keepRetained = true)
    {
        lock (_gate)
        {
            _isUp = true;
            if (!keepRetained)
                _retained.Clear();
        }
    }

    /// <summary>False where the broker is down. A client of the same id is thrown out first, its will published [MQTT-3.1.4-3].</summary>
    internal bool TryOpen(InProcessLink link)
    {
        lock (_gate)
        {
            if (!_isUp || _isFrozen)
                return false;
            var previous = _clients.Find(c => c.ClientId == link.ClientId);
            if (previous is not null)
                Close(previous, publishWill: true);
            _clients.Add(link);
            link.OnOpened();
            return true;
        }
    }

    internal void Close(InProcessLink link, bool publishWill)
    {
        lock (_gate)
        {
            if (!_clients.Remove(link))
                return;
            var will = link.Will;
            link.OnClosed();
            if (publishWill && will is { } w)
                Route(w.Topic, w.Payload, retain: true);
        }
    }

    internal bool TrySubscribe(InProcessLink link, string filter)
    {
        lock (_gate)
        {
            if (!_clients.Contains(link))
                return false;
            link.Filters.Add(filter);
            foreach (var (topic, payload) in _retained)
            {
                if (TopicFilter.Matches(filter, topic))
                    link.Deliver(new Message(topic, payload.AsSpan().ToArray(), Retained: true));
            }

            return true;
        }
    }

    internal bool TryPublish(InProcessLink link, string topic, ReadOnlySpan<byte> payload, bool retain)
    {
        lock (_gate)
        {
            if (!_clients.Contains(link))
                return false;
            if (_isFrozen && _unread.Count >= UnreadCapacity)
                return false;
            if (_isFrozen)
                _unread.Enqueue((link, topic, payload.ToArray(), retain));
            else
                Route(topic, payload.ToArray(), retain);
            return true;
        }
    }

    private void Route(string topic, byte[] payload, bool retain)
    {
        if (retain && payload.Length == 0)
            _retained.Remove(topic);
        else if (retain)
            _retained[topic] = payload;

        // Each receiver owns its bytes: over a network it would, and a test that shares them would hide a bug.
        foreach (var client in _clients)
        {
            if (client.Selects(topic))
                client.Deliver(new Message(topic, payload.AsSpan().ToArray(), Retained: false));
        }
    }
}
