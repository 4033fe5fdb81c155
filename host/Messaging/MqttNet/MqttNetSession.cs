using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// One connection: MQTTnet makes and reads the packets, <see cref="MqttLine"/> and two threads carry them. Its own client reads a message
/// in several calls and turns of a pool that begins with as many threads as the machine has processors, and on a busy machine messages wait
/// there.
/// </summary>
internal sealed class MqttNetSession : ILinkSession
{
    /// <summary>Packet ids from here on are subscriptions'.</summary>
    internal const ushort LastPublishId = 0x7FFF;

    /// <summary>Publishes of QoS 1 under way at once; Mosquitto's own limit (max_inflight_messages) is the same.</summary>
    private const int PublishesInFlight = 20;

    /// <summary>Of a PUBLISH beside topic and payload, at most.</summary>
    private const int PacketOverheadBytes = 12;

    private const MqttConnAckPacket? OtherVersion = null;

    private readonly LinkOptions _options;
    private readonly SpokenVersion _spoken;
    private readonly Inbox _inbox;
    private readonly RefusalHandler _onRefused;
    private readonly ConcurrentDictionary<ushort, (string Filter, TaskCompletionSource<int> Answer)> _subscribing = new();
    private readonly TaskCompletionSource<MessagingException?> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _reader;
    private volatile MqttLine? _line;
    private volatile bool _isConnected;
    private volatile bool _isClosed;
    private volatile bool _isLate;
    private MqttOutbox? _outbox;
    private LineWatch? _watch;
    private MqttPacketFormatterAdapter? _formatter;
    private PublishReader? _publish;
    private uint _largestPacket;
    private int _lastSubscription;

    public MqttNetSession(LinkOptions options, SpokenVersion spoken, Inbox inbox, RefusalHandler onRefused)
    {
        _options = options;
        _spoken = spoken;
        _inbox = inbox;
        _onRefused = onRefused;
        _reader = new Thread(Run) { IsBackground = true, Name = $"mqtt in {options.ClientId}" };
        _reader.Start();
    }

    public int LossReason { get; private set; }

    public bool IsConnected => _isConnected;

