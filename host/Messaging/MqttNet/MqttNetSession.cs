using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Protocol;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>An MQTTnet client and the task that feeds it in order.</summary>
#pragma warning disable CA1001 // Close ends it; a disposed token source would throw in tasks that are on their way out.
internal sealed class MqttNetSession : ILinkSession
#pragma warning restore CA1001
{
    /// <summary>Publishes of QoS 1 under way at once; Mosquitto's own limit (max_inflight_messages) is the same.</summary>
    private const int PublishesInFlight = 20;

    /// <summary>Of a PUBLISH beside topic and payload, at most.</summary>
    private const int PacketOverheadBytes = 12;

    private readonly LinkOptions _options;
    private readonly Inbox _inbox;
    private readonly RefusalHandler _onRefused;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<MqttApplicationMessage> _outbox = Channel.CreateUnbounded<MqttApplicationMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task<MessagingException?> _connecting;
    private uint _largestPacket;
    private int _outstanding;

    public MqttNetSession(LinkOptions options, Inbox inbox, RefusalHandler onRefused)
    {
        _options = options;
        _inbox = inbox;
        _onRefused = onRefused;
        _client.ApplicationMessageReceivedAsync += Receive;
        _client.DisconnectedAsync += Lose;
        var clientOptions = ClientOptions(options);
        _connecting = Task.Run(() => ConnectAsync(clientOptions));
        _ = Task.Run(SendAsync);
    }

    public int LossReason { get; private set; }

    public bool IsConnected => !_end.IsCancellationRequested && _connecting.IsCompleted && _client.IsConnected;

    public void WaitUntilConnected()
    {
        // The attempt has the same limit; the second is for a client that does not keep it.
        if (!_connecting.Wait(_options.ConnectTimeout + TimeSpan.FromSeconds(1)))
            throw Errors.ConnectTimeout(_options);
        if (_connecting.Result is { } error)
            throw error;
    }

    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain)
    {
        if (!IsConnected)
            return false;
        if (_largestPacket > 0 && payload.Length + topic.Length + PacketOverheadBytes > _largestPacket)
        {
            _onRefused($"publish on {topic}: {payload.Length} bytes, and the broker takes packets of {_largestPacket} at most", ReasonCodes.PacketTooLarge);
            return false;
        }

        var message = new MqttApplicationMessage
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(payload.ToArray()),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
            Retain = retain,
        };
        bool isQueued = Interlocked.Increment(ref _outstanding) <= _options.OutboxCapacity && _outbox.Writer.TryWrite(message);
        if (!isQueued)
            Interlocked.Decrement(ref _outstanding);
        return isQueued;
    }

    public Task<int>? Subscribe(string filter, QualityOfService qos) => IsConnected ? SubscribeAsync(filter, qos) : null;

    // The reason codes of CONNACK, PUBACK and SUBACK are one table (MQTT 5, 2.4).
    public string ReasonText(int reasonCode) => $"{(MqttClientConnectResultCode)reasonCode}, reason code 0x{reasonCode:X2}";

    public void Close(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        while (IsConnected && Volatile.Read(ref _outstanding) > 0 && Stopwatch.GetElapsedTime(start) < timeout)
            Thread.Sleep(1);
        if (IsConnected)
            SayGoodbye(timeout - Stopwatch.GetElapsedTime(start));
        _end.Cancel();
        _outbox.Writer.TryComplete();
        _client.Dispose();
    }

    private static MqttClientOptions ClientOptions(LinkOptions options)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithClientId(options.ClientId)
            .WithCleanStart()
            // A packet in one piece: two writes to the socket cost more than the copy.
            .WithoutPacketFragmentation()
            .WithKeepAlivePeriod(options.KeepAlive)
            .WithTcpServer(options.Host, options.Port);
        if (options.User is not null)
            builder = builder.WithCredentials(options.User, options.Password);
        if (options.CaFile is not null)
            builder = builder.WithTlsOptions(tls => tls.UseTls().WithTargetHost(options.Host).WithTrustChain(CaFiles.Read(options.CaFile)).WithRevocationMode(X509RevocationMode.NoCheck));
        var clientOptions = builder.Build();

        var tcp = (MqttClientTcpOptions)clientOptions.ChannelOptions;
        tcp.NoDelay = true;
        // MQTTnet resets the connection when it closes; a DISCONNECT that is still on its way would be lost with it.
        tcp.LingerState = new LingerOption(false, 0);
        if (options.Will is { } will)
        {
            clientOptions.WillTopic = will.Topic;
            clientOptions.WillPayload = will.Payload;
            clientOptions.WillQualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce;
            clientOptions.WillRetain = true;
        }

        return clientOptions;
    }

    private async Task<MessagingException?> ConnectAsync(MqttClientOptions clientOptions)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(_options.ConnectTimeout);
        try
        {
            var result = await _client.ConnectAsync(clientOptions, limit.Token).ConfigureAwait(false);
            _largestPacket = result.MaximumPacketSize ?? 0;
            return result.ResultCode == MqttClientConnectResultCode.Success
                ? null
                : Errors.ConnectRefused(_options, (int)result.ResultCode, ReasonText((int)result.ResultCode));
        }
        catch (Exception e) when (limit.IsCancellationRequested)
        {
            _ = e;
            return Errors.ConnectTimeout(_options);
        }
        catch (Exception e)
        {
            return Errors.Unreachable(_options, e.GetBaseException().Message, e);
        }
    }

    private async Task SendAsync()
    {
        if (await _connecting.ConfigureAwait(false) is not null)
            return;
        using var window = new SemaphoreSlim(PublishesInFlight);
        var underWay = new List<Task>();
        await foreach (var message in _outbox.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            // Done when it is written: nothing to keep account of.
            if (message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce)
            {
                await PublishAsync(message, null).ConfigureAwait(false);
                continue;
            }

            await window.WaitAsync().ConfigureAwait(false);

            // Started one after the other: MQTTnet hands packets to the line in the order of these calls.
            var publishing = PublishAsync(message, window);
            underWay.RemoveAll(t => t.IsCompleted);
            underWay.Add(publishing);
        }

        await Task.WhenAll(underWay).ConfigureAwait(false);
    }

    private async Task PublishAsync(MqttApplicationMessage message, SemaphoreSlim? window)
    {
        try
        {
            var result = await _client.PublishAsync(message, _end.Token).ConfigureAwait(false);
            if ((int)result.ReasonCode >= NetworkLink.FirstFailureReason)
                _onRefused($"publish on {message.Topic}: {ReasonText((int)result.ReasonCode)}", (int)result.ReasonCode);
        }
        catch (Exception)
        {
            // The connection is lost, and what was queued with it; IsConnected tells.
        }

        Interlocked.Decrement(ref _outstanding);
        window?.Release();
    }

    private async Task<int> SubscribeAsync(string filter, QualityOfService qos)
    {
        var subscription = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(filter, (MqttQualityOfServiceLevel)qos).Build();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(_options.ConnectTimeout);
        var result = await _client.SubscribeAsync(subscription, limit.Token).ConfigureAwait(false);
        var code = result.Items.First().ResultCode;
        if ((int)code >= NetworkLink.FirstFailureReason)
            _onRefused($"subscription to {filter}: {ReasonText((int)code)}", (int)code);
        return (int)code;
    }

    private Task Lose(MqttClientDisconnectedEventArgs lost)
    {
        LossReason = (int)lost.Reason;
        if (LossReason == ReasonCodes.PacketTooLarge)
            _onRefused($"the connection: {ReasonText(LossReason)}", LossReason);
        _outbox.Writer.TryComplete();
        return Task.CompletedTask;
    }

    private Task Receive(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        _inbox.TryAdd(new Message(message.Topic, message.Payload.ToArray(), message.Retain));
        return Task.CompletedTask;
    }

    private void SayGoodbye(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero);
        try
        {
            _client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token).Wait(CancellationToken.None);
        }
        catch (Exception)
        {
            // The connection went first.
        }
    }
}
