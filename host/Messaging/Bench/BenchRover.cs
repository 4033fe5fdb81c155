using System.Buffers.Binary;
using System.Diagnostics;

namespace MultiAgentEdge.Host.Messaging.Bench;

/// <summary>A rover that does nothing but send plans on time and note when their duals are back.</summary>
internal sealed class BenchRover : IDisposable
{
    /// <summary>Sequence and time of sending, 8 bytes each.</summary>
    public const int HeaderBytes = 16;

    // At a tenth of a round trip a second, cancellation would otherwise wait ten.
    private const double LongestWaitS = 0.2;

    private readonly IMessageLink _link;
    private readonly LinkCapacityOptions _options;
    private readonly string _planTopic;
    private readonly double _phaseS;
    private readonly int _warmUp;
    private readonly Thread _thread;
    private readonly HashSet<long> _waiting = [];
    private readonly CancellationToken _cancellation;
    private long _start;

    public BenchRover(IMessageLink link, string topicRoot, int index, LinkCapacityOptions options, CancellationToken cancellation)
    {
        _link = link;
        _options = options;
        _cancellation = cancellation;
        _planTopic = topicRoot + "/plan";
        _warmUp = (int)(options.WarmUp.TotalSeconds * options.RateHz);
        link.Subscribe(topicRoot + "/dual", QualityOfService.AtMostOnce);

        // Spread over the period: a fleet is not synchronised to the microsecond either.
        _phaseS = index / (options.RateHz * options.Rovers);
        _thread = new Thread(Run) { IsBackground = true, Name = topicRoot };
    }

    public List<double> RoundTripsMs { get; } = [];

    /// <summary>Of the measured ones.</summary>
    public int Sent { get; private set; }

    /// <summary>Round trips of the warm-up without an end.</summary>
    public int WarmUpLost => _waiting.Count(sequence => sequence < _warmUp);

    public double FirstSentS { get; private set; }

    public double LastSentS { get; private set; }

    /// <summary>That its outbox did not take.</summary>
    public int NotTaken { get; private set; }

    /// <summary>Answers that its inbox had no room for.</summary>
    public long Dropped => _link.Dropped;

    public void Start(long startTimestamp)
    {
        _start = startTimestamp;
        _thread.Start();
    }

    public void Join() => _thread.Join();

    public void Dispose() => _link.Dispose();

    private double NowS => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    private void Run()
    {
        int rounds = _warmUp + (int)(_options.Duration.TotalSeconds * _options.RateHz);
        byte[] plan = new byte[_options.PayloadBytes];
        for (int i = 0; i < rounds && !_cancellation.IsCancellationRequested; i++)
        {
            double dueS = _phaseS + (i / _options.RateHz);
            for (double leftS = dueS - NowS; leftS > 0 && !_cancellation.IsCancellationRequested; leftS = dueS - NowS)
                Hear(Math.Min(leftS, LongestWaitS));
            BinaryPrimitives.WriteInt64LittleEndian(plan, i);
            BinaryPrimitives.WriteInt64LittleEndian(plan.AsSpan(8), Stopwatch.GetTimestamp());
            if (i >= _warmUp)
                Sent++;
            if (i == _warmUp)
                FirstSentS = NowS;
            if (_link.TryPublish(_planTopic, plan, QualityOfService.AtMostOnce, retain: false))
                _waiting.Add(i);
            else if (i >= _warmUp)
                NotTaken++;
            LastSentS = NowS;
        }

        // What is late is not lost: as long as answers come, more may.
        double patienceS = _options.LastAnswerTimeout.TotalSeconds;
        double untilS = NowS + patienceS;
        while (_waiting.Count > 0 && NowS < untilS && !_cancellation.IsCancellationRequested)
        {
            if (Hear(Math.Min(untilS - NowS, LongestWaitS)))
                untilS = NowS + patienceS;
        }
    }

    private bool Hear(double timeoutS)
    {
        bool hasHeard = false;
        _link.WaitForMessage(TimeSpan.FromSeconds(timeoutS));
        while (_link.TryReceive(out var dual))
        {
            hasHeard = true;
            long sequence = BinaryPrimitives.ReadInt64LittleEndian(dual.Payload);
            long sentAt = BinaryPrimitives.ReadInt64LittleEndian(dual.Payload.AsSpan(8));
            if (_waiting.Remove(sequence) && sequence >= _warmUp)
                RoundTripsMs.Add(Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds);
            _link.Recycle(dual);
        }

        return hasHeard;
    }
}