    public void WaitUntilConnected()
    {
        // The attempt has the same limit; the second is for a name server that does not keep it.
        if (!_answered.Task.Wait(_options.ConnectTimeout + TimeSpan.FromSeconds(1)))
            throw Errors.ConnectTimeout(_options);
        if (_answered.Task.Result is { } error)
            throw error;
    }

    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain)
    {
        if (!_isConnected)
            return false;
        if (_largestPacket > 0 && payload.Length + Encoding.UTF8.GetByteCount(topic) + PacketOverheadBytes > _largestPacket)
        {
            _onRefused(
                $"publish on {topic}: {payload.Length} bytes, and the broker takes packets of {_largestPacket} at most",
                ReasonCodes.PacketTooLarge);
            return false;
        }

        return _outbox!.TryPublish(topic, payload, qos, retain);
    }

    public Task<int>? Subscribe(string filter, QualityOfService qos)
    {
        if (!_isConnected)
            return null;
        var id = (ushort)(LastPublishId + 1 + (Interlocked.Increment(ref _lastSubscription) % LastPublishId));
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _subscribing[id] = (filter, answer);
        _outbox!.Send(new MqttSubscribePacket
        {
            PacketIdentifier = id,
            TopicFilters = [new MqttTopicFilter { Topic = filter, QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos }],
        });
        // The connection may have gone between the question and its entry.
        if (!_isConnected)
            answer.TrySetCanceled();
        return answer.Task;
    }

    // The reason codes of CONNACK, PUBACK and SUBACK are one table (MQTT 5, 2.4); what a CONNACK of 3.1.1 says is below it (3.2.2.3).
    public string ReasonText(int reasonCode) => reasonCode is > 0 and < NetworkLink.FirstFailureReason
        ? $"{(MqttConnectReturnCode)reasonCode}, return code {reasonCode}"
        : $"{(MqttClientConnectResultCode)reasonCode}, reason code 0x{reasonCode:X2}";

    public void Close(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan Left() => timeout - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left ? left : TimeSpan.Zero;
        while (_isConnected && _outbox!.Outstanding > 0 && Left() > TimeSpan.Zero)
            Thread.Sleep(1);
        _isClosed = true;
        if (_isConnected && Left() > TimeSpan.Zero)
        {
            _outbox!.Send(new MqttDisconnectPacket());
            _outbox.End();
            // Closed with something unread, a line is reset, and a DISCONNECT that is still on its way is lost with it: the broker closes
            // first.
            if (_outbox.Join(Left()))
                _line!.EndWriting();
            if (Thread.CurrentThread != _reader)
                _reader.Join(Left());
        }

        _isConnected = false;
        _line?.Dispose();
    }

    private void Run()
    {
        var error = Connect();
        _isConnected = error is null && !_isClosed;
        _answered.SetResult(error);
        try
        {
            while (error is null && _line!.TryRead(out byte header, out var body))
            {
                _watch!.Heard();
                Hear(header, body);
            }
        }
        catch (Exception e) when (IsOfTheLine(e))
        {
            // IsConnected tells.
        }

        _isConnected = false;
        _line?.Dispose();
        _outbox?.End();
        foreach (var (_, answer) in _subscribing.Values)
            answer.TrySetCanceled();
    }

    private MessagingException? Connect()
    {
        using var limit = new Timer(_ =>
        {
            _isLate = true;
            _line?.Dispose();
        });
        limit.Change(_options.ConnectTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            if (_spoken.Takes5(_options.Address))
            {
                var answer = Greet(MqttProtocolVersion.V500);
                if (answer != OtherVersion)
                    return Begin(MqttProtocolVersion.V500, answer);
            }

            return Begin(MqttProtocolVersion.V311, Greet(MqttProtocolVersion.V311));
        }
        catch (MessagingException e)
        {
            return e;
        }
        catch (Exception e)
        {
            return _isLate ? Errors.ConnectTimeout(_options) : Errors.Unreachable(_options, e.GetBaseException().Message, e);
        }
    }

    /// <summary>What the broker answers to a CONNECT; <see cref="OtherVersion"/> where it does not speak this one: a server may say so, in
    /// the words of either version, or hang up (MQTT 3.1.1, 3.1.2.2).</summary>
    private MqttConnAckPacket? Greet(MqttProtocolVersion version)
    {
        var line = new MqttLine(_options);
        _line = line;
        if (_isLate || _isClosed)
            line.Dispose();
        line.Connect();
        _formatter = new MqttPacketFormatterAdapter(version, new MqttBufferWriter(1024, 4096));
        line.Write(_formatter.Encode(Greeting()).Packet);
        var isAnswered = TryReadAnswer(line, out byte header, out var body);
        if (version == MqttProtocolVersion.V500 && (!isAnswered || IsOtherVersion(header, body)))
        {
            line.Dispose();
            return OtherVersion;
        }

        return isAnswered && Decode(header, body) is MqttConnAckPacket answer ? answer : throw new IOException("it closed the connection");
    }

    private bool TryReadAnswer(MqttLine line, out byte header, out ArraySegment<byte> body)
    {
        (header, body) = (0, default);
        try
        {
            return line.TryRead(out header, out body);
        }
        catch (IOException) when (!_isLate && !_isClosed)
        {
            return false;
        }
    }

    // Two bytes are a CONNACK of 3.1.1.
    private static bool IsOtherVersion(byte header, ArraySegment<byte> body) =>
        header >> 4 == (int)MqttControlPacketType.ConnAck && ((body.Count == 2 && body[1] != 0)
            || (body.Count > 2 && body[1] == (int)MqttConnectReasonCode.UnsupportedProtocolVersion));

    private MessagingException? Begin(MqttProtocolVersion version, MqttConnAckPacket? answer)
    {
        var code = version == MqttProtocolVersion.V500 ? (int)answer!.ReasonCode : (int)answer!.ReturnCode;
        if (code != 0)
            return Errors.ConnectRefused(_options, code, ReasonText(code));
        _spoken.Note(_options.Address, version);
        _largestPacket = answer.MaximumPacketSize;
        _publish = new PublishReader(hasProperties: version == MqttProtocolVersion.V500);
        var keepAlive = answer.ServerKeepAlive > 0 ? TimeSpan.FromSeconds(answer.ServerKeepAlive) : _options.KeepAlive;
        var window = answer.ReceiveMaximum is > 0 and < PublishesInFlight ? answer.ReceiveMaximum : PublishesInFlight;
        _watch = new LineWatch(keepAlive, TimeProvider.System);
        _outbox = new MqttOutbox(_options, _line!, version, window, _watch);
        return null;
    }

    private MqttConnectPacket Greeting()
    {
        var greeting = new MqttConnectPacket
        {
            ClientId = _options.ClientId,
            CleanSession = true,
            KeepAlivePeriod = (ushort)_options.KeepAlive.TotalSeconds,
            MaximumPacketSize = MqttLine.LargestPacketBytes,
            RequestProblemInformation = true,
            Username = _options.User,
            Password = _options.User is not null && _options.Password is not null ? Encoding.UTF8.GetBytes(_options.Password) : null,
        };
        if (_options.Will is { } will)
        {
            (greeting.WillFlag, greeting.WillTopic, greeting.WillMessage) = (true, will.Topic, will.Payload);
            (greeting.WillQoS, greeting.WillRetain) = (MqttQualityOfServiceLevel.AtLeastOnce, true);
        }

        return greeting;
    }

    private MqttPacket Decode(byte header, ArraySegment<byte> body) =>
        _formatter!.Decode(new ReceivedMqttPacket(header, body, body.Count + 2));

    private void Hear(byte header, ArraySegment<byte> body)
    {
        if (header >> 4 == (int)MqttControlPacketType.Publish)
        {
            if (!_publish!.TryRead(header, body))
                throw new InvalidDataException("a damaged PUBLISH");
            if (!_isClosed)
                _inbox.TryAdd(_publish.Topic, body.AsSpan(_publish.PayloadOffset), _publish.IsRetained);
            if (_publish.Qos == QualityOfService.AtLeastOnce)
                _outbox!.Send(new MqttPubAckPacket { PacketIdentifier = _publish.PacketId });
            return;
        }

        switch (Decode(header, body))
        {
            case MqttPubAckPacket answer when _outbox!.Acknowledge(answer.PacketIdentifier) is { } topic:
                if ((int)answer.ReasonCode >= NetworkLink.FirstFailureReason)
                    _onRefused($"publish on {topic}: {ReasonText((int)answer.ReasonCode)}", (int)answer.ReasonCode);
                break;
            case MqttSubAckPacket answer when _subscribing.TryRemove(answer.PacketIdentifier, out var asked):
                var code = (int)answer.ReasonCodes.First();
                if (code >= NetworkLink.FirstFailureReason)
                    _onRefused($"subscription to {asked.Filter}: {ReasonText(code)}", code);
                asked.Answer.TrySetResult(code);
                break;
            case MqttDisconnectPacket goodbye:
                LossReason = (int)goodbye.ReasonCode;
                if (LossReason == ReasonCodes.PacketTooLarge)
                    _onRefused($"the connection: {ReasonText(LossReason)}", LossReason);
                break;
        }
    }

    private static bool IsOfTheLine(Exception e) =>
        e is IOException or InvalidDataException or ObjectDisposedException or MqttProtocolViolationException
            or System.Net.Sockets.SocketException;
}
