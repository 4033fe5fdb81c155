using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Messaging.Faults;

/// <summary>
/// A link that loses, doubles, reorders and delays what it receives. Delay is counted in messages and in polls, never in time: in lock-step
/// the same seed gives the same faults. One thread reads.
/// </summary>
public sealed class MessageShuffler : IMessageLink
{
    private readonly IMessageLink _inner;
    private readonly ShuffleOptions _options;
    private readonly Xoshiro256 _random;
    private readonly Queue<Message> _ready = new();
    private readonly List<(Message Message, int Overtakers)> _held = [];
    private int _emptyPolls;

    public MessageShuffler(IMessageLink inner, ShuffleOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DelayMessages, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.HoldPolls, 1);
        _inner = inner;
        _options = options;
        _random = new Xoshiro256(options.Seed);
    }

    public long Lost { get; private set; }

    public long Doubled { get; private set; }

    public long Reordered { get; private set; }

    public long Delayed { get; private set; }

    public bool IsConnected => _inner.IsConnected;

    public long Dropped => _inner.Dropped;

    public long Refused => _inner.Refused;

    public string? LastRefusal => _inner.LastRefusal;

    public BrokerCause RefusalCause => _inner.RefusalCause;

    public string Description => $"{_inner.Description} with faults";

    public void Connect(LinkOptions options) => _inner.Connect(options);

    public void BeginConnect(LinkOptions options) => _inner.BeginConnect(options);

    public void Disconnect() => _inner.Disconnect();

    public void Subscribe(string filter, QualityOfService qos) => _inner.Subscribe(filter, qos);

    public void BeginSubscribe(string filter, QualityOfService qos) => _inner.BeginSubscribe(filter, qos);

    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain) =>
        _inner.TryPublish(topic, payload, qos, retain);

    public bool TryReceive(out Message message)
    {
        while (_ready.Count == 0 && _inner.TryReceive(out var arrived))
            Shuffle(arrived);
        if (_ready.Count == 0)
            CountEmptyPoll();
        return _ready.TryDequeue(out message);
    }

    public bool WaitForMessage(TimeSpan timeout)
    {
        // What is held back can come out with the next poll, so it counts as there.
        return _ready.Count > 0 || _held.Count > 0 || _inner.WaitForMessage(timeout);
    }

    public void Dispose() => _inner.Dispose();

    private void Shuffle(in Message message)
    {
        _emptyPolls = 0;
        int overtakers = 0;
        bool isDoubled = false;
        if (TopicFilter.Matches(_options.Filter, message.Topic))
        {
            if (Chance(_options.LoseProbability))
            {
                Lost++;
                return;
            }

            if (Chance(_options.DoubleProbability))
            {
                Doubled++;
                isDoubled = true;
            }

            if (Chance(_options.ReorderProbability))
            {
                Reordered++;
                overtakers = 1;
            }
            else if (Chance(_options.DelayProbability))
            {
                Delayed++;
                overtakers = 1 + _random.NextInt32(_options.DelayMessages);
            }
        }

        // The double is on time, so a delayed message also shows up late as a stale copy.
        if (isDoubled || overtakers == 0)
            _ready.Enqueue(message);
        ReleaseOvertaken();
        if (overtakers > 0)
            _held.Add((message, overtakers));
        else if (isDoubled)
            _ready.Enqueue(message);
    }

    private void ReleaseOvertaken()
    {
        int kept = 0;
        for (int i = 0; i < _held.Count; i++)
        {
            var (message, overtakers) = _held[i];
            if (overtakers <= 1)
                _ready.Enqueue(message);
            else
                _held[kept++] = (message, overtakers - 1);
        }

        _held.RemoveRange(kept, _held.Count - kept);
    }

    private void CountEmptyPoll()
    {
        if (_held.Count == 0 || ++_emptyPolls < _options.HoldPolls)
            return;
        _emptyPolls = 0;
        foreach (var (message, _) in _held)
            _ready.Enqueue(message);
        _held.Clear();
    }

    private bool Chance(double probability) => probability > 0 && _random.NextDouble() < probability;
}
