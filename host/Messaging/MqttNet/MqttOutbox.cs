using System.Buffers;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// What goes out on one connection: packets are written by MQTTnet's formatter into a buffer, and a thread sends what has gathered there in
/// one piece. Publishes of QoS 1 beyond the broker's window wait in order. Nobody who publishes waits for the line.
/// </summary>
internal sealed class MqttOutbox
{
    private const int UsualBytes = 16 * 1024;

    /// <summary>What a line with room takes without blocking.</summary>
    private const int SmallBytes = 2048;

    /// <summary>Sent on the publisher's thread where as long has passed since the last time: another thread would have to wake up first.
    /// Where messages come closer together they gather, and one call sends many.</summary>
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(1);

    private readonly LinkOptions _options;
    private readonly MqttLine _line;
    private readonly MqttPacketFormatterAdapter _formatter;
    private readonly int _window;
    private readonly LineWatch _watch;
    private readonly Thread _sender;
    private readonly object _gate = new();
    private readonly MqttPublishPacket _publish = new();
    private readonly Dictionary<ushort, string> _inFlight = [];
    private readonly Queue<(string Topic, byte[] Payload, int Length, bool Retain)> _waiting = new();
    private byte[] _scratch = [];
    private byte[] _filling = new byte[UsualBytes];
    private byte[] _sending = new byte[UsualBytes];
    private int _filled;
    private int _unacknowledgedFilled;
    private int _outstanding;
    private ushort _lastId;
    private bool _isIdle;
    private bool _isEnded;

    /// <param name="window">Publishes of QoS 1 under way at once.</param>
    public MqttOutbox(LinkOptions options, MqttLine line, MqttProtocolVersion version, int window, LineWatch watch)
    {
        _options = options;
        _line = line;
        _formatter = new MqttPacketFormatterAdapter(version, new MqttBufferWriter(256, UsualBytes));
        _window = window;
        _watch = watch;
        _sender = new Thread(Run) { IsBackground = true, Name = $"mqtt out {options.ClientId}" };
        _sender.Start();
    }

    /// <summary>Publishes not yet sent (QoS 0) or acknowledged (QoS 1).</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>False where the connection has ended or too much waits.</summary>
    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain)
    {
        lock (_gate)
        {
            if (_isEnded || _outstanding >= _options.OutboxCapacity)
                return false;
            _outstanding++;
            if (qos == QualityOfService.AtMostOnce)
            {
                _unacknowledgedFilled++;
                Publish(topic, payload, 0, retain);
            }
            else if (_inFlight.Count < _window && _waiting.Count == 0)
            {
                Launch(topic, payload, retain);
            }
            else
            {
                var copy = ArrayPool<byte>.Shared.Rent(payload.Length);
                payload.CopyTo(copy);
                _waiting.Enqueue((topic, copy, payload.Length, retain));
            }

            Release();
            return true;
        }
    }

    /// <summary>The topic of the publish that the broker has answered; null where it answers none.</summary>
    public string? Acknowledge(ushort packetId)
    {
        lock (_gate)
        {
            if (!_inFlight.Remove(packetId, out string? topic))
                return null;
            _outstanding--;
            while (_inFlight.Count < _window && _waiting.TryDequeue(out var next))
            {
                Launch(next.Topic, next.Payload.AsSpan(0, next.Length), next.Retain);
                ArrayPool<byte>.Shared.Return(next.Payload);
            }

            Release();
            return topic;
        }
    }

    public void Send(MqttPacket packet)
    {
        lock (_gate)
        {
            if (_isEnded)
                return;
            Append(packet);
            Release();
        }
    }

    /// <summary>What has gathered is still sent; nothing more is taken.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnded = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>After <see cref="End"/>: true as soon as everything is sent.</summary>
    public bool Join(TimeSpan timeout) => _sender.Join(timeout);

    private void Launch(string topic, ReadOnlySpan<byte> payload, bool retain)
    {
        do
            _lastId = (ushort)(_lastId == MqttNetSession.LastPublishId ? 1 : _lastId + 1);
        while (_inFlight.ContainsKey(_lastId));
        _inFlight.Add(_lastId, topic);
        Publish(topic, payload, _lastId, retain);
    }

    private void Publish(string topic, ReadOnlySpan<byte> payload, ushort packetId, bool retain)
    {
        if (_scratch.Length < payload.Length)
            _scratch = new byte[Math.Max(payload.Length, 256)];
        payload.CopyTo(_scratch);
        _publish.Topic = topic;
        _publish.Payload = new ReadOnlySequence<byte>(_scratch, 0, payload.Length);
        _publish.QualityOfServiceLevel = packetId == 0 ? MqttQualityOfServiceLevel.AtMostOnce : MqttQualityOfServiceLevel.AtLeastOnce;
        _publish.PacketIdentifier = packetId;
        _publish.Retain = retain;
        Append(_publish);
        if (_scratch.Length > UsualBytes)
            _scratch = [];
    }

    private void Append(MqttPacket packet)
    {
        var bytes = _formatter.Encode(packet);
        if (_filled + bytes.Length > _filling.Length)
            Array.Resize(ref _filling, Math.Max(2 * _filling.Length, _filled + bytes.Length));
        bytes.Packet.AsSpan().CopyTo(_filling.AsSpan(_filled));
        bytes.Payload.CopyTo(_filling.AsSpan(_filled + bytes.Packet.Count));
        _filled += bytes.Length;
        _formatter.Cleanup();
    }

    private void Release()
    {
        if (!_isIdle || _filled == 0)
            return;
        if (_filled > SmallBytes || _watch.SinceSent < _quiet || !_line.HasRoom)
        {
            Monitor.Pulse(_gate);
            return;
        }

        try
        {
            _line.Write(_filling.AsSpan(0, _filled));
            _watch.Sent();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _line.Dispose();
        }

        _outstanding -= _unacknowledgedFilled;
        (_filled, _unacknowledgedFilled) = (0, 0);
    }

    private void Run()
    {
        try
        {
            while (Take(out int bytes, out int messages))
            {
                _line.Write(_sending.AsSpan(0, bytes));
                _watch.Sent();
                lock (_gate)
                    _outstanding -= messages;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader of the line sees it too, and tells.
            _line.Dispose();
        }
    }

    private bool Take(out int bytes, out int messages)
    {
        lock (_gate)
        {
            while (_filled == 0 && !_isEnded)
            {
                var left = _watch.UntilPing();
                if (_watch.IsDead)
                    throw new IOException("no answer to PINGREQ");
                if (left <= TimeSpan.Zero)
                {
                    _watch.Ping();
                    Append(MqttPingReqPacket.Instance);
                    break;
                }

                _isIdle = true;
                Monitor.Wait(_gate, left);
                _isIdle = false;
            }

            (bytes, messages) = (_filled, _unacknowledgedFilled);
            (_filled, _unacknowledgedFilled) = (0, 0);
            // After a burst memory goes back.
            (_sending, _filling) = (_filling, _sending.Length > 16 * UsualBytes ? new byte[UsualBytes] : _sending);
            return bytes > 0;
        }
    }
}
